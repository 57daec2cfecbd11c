import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const TABLE = JSON.parse(readFileSync(new URL('../data/errors.json', import.meta.url), 'utf8'));

/** A refusal by the Graph API: an HTTP status and Meta's error body. */
export class GraphError extends Error {
  constructor(code, { details, title, http, subcode, type = 'OAuthException' } = {}) {
    const known = TABLE[code] ?? { http: 400, title: 'Unknown error' };
    super(title ?? known.title);
    this.http = http ?? known.http;
    this.body = { error: errorBody(code, known, { details, title, subcode, type }) };
  }
}

function errorBody(code, known, { details, title, subcode, type }) {
  return {
    message: known.bare || title ? (title ?? known.title) : `(#${code}) ${known.title}`,
    type,
    code,
    ...(known.transient && { is_transient: true }),
    ...(subcode && { error_subcode: subcode }),
    ...(!known.bare &&
      !subcode && {
        error_data: { messaging_product: 'whatsapp', details: details ?? known.details },
      }),
    fbtrace_id: `A${randomBytes(11).toString('base64url').replace(/[-_]/g, 'x')}`,
  };
}

export const unknownObject = (id, method) =>
  new GraphError(100, {
    title:
      `Unsupported ${method.toLowerCase()} request. Object with ID '${id}' does not exist, cannot be loaded due to ` +
      'missing permissions, or does not support this operation. Please read the Graph API documentation at ' +
      'https://developers.facebook.com/docs/graph-api',
    subcode: 33,
    type: 'GraphMethodException',
  });

/** The entry of a failed status' `errors`. */
export function statusError(code) {
  const known = TABLE[code] ?? TABLE[131000];
  return {
    code,
    title: known.title,
    message: known.title,
    error_data: { details: known.details ?? known.title },
    href: 'https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/',
  };
}
