// Trouble on demand: each fault is used up `times` times (for ever without), the first that matches wins.
//   {"kind": "down", "seconds": 5}                      connections are cut without an answer
//   {"kind": "refuse", "match": "chat.sendMessage", "status": 500, "body": {...}, "after": false}
//   {"kind": "delay", "match": "livechat/", "milliseconds": 400}
//   {"kind": "drop-events", "match": "IPostMessageSent"} the app is not told
// `after: true` lets the call happen and spoils only its answer.

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
    dropsEvent: (name) => faults.length > 0 && Boolean(take(['drop-events'], name)),
  };
}
