import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { Heard } from './heard';
import { isVisitorOf, ourRoom } from './people';

const WINDOW_MS = 24 * 60 * 60 * 1000;
const LOOK_BACK = 100;

// What concerns no customer: notices (the brain looks after those), notes and commands.
const NOT_OURS = /^[cn]-/;
const COMMAND = /^![a-z]/i;

/**
 * Whether a message would be an agent's free words to a customer who has been silent for 24 hours, which
 * WhatsApp takes no more. The room knows when the customer last wrote, so nobody else is asked.
 */
export async function isTooLate(
  message: IMessage,
  read: IRead,
  heard: Heard,
  { bot_username, bridge_username }: { bot_username: string; bridge_username: string },
): Promise<boolean> {
  const room = ourRoom(message.room);
  const { sender, type, id = '', text = '' } = message;
  if (!room?.isOpen || type || NOT_OURS.test(id) || COMMAND.test(text)) return false;
  if (isVisitorOf(room, sender) || [bot_username, bridge_username].includes(sender.username))
    return false;
  const now = new Date(message.createdAt ?? Date.now()).getTime();
  const last = await lastHeard(room, read, heard);
  return last !== undefined && now - last >= WINDOW_MS;
}

// The server notes it in the room; what was heard a moment ago may not stand there yet.
async function lastHeard(
  room: ILivechatRoom,
  read: IRead,
  heard: Heard,
): Promise<number | undefined> {
  const noted = room.visitorChannelInfo?.lastMessageTs;
  const known = [noted && new Date(noted).getTime(), heard.lastOf(room.id)];
  const times = known.filter((time): time is number => !!time);
  return times.length ? Math.max(...times) : lastInHistory(room, read);
}

async function lastInHistory(room: ILivechatRoom, read: IRead): Promise<number | undefined> {
  const options = { limit: LOOK_BACK, sort: { createdAt: 'desc' } } as const;
  const recent = await read.getRoomReader().getMessages(room.id, options);
  const last = recent.find(({ sender }) => isVisitorOf(room, sender));
  return last && new Date(last.createdAt).getTime();
}
