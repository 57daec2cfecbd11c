import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import { isLivechat } from './people';

/**
 * Whether a message must not be stored: the bot's own, in a room that it does not serve (any more) or
 * that is closed. What the server writes in the bot's name, a closing line for instance, has a type.
 */
export function isOutOfTurn(message: IMessage, botUsername: string): boolean {
  if (message.sender.username !== botUsername || message.type) return false;
  return isLivechat(message.room) && !isServing(message.room, botUsername);
}

function isServing(room: ILivechatRoom, botUsername: string): boolean {
  return room.isOpen && room.servedBy?.username === botUsername;
}
