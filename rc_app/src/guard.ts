import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import { isLivechat } from './people';

/** The id of a notice to who waits in the queue begins so; see docs/protocol.md. */
const QUEUED = 'c-queued-';

/**
 * Whether a message must not be stored: the bot's own, in a room that it does not serve (any more) or
 * that is closed, or a notice for who waits in a room that somebody has taken meanwhile. What the
 * server writes in the bot's name, a closing line for instance, has a type.
 */
export function isOutOfTurn(message: IMessage, botUsername: string): boolean {
  if (message.type || !isLivechat(message.room)) return false;
  if (message.id?.startsWith(QUEUED)) return !isWaiting(message.room);
  return message.sender.username === botUsername && !isServing(message.room, botUsername);
}

function isWaiting(room: ILivechatRoom): boolean {
  return room.isOpen && !room.servedBy;
}

function isServing(room: ILivechatRoom, botUsername: string): boolean {
  return room.isOpen && room.servedBy?.username === botUsername;
}
