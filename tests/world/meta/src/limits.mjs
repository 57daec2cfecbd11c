const DAY = 86_400_000;
const PAIR_PERIOD = 6_000;
const PAIR_BURST = 45;

/** Free-form messages are for 24 hours after the customer's last one. */
export const windowIsOpen = (customer, now) => now - customer.lastSaidAt < DAY;

/** One message each 6 seconds to one customer, with 45 borrowed from the future. */
export class PairLimit {
  #paidUntil = new Map();

  allows(customer, now) {
    const start = Math.max(this.#paidUntil.get(customer.id) ?? 0, now);
    if (start - now > (PAIR_BURST - 1) * PAIR_PERIOD) return false;
    this.#paidUntil.set(customer.id, start + PAIR_PERIOD);
    return true;
  }

  reset() {
    this.#paidUntil.clear();
  }
}

/** So many messages in any one second. */
export class Throughput {
  #recent = [];

  allows(limit, now) {
    if (limit === null) return true;
    while (this.#recent.length && this.#recent[0] <= now - 1000) this.#recent.shift();
    if (this.#recent.length >= limit) return false;
    this.#recent.push(now);
    return true;
  }

  reset() {
    this.#recent = [];
  }
}
