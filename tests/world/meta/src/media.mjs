import { createHash, randomBytes, randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { GraphError } from './errors.mjs';

const KINDS = JSON.parse(
  readFileSync(new URL('../data/media_kinds.json', import.meta.url), 'utf8'),
);
const DAY = 86_400_000;
const LIFE = { customer: 7 * DAY, business: 30 * DAY };
const URL_LIFE = 300_000;

export const LARGEST_FILE = Math.max(...Object.values(KINDS).map((kind) => kind.max_bytes));
export const baseMime = (mime) => mime.split(';')[0].trim().toLowerCase();
export const kindOfMime = (mime) =>
  Object.keys(KINDS).find((kind) => KINDS[kind].mimes.includes(baseMime(mime)));

/** May a file be sent as such a kind of message? A wrong one fails later, by status (131053). */
export const fits = (file, kind) =>
  KINDS[kind].mimes.includes(baseMime(file.mime)) && file.bytes.length <= KINDS[kind].max_bytes;

/** The files on Meta's servers: customers' for 7 days, the business' for 30, each url for 5 minutes. */
export class MediaShelf {
  #files = new Map();
  #clock;
  #origin;

  constructor(clock, origin) {
    this.#clock = clock;
    this.#origin = origin;
  }

  /** Keep what a customer sent; nothing is checked, as WhatsApp has done that. */
  keep(bytes, { mime, filename = null, from = 'customer' }) {
    const file = {
      id: String(randomInt(10 ** 14, 2 * 10 ** 14)),
      bytes,
      mime,
      filename,
      sha256: createHash('sha256').update(bytes).digest(),
      gone: this.#clock.now() + LIFE[from],
      links: new Map(),
    };
    this.#files.set(file.id, file);
    return file;
  }

  /** Keep what the business uploads, if it is of a type and size that WhatsApp takes. */
  upload(bytes, { mime, filename }) {
    const kind = kindOfMime(mime);
    if (!kind) {
      const types = Object.values(KINDS)
        .flatMap((known) => known.mimes)
        .join(', ');
      throw new GraphError(100, {
        details: `Param file must be a file with one of the following types: ${types}. Received file of type '${mime}'.`,
      });
    }
    const limit = KINDS[kind].max_bytes;
    if (bytes.length > limit) {
      throw new GraphError(100, {
        details: `Media file size too big. Max file size we currently support: ${limit} bytes.`,
      });
    }
    if (bytes.length === 0) throw new GraphError(100, { details: 'Param file must not be empty.' });
    return this.keep(bytes, { mime, filename, from: 'business' });
  }

  find(id) {
    const file = this.#files.get(String(id));
    return file && file.gone > this.#clock.now() ? file : null;
  }

  remove(id) {
    return this.#files.delete(String(id));
  }

  /** The first hop: a short-lived address of the file. */
  link(file, source = 'getMedia') {
    const hash = randomBytes(12).toString('base64url');
    const expires = this.#clock.now() + URL_LIFE;
    file.links.set(hash, expires);
    const query = new URLSearchParams({
      mid: file.id,
      source,
      ext: String(Math.floor(expires / 1000)),
      hash,
    });
    return `${this.#origin()}/whatsapp_business/attachments/?${query}`;
  }

  /** The second hop; null once the address or the file is too old. */
  followed({ mid, hash }) {
    const file = this.find(mid);
    return file && (file.links.get(hash) ?? 0) > this.#clock.now() ? file : null;
  }

  reset() {
    this.#files.clear();
  }
}
