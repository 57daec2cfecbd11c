import { randomBytes } from 'node:crypto';

// The vendor's alphabet: no characters that people confuse.
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz';

export function randomId(length = 17) {
  const bytes = randomBytes(length);
  let id = '';
  for (const byte of bytes) id += ALPHABET[byte % ALPHABET.length];
  return id;
}

export const randomToken = () => randomBytes(32).toString('base64url').slice(0, 43);
