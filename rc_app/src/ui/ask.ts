import type { IHttp } from '@rocket.chat/apps-engine/definition/accessors';
import type { Address } from '../events/brain';
import { sign } from '../signing';
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
  const body = JSON.stringify(question);
  const { status, data } = await post(http, address, body);
  if (status === 200) return (data as { answer: T }).answer;
  const code = (data as { error?: string } | null)?.error ?? '';
  throw new Trouble(REFUSALS[code] ?? 'ask_no_answer');
}

async function post(
  http: IHttp,
  address: Address,
  body: string,
): Promise<{ status: number; data: unknown }> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  try {
    const response = (await http.post(`${address.brain_url}/rocketchat/ask`, {
      content: body,
      timeout: TIMEOUT_MS,
      headers: {
        'Content-Type': 'application/json',
        'X-Bridge-Timestamp': timestamp,
        'X-Bridge-Signature': sign(address.bridge_secret, timestamp, body),
      },
    })) as { statusCode: number; data?: unknown } | undefined;
    return { status: response?.statusCode ?? 0, data: response?.data ?? null };
  } catch {
    return { status: 0, data: null };
  }
}
