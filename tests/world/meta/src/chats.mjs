const ORDER = ['accepted', 'sent', 'delivered', 'read', 'played'];

/** What stands on each customer's phone, both directions, in the order in which it appeared. */
export class Chats {
  #byCustomer = new Map();
  #byWamid = new Map();
  #seq = 0;
  #live;
  #clock;

  constructor(clock, live) {
    this.#clock = clock;
    this.#live = live;
  }

  add(customer, message) {
    const at = message.at_ms ?? this.#clock.now();
    const record = {
      seq: ++this.#seq,
      customer: customer.id,
      ...message,
      at_ms: at,
      at: new Date(at).toISOString(),
    };
    if (!this.#byCustomer.has(customer.id)) this.#byCustomer.set(customer.id, []);
    this.#byCustomer.get(customer.id).push(record);
    this.#byWamid.set(record.wamid, record);
    this.#live.tell('message', record);
    return record;
  }

  of(customer) {
    return this.#byCustomer.get(customer.id) ?? [];
  }

  all() {
    return [...this.#byCustomer.values()].flat().sort((a, b) => a.seq - b.seq);
  }

  find(wamid) {
    return this.#byWamid.get(wamid) ?? null;
  }

  /** Statuses only go forward; false where there was nothing to change. */
  advance(record, status) {
    if (record.status === 'failed' || ORDER.indexOf(record.status) >= ORDER.indexOf(status))
      return false;
    this.change(record, { status });
    return true;
  }

  change(record, changes) {
    Object.assign(record, changes);
    this.#live.tell('status', { customer: record.customer, wamid: record.wamid, ...changes });
  }

  reset() {
    this.#byCustomer.clear();
    this.#byWamid.clear();
  }
}
