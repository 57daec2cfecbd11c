import { randomInt } from 'node:crypto';

/** The people with a phone. Found by our id, phone, business-scoped user id or username. */
export class Customers {
  #all = new Map();
  #next = 1;
  #known = new Map();

  add({ phone = null, user_id: userId, username = null, name = '', legacy = false }) {
    const customer = {
      id: `c${this.#next++}`,
      name: name || username || phone || 'Cliente',
      phone: phone && digits(phone),
      userId: legacy ? null : userId || newUserId(),
      username,
      lastSaidAt: 0,
    };
    if (!customer.phone && !customer.userId)
      throw new Error('a customer needs a phone or a user_id');
    for (const key of keysOf(customer)) {
      if (this.#known.has(key)) throw new Error(`there is already a customer ${key}`);
    }
    this.#all.set(customer.id, customer);
    this.#index(customer);
    return customer;
  }

  all() {
    return [...this.#all.values()];
  }

  find(reference) {
    return this.#known.get(String(reference)) ?? this.#known.get(digits(String(reference))) ?? null;
  }

  byPhone(number) {
    const customer = this.#known.get(digits(number));
    return customer?.phone === digits(number) ? customer : null;
  }

  byUserId(userId) {
    const customer = this.#known.get(userId);
    return customer?.userId === userId ? customer : null;
  }

  /** A new number means a new user id too; returns what it was before. */
  changeNumber(customer, phone, userId = newUserId()) {
    const before = { phone: customer.phone, userId: customer.userId };
    for (const key of keysOf(customer)) this.#known.delete(key);
    customer.phone = phone ? digits(phone) : null;
    customer.userId = userId;
    this.#index(customer);
    return before;
  }

  reset() {
    this.#all.clear();
    this.#known.clear();
    this.#next = 1;
  }

  #index(customer) {
    for (const key of keysOf(customer)) this.#known.set(key, customer);
  }
}

const digits = (text) => text.replace(/\D/g, '') || null;

const keysOf = (customer) =>
  [customer.id, customer.phone, customer.userId, customer.username].filter(Boolean);

function newUserId() {
  const part = () => String(randomInt(10 ** 10)).padStart(10, '0');
  return `DO.${part()}${part()}`;
}
