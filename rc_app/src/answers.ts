/** What tells an answer to a customer from everything else that stands in a room. */
export interface Line {
  id?: string;
  type?: string;
  username: string;
}

/**
 * Whether a line that is not the customer's answers the customer. What the server itself writes has a
 * type; `n-` begins a note for agents, and of the bridge user's lines only those in `c-` are meant.
 */
export function isAnswer({ id = '', type, username }: Line, bridgeUsername: string): boolean {
  if (type || id.startsWith('n-')) return false;
  return username !== bridgeUsername || id.startsWith('c-');
}

const KEPT = 5000;

/**
 * Rooms whose last line is known to be an answer. A hint only, that spares reading those rooms; what
 * is not known here is looked up in the room.
 */
export class AnsweredRooms {
  private readonly last = new Map<string, { at: number; answered: boolean }>();

  public note(roomId: string, at: number, answered: boolean): void {
    const known = this.last.get(roomId);
    if (known && (known.at > at || (known.at === at && !known.answered))) return;
    this.last.delete(roomId);
    this.last.set(roomId, { at, answered });
    const oldest = this.last.keys().next();
    if (this.last.size > KEPT && !oldest.done) this.last.delete(oldest.value);
  }

  /** @param lastLineAt when somebody last wrote in the room, as the server says. */
  public knows(roomId: string, lastLineAt: Date | undefined): boolean {
    const known = this.last.get(roomId);
    return !!known?.answered && !!lastLineAt && known.at >= new Date(lastLineAt).getTime();
  }
}
