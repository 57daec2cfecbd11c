import type { IHttp } from '@rocket.chat/apps-engine/definition/accessors';
import { post, type Address } from '../brain';
import type { Word } from '../words';
import { Trouble } from './trouble';

// A client lets go of a form that does not open within five seconds.
const TIMEOUT_MS = 4000;

export interface Asker {
  id: string;
  username: string;
  roles: string[];
}

export interface Question {
  ask: 'summary' | 'ticket-form' | 'templates' | 'decision' | 'mark-error';
  room: string;
  user: Asker;
  message?: string;
  decision?: number;
  note?: string;
}

const REFUSALS: Record<string, Word> = {
  'not-allowed': 'ask_not_allowed',
  'not-found': 'ask_not_found',
  'no-decision': 'decision_none',
  'templates-away': 'templates_away',
};

/**
 * Ask the brain for something to show; nothing changes by that, but for a mark.
 *
 * @throws Trouble where it does not answer, or refuses.
 */
export async function ask<T>(http: IHttp, address: Address, question: Question): Promise<T> {
  const { status, data } = await post(http, address, '/rocketchat/ask', question, TIMEOUT_MS);
  if (status === 200) return (data as { answer: T }).answer;
  const code = (data as { error?: string } | null)?.error ?? '';
  throw new Trouble(REFUSALS[code] ?? 'ask_no_answer');
}
