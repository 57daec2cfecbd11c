import { statusError } from './errors.mjs';
import { status, statusValue } from './shapes.mjs';

const STEPS = ['sent', 'delivered', 'read', 'played'];

/** What becomes of an accepted message, told to the business by status webhooks. */
export class Reports {
  #world;

  constructor(world) {
    this.#world = world;
  }

  /** Sent and delivered in their time. */
  deliver(customer, record) {
    const { clock, rules } = this.#world;
    clock.later(rules.sent_after_ms, () => this.reach(customer, record, 'sent'));
    clock.later(rules.delivered_after_ms, () => this.reach(customer, record, 'delivered'));
  }

  fail(customer, record, code) {
    const { clock, rules, chats } = this.#world;
    clock.later(rules.sent_after_ms, () => {
      const errors = [statusError(code)];
      chats.change(record, { status: 'failed', errors });
      this.#tell(customer, record, 'failed', errors);
    });
  }

  /** The customer has the chat open: everything of the business is read. */
  readAll(customer) {
    const unread = this.#world.chats
      .of(customer)
      .filter(
        (record) =>
          record.from === 'business' &&
          ['accepted', 'sent', 'delivered'].includes(record.status) &&
          !record.fate,
      );
    for (const record of unread) this.reach(customer, record, 'read');
    return unread.length;
  }

  /** Report every step up to `name` that was not reported yet. */
  reach(customer, record, name) {
    for (const step of STEPS.slice(0, STEPS.indexOf(name) + 1)) {
      if (this.#world.chats.advance(record, step)) this.#tell(customer, record, step);
    }
  }

  #tell(customer, record, name, errors) {
    const { settings, clock, rules, webhooks } = this.#world;
    if (!rules.statuses) return;
    const report = status(customer, record, name, clock.now(), errors);
    webhooks.post({
      values: [statusValue(settings, customer, report)],
      kind: 'status',
      wamids: [record.wamid],
    });
  }
}
