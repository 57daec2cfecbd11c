import { randomBytes } from 'node:crypto';

/** A message id as WhatsApp makes them: base64 over the number's digits and twenty random hex digits. */
export function newWamid(peer) {
  const name = Buffer.from(peer.slice(0, 40));
  const random = Buffer.from(randomBytes(10).toString('hex').toUpperCase());
  const bytes = [Buffer.from([0x1c, 0x18, name.length]), name, TAG, random, Buffer.from([0])];
  return `wamid.${Buffer.concat(bytes).toString('base64')}`;
}

const TAG = Buffer.from([0x15, 0x02, 0x00, 0x12, 0x18, 0x14]);
