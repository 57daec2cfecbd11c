import { createHmac, timingSafeEqual } from 'crypto';

const TOLERANCE_SECONDS = 300;

export type Verdict = 'valid' | 'missing' | 'stale' | 'wrong' | 'not-configured';

export function sign(secret: string, timestamp: string, text: string): string {
  return 'sha256=' + createHmac('sha256', secret).update(`${timestamp}.${text}`).digest('hex');
}

/** Judge a signed text by its headers (names in lower case, as the server hands them over). */
export function verify(
  secret: string,
  headers: Record<string, string>,
  text: string,
  now: Date,
): Verdict {
  // An empty secret would make every forger's signature a valid one.
  if (!secret) return 'not-configured';
  const timestamp = headers['x-bridge-timestamp'];
  const signature = headers['x-bridge-signature'];
  if (!timestamp || !signature) return 'missing';
  if (!(Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS)) return 'stale';
  return same(signature, sign(secret, timestamp, text)) ? 'valid' : 'wrong';
}

function same(given: string, expected: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(expected);
  return left.length === right.length && timingSafeEqual(left, right);
}
