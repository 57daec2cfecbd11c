/** The world's time: the machine's, plus what a test has added to it. What is due moves with it. */
export class Clock {
  #offset = 0;
  #waiting = new Set();

  now() {
    return Date.now() + this.#offset;
  }

  advance(ms) {
    this.#offset += ms;
    for (const wait of this.#waiting) this.#arm(wait);
  }

  /** Call `action` in `ms` of world time; returns what `cancel` takes. */
  later(ms, action) {
    const wait = { due: this.now() + ms, action, timer: null };
    this.#waiting.add(wait);
    this.#arm(wait);
    return wait;
  }

  cancel(wait) {
    clearTimeout(wait.timer);
    this.#waiting.delete(wait);
  }

  reset() {
    for (const wait of this.#waiting) clearTimeout(wait.timer);
    this.#waiting.clear();
    this.#offset = 0;
  }

  #arm(wait) {
    clearTimeout(wait.timer);
    const left = Math.max(0, wait.due - this.now());
    // setTimeout overflows above 2^31 ms and would fire at once: look again after a day.
    const pause = Math.min(left, 86_400_000);
    wait.timer = setTimeout(
      () => (wait.due > this.now() ? this.#arm(wait) : this.#run(wait)),
      pause,
    );
  }

  #run(wait) {
    this.#waiting.delete(wait);
    wait.action();
  }
}
