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

/** Tell the brain of a message that was stored, unless the brain had it stored. */
export async function messageSent(
  http: IHttp,
  logger: ILogger,
  settings: Told,
  memory: Memory,
  message: IMessage,
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
  } else if (isAnswer({ id, type, username: sender.username }, settings.bridge_username)) {
    memory.answered.note(room.id, ts.getTime(), true);
  }
  if (isOfTheBrain(id, sender.username, settings)) return;
  await tellMessage(http, logger, settings, message, id);
}

function isOfTheBrain(id: string, username: string, settings: Told): boolean {
  const writesForIt = [settings.bot_username, settings.bridge_username].includes(username);
  return writesForIt && IDS_OF_THE_BRAIN.test(id);
}

/** Of the server's own lines only those are told that say who closed or passed on a room, and why. */
export async function systemMessageSent(
  http: IHttp,
  logger: ILogger,
  settings: Told,
  message: IMessage,
): Promise<void> {
  if (!message.id || !TELLING_SYSTEM_MESSAGES.has(message.type ?? '')) return;
  await tellMessage(http, logger, settings, message, message.id);
}

export async function messageUpdated(
  http: IHttp,
  logger: ILogger,
  settings: Told,
  message: IMessage,
): Promise<void> {
  const edit = new Date(message.editedAt ?? message.updatedAt ?? Date.now()).getTime();
  const id = `${message.id ?? ''}:edited:${edit}`;
  await tellMessage(http, logger, settings, message, id, { edited: true });
}

export async function messageDeleted(
  http: IHttp,
  logger: ILogger,
  settings: Told,
  message: IMessage,
): Promise<void> {
  const id = `${message.id ?? ''}:deleted`;
  await tellMessage(http, logger, settings, message, id, { deleted: true });
}

async function tellMessage(
  http: IHttp,
  logger: ILogger,
  settings: Told,
  message: IMessage,
  id: string,
  happened: Partial<MessageValue> = {},
): Promise<void> {
  const room = ourRoom(message.room);
  if (!room) return;
  await tell(http, logger, settings, {
    event: 'message',
    id,
    ts: timeOf(message.createdAt),
    room: roomValue(room, settings.bot_username),
    message: { ...messageValue(message, room, settings.bot_username), ...happened },
  });
}
