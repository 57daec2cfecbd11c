import { readFileSync } from 'node:fs';

const NAMED = JSON.parse(readFileSync(new URL('../data/faults.json', import.meta.url), 'utf8'));

/** Errors on demand. A fault is { match, times, respond }; the first that matches is used. */
export class Faults {
  #faults = [];

  add({ match = {}, times = 1, respond }) {
    const response =
      respond !== null && typeof respond === 'object' ? respond : named(String(respond));
    if (!response)
      throw new Error(
        `no such fault: ${respond} (a code, fail-<code>, ${Object.keys(NAMED).join(', ')})`,
      );
    const fault = {
      match: typeof match === 'string' ? { path: match } : match,
      left: times ?? Infinity,
      respond: response,
    };
    this.#faults.push(fault);
    return fault;
  }

  /** What is to happen to this call { method, path, action, type, to }, or null. */
  take(call) {
    const fault = this.#faults.find(({ match, left }) => left > 0 && matches(match, call));
    if (!fault) return null;
    fault.left--;
    this.#faults = this.#faults.filter(({ left }) => left > 0);
    return fault.respond;
  }

  all() {
    return this.#faults;
  }

  clear() {
    this.#faults = [];
  }
}

/** "502", "timeout-after" …; any other number is Meta's code, and fail-131026 an accepted message that fails. */
function named(name) {
  if (NAMED[name]) return NAMED[name];
  const [, later, code] = /^(fail-)?(\d+)$/.exec(name) ?? [];
  if (!code) return null;
  return later ? { fail_later: Number(code) } : { error: Number(code) };
}

const matches = (match, call) =>
  Object.entries(match).every(([name, wanted]) =>
    name === 'path' ? call.path.includes(wanted) : String(call[name]) === String(wanted),
  );
