// The world's time: the machine's plus what `/_world/clock` has added. Timers follow it.

export function createClock() {
  let ahead = 0;
  const pending = new Set();

  const now = () => Date.now() + ahead;

  function arm(entry) {
    clearTimeout(entry.timer);
    // setTimeout overflows beyond 24.8 days; look again by then.
    const wait = Math.min(Math.max(0, entry.at - now()), 2 ** 31 - 1);
    entry.timer = setTimeout(() => (entry.at <= now() ? fire(entry) : arm(entry)), wait);
    entry.timer.unref();
  }

  function fire(entry) {
    pending.delete(entry);
    entry.action();
  }

  function schedule(at, action) {
    const entry = { at: Number(at), action, timer: undefined };
    pending.add(entry);
    arm(entry);
    return () => {
      clearTimeout(entry.timer);
      pending.delete(entry);
    };
  }

  function advance(milliseconds) {
    ahead += milliseconds;
    for (const entry of pending) arm(entry);
  }

  return { now, date: () => new Date(now()), schedule, advance, ahead: () => ahead };
}
