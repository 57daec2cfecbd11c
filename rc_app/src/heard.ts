import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';

const KEPT = 500;
const PATIENCE_MS = 100;

export interface Stored {
  id: string;
  ts: Date;
  room: ILivechatRoom;
}

/**
 * The latest messages that the server has told us of. Storing a message answers with its id only;
 * the event that follows at once carries its room and time, so whoever stored it waits a moment for
 * that and saves reading the message back.
 */
export class Heard {
  private readonly stored = new Map<string, Stored>();
  private readonly latest = new Map<string, number>(); // by room
  private readonly waiting = new Map<string, (stored: Stored) => void>();

  public note(message: Stored): void {
    this.waiting.get(message.id)?.(message);
    this.stored.set(message.id, message);
    this.remember(message.room.id, message.ts.getTime());
    const oldest = this.stored.keys().next();
    if (this.stored.size > KEPT && !oldest.done) this.stored.delete(oldest.value);
  }

  /** When the customer of a room was last heard, as far as is remembered. */
  public lastOf(roomId: string): number | undefined {
    return this.latest.get(roomId);
  }

  private remember(roomId: string, at: number): void {
    const later = Math.max(at, this.latest.get(roomId) ?? 0);
    this.latest.delete(roomId);
    this.latest.set(roomId, later);
    const oldest = this.latest.keys().next();
    if (this.latest.size > KEPT && !oldest.done) this.latest.delete(oldest.value);
  }

  public async of(id: string): Promise<Stored | undefined> {
    const already = this.stored.get(id);
    if (already) return already;
    return new Promise((resolve) => {
      const settle = (stored?: Stored): void => {
        clearTimeout(timer);
        this.waiting.delete(id);
        resolve(stored);
      };
      const timer = setTimeout(settle, PATIENCE_MS);
      this.waiting.set(id, settle);
    });
  }
}
