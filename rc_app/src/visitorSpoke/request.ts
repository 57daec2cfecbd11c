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
    base64: filled(from, 'base64'),
    caption: optional(from, 'caption'),
  };
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
