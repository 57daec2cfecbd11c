import type { IHttp } from '@rocket.chat/apps-engine/definition/accessors';
import { sign } from './signing';

export interface Address {
  brain_url: string;
  bridge_secret: string;
}

/** The brain's answer: an HTTP status, or 0 where there was none. */
export interface Answered {
  status: number;
  data: unknown;
}

/** Send something to the brain, signed. */
export async function post(
  http: IHttp,
  address: Address,
  path: string,
  value: unknown,
  timeout: number,
): Promise<Answered> {
  const content = JSON.stringify(value);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'Content-Type': 'application/json',
    'X-Bridge-Timestamp': timestamp,
    'X-Bridge-Signature': sign(address.bridge_secret, timestamp, content),
  };
  try {
    const url = `${address.brain_url}${path}`;
    const response = (await http.post(url, { content, timeout, headers })) as
      { statusCode: number; data?: unknown } | undefined;
    return { status: response?.statusCode ?? 0, data: response?.data ?? null };
  } catch {
    return { status: 0, data: null };
  }
}
