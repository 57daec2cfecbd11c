import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import type { Word } from '../words';
import type { Desk } from './desk';

/** What could not be done, in words for the person who asked for it. */
export class Trouble extends Error {
  public constructor(
    public readonly word: Word,
    public readonly values: Record<string, string> = {},
  ) {
    super(word);
  }
}

/** Do something for a person; what could not be done is said to them, where they are. */
export async function explained<T>(
  desk: Desk,
  room: IRoom | undefined,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (room) await desk.whisper(room, desk.word(error.word, error.values));
    return undefined;
  }
}
