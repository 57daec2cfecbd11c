import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IDepartment, ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type { IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Server } from './engine';
import { tell } from './events/brain';
import { roomValue } from './events/values';
import { ourRoom } from './people';
import type { Settings } from './settings';
import { say } from './words';

const LOOK_BACK = 50;

type Known = Awaited<ReturnType<Settings['of']>>;

/**
 * Passes rooms of the bot on to people where a customer has waited too long. What is known of a room
 * is read from the room each time, so nothing is forgotten when the app or the server starts anew.
 */
export async function rescueForgotten(
  server: Server,
  settings: Known,
  appUser: IUser | undefined,
  now: Date,
): Promise<void> {
  const { read } = server;
  const bot = await userNamed(read, settings.bot_username);
  if (!bot) return;
  const rooms = await read.getLivechatReader().getLivechatOpenRoomsByAgentId(bot.id);
  for (const room of rooms.map(ourRoom)) {
    if (room) await rescueIfForgotten(server, settings, appUser, room, now);
  }
}

async function rescueIfForgotten(
  server: Server,
  settings: Known,
  appUser: IUser | undefined,
  room: ILivechatRoom,
  now: Date,
): Promise<void> {
  const deadline = now.getTime() - settings.rescue_seconds * 1000;
  const recent = await server.read
    .getRoomReader()
    .getMessages(room.id, { limit: LOOK_BACK, sort: { createdAt: 'desc' } });
  const waiting = firstUnanswered(recent, room, settings, appUser);
  if (!waiting || new Date(waiting.createdAt).getTime() > deadline) return;
  try {
    await rescue(server, settings, room, waiting);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    server.logger.error({ msg: 'a room could not be passed on', roomId: room.id, reason });
  }
}

/** The oldest visitor's message that nobody has answered; the room's newest message comes first. */
export function firstUnanswered(
  newestFirst: IMessageRaw[],
  room: ILivechatRoom,
  settings: Pick<Known, 'bridge_username'>,
  appUser: IUser | undefined,
): IMessageRaw | undefined {
  let waiting: IMessageRaw | undefined;
  for (const message of newestFirst) {
    if (message.sender._id === room.visitor.id) waiting = message;
    else if (isAnswer(message, settings.bridge_username, appUser)) break;
  }
  return waiting;
}

// The bridge user's notes begin with n-, its words to the customer with c-; what the server itself
// writes has a type.
function isAnswer(
  message: IMessageRaw & { type?: string },
  bridgeUsername: string,
  appUser: IUser | undefined,
): boolean {
  if (message.type || message.sender._id === appUser?.id) return false;
  return message.sender.username !== bridgeUsername || message.id.startsWith('c-');
}

async function rescue(
  server: Server,
  settings: Known,
  room: ILivechatRoom,
  waiting: IMessageRaw,
): Promise<void> {
  const department = await departmentFor(server.read, settings.default_department, room);
  const passed = (await server.modify
    .getUpdater()
    .getLivechatUpdater()
    .transferVisitor(room.visitor, {
      currentRoom: room,
      targetDepartment: department?.id,
    })) as boolean | undefined;
  if (!passed) throw new Error('the server did not pass the room on');
  await writeNote(server, settings, room, department?.name ?? department?.id ?? '');
  const after = ourRoom(await server.read.getRoomReader().getById(room.id)) ?? room;
  await tell(server.http, server.logger, settings, {
    event: 'rescued',
    id: `rescued:${room.id}:${waiting.id}`,
    ts: new Date().toISOString(),
    room: roomValue(after, settings.bot_username),
  });
}

// A room cannot be passed on to the department that it is in, and the engine knows no way back to the
// queue of all: then any other department with agents is better than silence.
async function departmentFor(
  read: IRead,
  nameOrId: string,
  room: ILivechatRoom,
): Promise<IDepartment | undefined> {
  const reader = read.getLivechatReader();
  const wanted = nameOrId ? await reader.getLivechatDepartmentByIdOrName(nameOrId) : undefined;
  if (wanted && wanted.id !== room.department?.id) return wanted;
  const all = await reader.getDepartmentsEnabledWithAgents();
  return all.find((department) => department.id !== room.department?.id);
}

async function writeNote(
  { modify, read }: Server,
  settings: Known,
  room: ILivechatRoom,
  department: string,
): Promise<void> {
  const bridge = await userNamed(read, settings.bridge_username);
  const note = modify
    .getCreator()
    .startMessage()
    .setRoom({ id: room.id } as ILivechatRoom)
    .setText(say('rescue_note', { department }));
  if (bridge) note.setSender(bridge);
  await modify.getCreator().finish(note);
}

async function userNamed(read: IRead, username: string): Promise<IUser | undefined> {
  if (!username) return undefined;
  return read.getUserReader().getByUsername(username);
}
