// Trouble on demand: each fault is used up `times` times (for ever without), the first that matches wins.
//   {"kind": "down", "seconds": 5}                      connections are cut without an answer
//   {"kind": "refuse", "match": "chat.sendMessage", "status": 500, "body": {...}, "after": false}
//   {"kind": "delay", "match": "livechat/", "milliseconds": 400}
//   {"kind": "drop-events", "match": "IPostMessageSent"} the app is not told
//   {"kind": "over-limit"}                               the licence's monthly contacts are used up
// `after: true` lets the call happen and spoils only its answer.

import { CodedError } from './errors.mjs';

export function createFaults(clock) {
  let faults = [];

  function add(fault) {
    const until = fault.seconds ? clock.now() + fault.seconds * 1000 : Infinity;
    faults.push({ ...fault, left: fault.times ?? Infinity, until });
  }

  function take(kinds, subject) {
    const now = clock.now();
    faults = faults.filter((fault) => fault.left > 0 && fault.until > now);
    const found = faults.find(
      (fault) => kinds.includes(fault.kind) && (!fault.match || subject.includes(fault.match)),
    );
    if (found) found.left -= 1;
    return found;
  }

  return {
    add,
    list: () => faults,
    clear: () => {
      faults = [];
    },
    /** The faults that strike a request, or undefined; costs nothing while there are none. */
    ofRequest: (url) =>
      faults.length ? { stop: take(['down', 'refuse'], url), delay: take(['delay'], url) } : undefined,
    /** Over the limit nobody but visitors speaks in livechat rooms, and no room changes hands. */
    mustBeWithinLimit: (room) => {
      if (room?.t === 'l' && faults.some(({ kind }) => kind === 'over-limit'))
        throw new CodedError('error-mac-limit-reached');
    },
    dropsEvent: (name) => faults.length > 0 && Boolean(take(['drop-events'], name)),
  };
}
