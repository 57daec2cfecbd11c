import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import english from '../i18n/en.json';
import spanish from '../i18n/es.json';

export type Word = keyof typeof spanish;

/** Whether there are words under a key that was put together. */
export function isWord(key: string): key is Word {
  return key in spanish;
}

/** What people read, in Spanish unless the reader's own language is English. */
export function say(word: Word, values: Record<string, string> = {}, reader?: IUser): string {
  const words: Record<Word, string> = speaksEnglish(reader) ? english : spanish;
  return words[word].replace(/\{(\w+)\}/g, (hole, name: string) => values[name] ?? hole);
}

function speaksEnglish(reader?: IUser): boolean {
  return reader?.settings?.preferences?.language?.startsWith('en') ?? false;
}
