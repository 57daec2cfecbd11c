import type { IHttp, ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import { isAnswer, type AnsweredRooms } from '../answers';
import type { Heard } from '../heard';
import { isVisitorOf, ourRoom } from '../people';
import type { Address } from '../brain';
import { tell } from './telling';
import { messageValue, roomValue, timeOf, type MessageValue } from './values';

const TELLING_SYSTEM_MESSAGES = new Set(['livechat-close', 'livechat_transfer_history']);

type Told = Address & { bot_username: string; bridge_username: string };

/** What is remembered of messages, to spare reading them back. */
export interface Memory {
  heard: Heard;
  answered: AnsweredRooms;
}

const IDS_OF_THE_BRAIN = /^[bcn]-/;

/** Tells the brain of messages. */
export class MessageEvents {
  public constructor(
    private readonly http: IHttp,
    private readonly logger: ILogger,
    private readonly settings: Told,
  ) {}

  /** Tell of a message that was stored, unless the brain had it stored. */
  public async sent(
    message: IMessage,
    memory: Memory,
    isHearing: (token: string) => boolean,
  ): Promise<void> {
    const room = ourRoom(message.room);
    const { id, type, sender } = message;
    if (!room || !id) return;
    const ts = new Date(message.createdAt ?? Date.now());
    if (isVisitorOf(room, sender)) {
      memory.heard.note({ id, ts, room });
      memory.answered.note(room.id, ts.getTime(), false);
      if (isHearing(room.visitor.token)) return;
    } else if (isAnswer({ id, type, username: sender.username }, this.settings.bridge_username)) {
      memory.answered.note(room.id, ts.getTime(), true);
    }
    if (this.isOfTheBrain(id, sender.username)) return;
    await this.tell(message, id);
  }

  /** Of the server's own lines only those are told that say who closed or passed on a room, and why. */
  public async systemSent(message: IMessage): Promise<void> {
    if (!message.id || !TELLING_SYSTEM_MESSAGES.has(message.type ?? '')) return;
    await this.tell(message, message.id);
  }

  public async updated(message: IMessage): Promise<void> {
    const edit = new Date(message.editedAt ?? message.updatedAt ?? Date.now()).getTime();
    await this.tell(message, `${message.id ?? ''}:edited:${edit}`, { edited: true });
  }

  public async deleted(message: IMessage): Promise<void> {
    await this.tell(message, `${message.id ?? ''}:deleted`, { deleted: true });
  }

  private isOfTheBrain(id: string, username: string): boolean {
    const { bot_username, bridge_username } = this.settings;
    return [bot_username, bridge_username].includes(username) && IDS_OF_THE_BRAIN.test(id);
  }

  private async tell(
    message: IMessage,
    id: string,
    happened: Partial<MessageValue> = {},
  ): Promise<void> {
    const room = ourRoom(message.room);
    if (!room) return;
    await tell(this.http, this.logger, this.settings, {
      event: 'message',
      id,
      ts: timeOf(message.createdAt),
      room: roomValue(room, this.settings.bot_username),
      message: { ...messageValue(message, room, this.settings.bot_username), ...happened },
    });
  }
}
