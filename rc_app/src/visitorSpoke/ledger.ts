import type { IPersistence, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import {
  RocketChatAssociationModel as Model,
  RocketChatAssociationRecord as Association,
} from '@rocket.chat/apps-engine/definition/metadata';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 8;
const SWEPT_DAYS = 7;

/** What is known of one wamid: begun, and answered once it stood in the room. */
export interface Entry {
  wamid: string;
  roomId: string;
  visitorId: string;
  /** Whether this message found no open room and opened this one. */
  opened: boolean;
  begunAt: string;
  /** Missing while it is pending. */
  answer?: Answer;
}

export interface Answer {
  roomId: string;
  messageId: string;
  ts: string;
  opened: boolean;
  servedBy: { id: string; username: string; isBot: boolean } | null;
  department: string | null;
}

export async function find(read: IRead, wamid: string): Promise<Entry | undefined> {
  const found = await read.getPersistenceReader().readByAssociation(ofMessage(wamid));
  const entries = found as Entry[];
  return entries.find((entry) => entry.answer) ?? entries[0];
}

export async function begin(persistence: IPersistence, entry: Entry): Promise<void> {
  await persistence.createWithAssociations(entry, [
    ofMessage(entry.wamid),
    new Association(Model.ROOM, entry.roomId),
    ofDay(new Date(entry.begunAt)),
  ]);
}

export async function settle(persistence: IPersistence, entry: Entry): Promise<void> {
  await persistence.updateByAssociation(ofMessage(entry.wamid), entry);
}

/** The messages of a room that already stand for some wamid. */
export async function claimed(read: IRead, roomId: string): Promise<Set<string>> {
  const found = await read
    .getPersistenceReader()
    .readByAssociation(new Association(Model.ROOM, roomId));
  const ids = (found as Entry[]).map((entry) => entry.answer?.messageId);
  return new Set(ids.filter((id) => id !== undefined));
}

/** Forget entries that nobody will repeat any more: Meta and the brain give up within a week. */
export async function sweep(persistence: IPersistence, now: Date): Promise<void> {
  for (let age = KEPT_DAYS; age < KEPT_DAYS + SWEPT_DAYS; age++) {
    await persistence.removeByAssociation(ofDay(new Date(now.getTime() - age * DAY_MS)));
  }
}

function ofMessage(wamid: string): Association {
  return new Association(Model.MISC, `wamid:${wamid}`);
}

function ofDay(day: Date): Association {
  return new Association(Model.MISC, `day:${day.toISOString().slice(0, 10)}`);
}
