import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type { IMessage, IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { isAnswer, type AnsweredRooms } from './answers';
import type { Server } from './engine';
import type { Address } from './brain';
import { tell } from './events/telling';
import { roomValue } from './events/values';
import { ourRoom } from './people';
import { passOn } from './passOn';
import { say } from './words';

const LOOK_BACK = 30;

export interface RescueSettings extends Address {
  bot_username: string;
  bridge_username: string;
  default_department: string;
  rescue_seconds: number;
}

/**
 * Passes rooms of the bot on to people where a customer has waited too long. Who waits is read from
 * the rooms each time, so it is not forgotten when the app or the server starts anew.
 */
export class Rescue {
  private readonly complained = new Set<string>();

  public constructor(private readonly answered: AnsweredRooms) {}

  public async look(server: Server, settings: RescueSettings, now: Date): Promise<void> {
    const bot = await userNamed(server.read, settings.bot_username);
    if (!bot) return;
    const rooms = await server.read.getLivechatReader().getLivechatOpenRoomsByAgentId(bot.id);
    for (const room of rooms.map(ourRoom)) {
      if (!room || this.answered.knows(room.id, room.lastModifiedAt)) continue;
      await this.lookInto(server, settings, room, now);
    }
  }

  private async lookInto(
    server: Server,
    settings: RescueSettings,
    room: ILivechatRoom,
    now: Date,
  ): Promise<void> {
    const deadline = now.getTime() - settings.rescue_seconds * 1000;
    const recent = await server.read
      .getRoomReader()
      .getMessages(room.id, { limit: LOOK_BACK, sort: { createdAt: 'desc' } });
    const waiting = firstUnanswered(recent, room, settings.bridge_username);
    if (!waiting || new Date(waiting.createdAt).getTime() > deadline) return;
    try {
      await rescue(server, settings, room, waiting);
    } catch (error) {
      this.complain(server, waiting, room, error);
    }
  }

  // It is tried again with every look; saying so once is enough.
  private complain(
    server: Server,
    waiting: IMessageRaw,
    room: ILivechatRoom,
    error: unknown,
  ): void {
    if (this.complained.has(waiting.id)) return;
    this.complained.add(waiting.id);
    const reason = error instanceof Error ? error.message : 'unknown';
    server.logger.error({ msg: 'a room could not be passed on', roomId: room.id, reason });
  }
}

/** The oldest visitor's message that nobody has answered; the room's newest message comes first. */
function firstUnanswered(
  newestFirst: (IMessageRaw & { type?: string })[],
  room: ILivechatRoom,
  bridgeUsername: string,
): IMessageRaw | undefined {
  let waiting: IMessageRaw | undefined;
  for (const message of newestFirst) {
    const { id, type, sender } = message;
    if (type) continue;
    if (sender._id === room.visitor.id) waiting = message;
    else if (isAnswer({ id, username: sender.username }, bridgeUsername)) break;
  }
  return waiting;
}

async function rescue(
  server: Server,
  settings: RescueSettings,
  room: ILivechatRoom,
  waiting: IMessageRaw,
): Promise<void> {
  const { default_department } = settings;
  const { name, id } = await passOn(server.read, server.modify, room, default_department);
  await writeNote(server, settings.bridge_username, room, waiting, name ?? id);
  const after = ourRoom(await server.read.getRoomReader().getById(room.id)) ?? room;
  await tell(server.http, server.logger, settings, {
    event: 'rescued',
    id: `rescued:${room.id}:${waiting.id}`,
    ts: new Date().toISOString(),
    room: roomValue(after, settings.bot_username),
  });
}

async function writeNote(
  { modify, read, logger }: Server,
  bridgeUsername: string,
  room: ILivechatRoom,
  waiting: IMessageRaw,
  department: string,
): Promise<void> {
  const bridge = await userNamed(read, bridgeUsername);
  const note = modify
    .getCreator()
    .startMessage(withId(`n-rescued-${waiting.id}`))
    .setRoom(room)
    .setText(say('rescue_note', { department }));
  if (bridge) note.setSender(bridge);
  try {
    await modify.getCreator().finish(note);
  } catch {
    logger.warn({ msg: 'a rescued room got no note', roomId: room.id });
  }
}

// Builders take no id; what the engine does not know of a message reaches the server like this. An id in
// `n-` keeps the note from the customer.
function withId(_id: string): IMessage {
  return { _unmappedProperties_: { _id } } as unknown as IMessage;
}

async function userNamed(read: IRead, username: string): Promise<IUser | undefined> {
  return username ? read.getUserReader().getByUsername(username) : undefined;
}
