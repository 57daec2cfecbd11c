// The two ways in which the real server refuses, told apart because they read differently over REST.

/** A refusal with a code: `errorType` is the code and `error` the reason with the code in brackets. */
export class CodedError extends Error {
  constructor(code, reason, details) {
    super(reason ? `${reason} [${code}]` : `[${code}]`);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }
}

/** A refusal without a code: `error` is the bare word, as in `room-closed`. */
export class PlainError extends Error {}

/** An answer of the router's own, with its status and body as they go out. */
export class HttpError extends Error {
  constructor(status, body, headers = {}) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

export const unauthorized = () =>
  new HttpError(401, { status: 'error', message: 'You must be logged in to do this.' });

export const forbidden = (error = 'unauthorized') => new HttpError(403, { success: false, error });

export const notFound = (error = 'Resource not found') => new HttpError(404, { success: false, error });

/** An object is the answer's body itself; words are its `error`. */
export const failure = (error) =>
  new HttpError(400, { ...(typeof error === 'object' ? error : { error }), success: false });
