import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessageRaw } from '@rocket.chat/apps-engine/definition/messages';
import * as ledger from './ledger';
import type { VisitorMessage } from './request';
import { wordsOf } from './say';

const LOOK_BACK = 100;
// A message's time is the server's, an entry's is ours.
const CLOCK_SLACK_MS = 10_000;

/** Which parts of a message stand in the room already, by message id. */
export interface Said {
  file?: string;
  words?: string;
}

/** What somebody who then fell silent had said for an entry: nothing, the file, or all of it. */
export async function saidBefore(
  read: IRead,
  entry: ledger.Entry,
  message: VisitorMessage,
): Promise<Said> {
  const [recent, claimed] = await Promise.all([
    recentMessages(read, entry.roomId),
    ledger.claimed(read, entry.roomId),
  ]);
  return {
    file: message.file ? fileIn(recent, message.file.name) : undefined,
    words: wordsIn(recent, claimed, entry, wordsOf(message)),
  };
}

/** The message that shows a file. Its name carries the wamid, so it is never another one's. */
export async function fileShown(
  read: IRead,
  roomId: string,
  name: string,
): Promise<string | undefined> {
  return fileIn(await recentMessages(read, roomId), name);
}

function fileIn(messages: IMessageRaw[], name: string): string | undefined {
  const shows = (message: IMessageRaw): boolean =>
    message.file?.name === name ||
    (message.attachments ?? []).some((attachment) => attachment.title?.value === name);
  return messages.find(shows)?.id;
}

// Of several equal texts the lost one is the oldest that is this visitor's, not older than the
// entry, and stands for no other wamid; the room's newest message comes first.
function wordsIn(
  messages: IMessageRaw[],
  claimed: Set<string>,
  entry: ledger.Entry,
  words: string | null,
): string | undefined {
  const since = new Date(entry.begunAt).getTime() - CLOCK_SLACK_MS;
  const left = messages.filter(
    (message) =>
      message.text === words &&
      message.sender._id === entry.visitorId &&
      new Date(message.createdAt).getTime() >= since &&
      !claimed.has(message.id),
  );
  return left.at(-1)?.id;
}

function recentMessages(read: IRead, roomId: string): Promise<IMessageRaw[]> {
  return read
    .getRoomReader()
    .getMessages(roomId, { limit: LOOK_BACK, sort: { createdAt: 'desc' } });
}
