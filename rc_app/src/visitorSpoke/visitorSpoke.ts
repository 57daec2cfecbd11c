import type { ILivechatRoom, IVisitor } from '@rocket.chat/apps-engine/definition/livechat';
import type { Server } from '../engine';
import { personServing } from '../events/values';
import type { Heard, Stored } from '../heard';
import { OneAtATime } from '../oneAtATime';
import { passOn } from '../passOn';
import type { Settings } from '../settings';
import * as ledger from './ledger';
import { fileShown, saidBefore, type Said } from './lookInto';
import type { VisitorMessage } from './request';
import { openRoom, openRoomOf } from './room';
import { sayFile, sayText, wordsOf } from './say';
import { hasChanged, saveVisitor } from './visitor';

export type Reply = ledger.Answer & { repeated: boolean };

interface Place {
  roomId: string;
  visitor: IVisitor;
  opened: boolean;
}

/** Puts what visitors say into their rooms: once each, and into one open room a visitor. */
export class VisitorSpoke {
  private readonly queue = new OneAtATime();

  public constructor(
    private readonly settings: Settings,
    private readonly heard: Heard,
    private readonly appId: string,
  ) {}

  /** Two calls at once would open two rooms, so a visitor's messages go in one after the other. */
  public hear(server: Server, message: VisitorMessage): Promise<Reply> {
    return this.queue.run(message.visitor.token, () => this.hearOne(server, message));
  }

  /** Whether what this visitor says just now comes in by this door: the caller knows it already. */
  public isHearing(token: string): boolean {
    return this.queue.isRunning(token);
  }

  private async hearOne(server: Server, message: VisitorMessage): Promise<Reply> {
    const [known, open] = await Promise.all([
      ledger.find(server.read, message.wamid),
      openRoomOf(server.read, message.visitor.token),
    ]);
    if (known?.answer) return { ...known.answer, repeated: true };
    const said = known ? await saidBefore(server.read, known, message) : {};
    const whole = wordsOf(message) ? said.words : said.file;
    if (known && whole) return { ...(await this.settle(server, known, whole)), repeated: true };
    const place = await this.place(server, message, open);
    const entry = known ?? (await begin(server, message.wamid, place));
    const messageId = await say(server, message, place, said);
    return { ...(await this.settle(server, entry, messageId)), repeated: false };
  }

  private async place(
    server: Server,
    { visitor, serve, department }: VisitorMessage,
    open: ILivechatRoom | undefined,
  ): Promise<Place> {
    const { read, modify } = server;
    if (open) {
      const current = hasChanged(open.visitor, visitor)
        ? await saveVisitor(read, modify, visitor)
        : open.visitor;
      return { roomId: open.id, visitor: current, opened: false };
    }
    const { bot_username, default_department } = await this.settings.of(read);
    const target = department
      ? await read.getLivechatReader().getLivechatDepartmentByIdOrName(department)
      : undefined;
    const saved = await saveVisitor(read, modify, visitor, target?.id);
    const bot =
      serve === 'bot' ? await read.getUserReader().getByUsername(bot_username) : undefined;
    const room = await openRoom(modify, saved, bot, this.appId);
    // The server's own routing may have given it to the bot all the same.
    if (serve === 'people' && room.servedBy?.username === bot_username) {
      await passOn(read, modify, room, target?.id ?? default_department);
    }
    return { roomId: room.id, visitor: saved, opened: true };
  }

  /** Write down where the message stands. */
  private async settle(
    server: Server,
    entry: ledger.Entry,
    messageId: string,
  ): Promise<ledger.Answer> {
    const stored = (await this.heard.of(messageId)) ?? (await readBack(server, messageId));
    const { bot_username } = await this.settings.of(server.read);
    const answer: ledger.Answer = {
      roomId: stored.room.id,
      messageId,
      ts: stored.ts.toISOString(),
      // The server puts a message for a room closed a moment ago into a new one.
      opened: entry.opened || stored.room.id !== entry.roomId,
      servedBy: personServing(stored.room, bot_username),
      department: stored.room.department?.id ?? null,
    };
    // Nobody waits for this: should it fail, a repeat finds the message in the room.
    ledger.settle(server.persistence, { ...entry, answer }).catch(() => undefined);
    return answer;
  }
}

async function begin(server: Server, wamid: string, place: Place): Promise<ledger.Entry> {
  const entry: ledger.Entry = {
    wamid,
    roomId: place.roomId,
    visitorId: place.visitor.id ?? '',
    opened: place.opened,
    begunAt: new Date().toISOString(),
  };
  await ledger.begin(server.persistence, entry);
  return entry;
}

async function say(
  server: Server,
  message: VisitorMessage,
  { roomId, visitor }: Place,
  said: Said,
): Promise<string> {
  const words = wordsOf(message);
  if (message.file && !said.file) await sayFile(server, roomId, visitor, message.file);
  if (words) return sayText(server, roomId, visitor, words);
  const shown = message.file && (await fileShown(server.read, roomId, message.file.name));
  if (!shown) throw new Error('the server did not show the file in the room');
  return shown;
}

async function readBack(server: Server, messageId: string): Promise<Stored> {
  const message = await server.read.getMessageReader().getById(messageId);
  if (!message?.createdAt) throw new Error('the server does not know the message it stored');
  return {
    id: messageId,
    ts: new Date(message.createdAt),
    room: message.room as ILivechatRoom,
  };
}
