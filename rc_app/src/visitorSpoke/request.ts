export interface IncomingFile {
  name: string;
  mime: string;
  base64: string;
  caption: string | null;
}

export interface SpokenBy {
  token: string;
  name: string;
  phone: string | null;
  username: string | null;
}

/** One thing a visitor said, as the brain hands it over. */
export interface VisitorMessage {
  wamid: string;
  visitor: SpokenBy;
  serve: 'bot' | 'people';
  department: string | null;
  text: string | null;
  file: IncomingFile | null;
}

export class InvalidRequest extends Error {}

/**
 * The engine passes a request through a pipe at a cost that grows with the square of its size, and does
 * nothing else meanwhile; after 30 seconds it gives up. Bigger files have to take another way.
 */
export class FileTooLarge extends Error {}

const LARGEST_FILE_BYTES = 5_000_000;

/** Check a body from the wire; what is wrong with it is named by field, never by content. */
export function asVisitorMessage(body: unknown): VisitorMessage {
  const from = fields(body, 'body');
  const message: VisitorMessage = {
    wamid: filled(from, 'wamid'),
    visitor: asVisitor(fields(from.visitor, 'visitor')),
    serve: asServe(from.serve),
    department: optional(from, 'department'),
    text: optional(from, 'text'),
    file: from.file === undefined || from.file === null ? null : asFile(fields(from.file, 'file')),
  };
  if (!message.text && !message.file) throw new InvalidRequest('text and file are both empty');
  return message;
}

function asVisitor(from: Record<string, unknown>): SpokenBy {
  const token = filled(from, 'token');
  if (!/^wa-[A-Za-z0-9-]+$/.test(token)) throw new InvalidRequest('token must be like wa-12');
  return {
    token,
    name: optional(from, 'name') ?? token,
    phone: optional(from, 'phone'),
    username: optional(from, 'username'),
  };
}

function asFile(from: Record<string, unknown>): IncomingFile {
  return {
    name: filled(from, 'name'),
    mime: filled(from, 'mime'),
    base64: small(filled(from, 'base64')),
    caption: optional(from, 'caption'),
  };
}

function small(base64: string): string {
  if (base64.length * 0.75 <= LARGEST_FILE_BYTES) return base64;
  throw new FileTooLarge(`a file may have ${LARGEST_FILE_BYTES} bytes`);
}

function asServe(value: unknown): 'bot' | 'people' {
  if (value === 'bot' || value === 'people') return value;
  throw new InvalidRequest('serve must be bot or people');
}

function fields(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new InvalidRequest(`${name} must be an object`);
}

function filled(from: Record<string, unknown>, name: string): string {
  const value = optional(from, name);
  if (value === null) throw new InvalidRequest(`${name} is missing`);
  return value;
}

function optional(from: Record<string, unknown>, name: string): string | null {
  const value = from[name];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new InvalidRequest(`${name} must be a text`);
  return value;
}
