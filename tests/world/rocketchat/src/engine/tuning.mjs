// Three habits of the engine that would cost the world most of its processor time or spoil its log.
// Its files stay as they are; what it says and does stays the same.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const util = require('node:util');
const { ProcessMessenger } = require('@rocket.chat/apps-engine/server/runtime/deno/ProcessMessenger');

let tuned = false;

export function tuneEngine(log) {
  if (tuned) return;
  tuned = true;
  formatOnlyWhatIsRead();
  sendTogether();
  failInOneLine(log);
}

/** It formats every message for a debug log before it asks whether anybody reads that log. */
function formatOnlyWhatIsRead() {
  if (process.env.DEBUG) return;
  const { inspect } = util;
  const isForDebugLog = (options) =>
    options?.depth === 10 && options.compact === true && options.breakLength === Infinity;
  const inspectWhenRead = (value, options, ...rest) =>
    isForDebugLog(options) ? '' : inspect(value, options, ...rest);
  util.inspect = Object.setPrototypeOf(inspectWhenRead, inspect);
}

/** It wakes the app's process for every message; those of one turn of the event loop go in one write. */
function sendTogether() {
  ProcessMessenger.prototype.strategySend = function strategySend(message) {
    const { stdin } = this.deno;
    // A runtime that has died is started anew by the engine; what was on its way to it is lost.
    if (stdin.listenerCount('error') === 0) stdin.on('error', () => {});
    if (!stdin.writableCorked) {
      stdin.cork();
      setImmediate(() => stdin.uncork());
    }
    stdin.write(this.encoder.encode(message));
  };
}

/** It prints a failed call with the whole log of it, messages included. */
function failInOneLine(log) {
  const { error } = console;
  console.error = (first, ...rest) => {
    if (typeof first !== 'string' || !first.startsWith('JSON-RPC error')) return error(first, ...rest);
    const { data, message } = rest[0] ?? {};
    return log.warn(
      `app ${data?.logs?.appId ?? ''} ${data?.logs?.method ?? ''}: ${data?.message ?? message}`,
    );
  };
}
