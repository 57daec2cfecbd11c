import { GraphError, unknownObject } from './errors.mjs';
import { windowIsOpen } from './limits.mjs';
import { fits } from './media.mjs';
import { checkMessage, checkRead } from './validation.mjs';
import { shown } from './shown.mjs';
import { newWamid } from './wamid.mjs';

const USER_ID = /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/;
const TYPING_LASTS = 25_000;
const FILES = ['image', 'video', 'audio', 'document', 'sticker'];

/** What the business sends: checked, judged by the rules, and put on the customer's phone. */
export class Accepting {
  #world;

  constructor(world) {
    this.#world = world;
  }

  /** POST /{phone_id}/messages. `fault` may say that this one is lost or fails later. */
  message(body, fault) {
    if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new GraphError(100);
    if (body.status !== undefined) return this.#read(body);
    const kind = checkMessage(body);
    const { customer, lost } = this.#addressee(body);
    if (customer) this.#obeyLimits(customer, kind);
    const what = shown(kind, body, this.#world);
    const wamid = newWamid(customer?.phone ?? customer?.userId ?? body.to ?? body.recipient);
    if (customer && !fault?.drop) this.#place(customer, { wamid, kind, body, what, fault });
    else this.#missed({ wamid, body, lost: lost || fault?.drop });
    return accepted(body, customer, wamid);
  }

  /** `to` is a number; a business-scoped id belongs in `recipient`, and is dropped without a word in `to`. */
  #addressee({ to, recipient }) {
    const { customers } = this.#world;
    if (to && USER_ID.test(to)) return { customer: null, lost: true };
    if (to && !/\d/.test(to))
      throw new GraphError(131009, { details: 'Param to is not a valid phone number.' });
    return { customer: to ? customers.byPhone(to) : customers.byUserId(recipient), lost: false };
  }

  #obeyLimits(customer, kind) {
    const { clock, rules, pairLimit, throughput } = this.#world;
    if (!throughput.allows(rules.throughput, clock.now())) throw new GraphError(130429);
    const closed = kind !== 'template' && !windowIsOpen(customer, clock.now());
    if (closed && rules.window === 'refuse') throw new GraphError(131047);
    if (rules.pair && !pairLimit.allows(customer, clock.now())) throw new GraphError(131056);
  }

  #place(customer, { wamid, kind, body, what, fault }) {
    const { chats, reports, live } = this.#world;
    const fate = fault?.fail_later ?? this.#fate(customer, kind, body);
    const record = chats.add(customer, {
      wamid,
      from: 'business',
      type: kind,
      status: 'accepted',
      tracker: body.biz_opaque_callback_data ?? null,
      reply_to: body.context?.message_id ?? null,
      ...(fate && { fate }),
      ...what,
      body: body[kind],
    });
    live.tell('typing', { customer: customer.id, on: false });
    if (fate) reports.fail(customer, record, fate);
    else reports.deliver(customer, record);
  }

  /** The error by which an accepted message fails later, or null. */
  #fate(customer, kind, body) {
    const { clock, rules, media } = this.#world;
    const free = kind !== 'template';
    if (free && rules.window === 'status' && !windowIsOpen(customer, clock.now())) return 131047;
    const file = FILES.includes(kind) && body[kind].id ? media.find(body[kind].id) : null;
    return file && !fits(file, kind) ? 131053 : null;
  }

  /** Nobody has this phone: 131026 by status, or nothing at all where Meta drops it. */
  #missed({ wamid, body, lost }) {
    const { reports, chats, counts } = this.#world;
    if (lost) return void counts.dropped++;
    const nobody = body.to
      ? { id: 'nobody', name: '', phone: body.to.replace(/\D/g, ''), userId: null }
      : { id: 'nobody', name: '', phone: null, userId: body.recipient };
    const record = chats.add(nobody, {
      wamid,
      from: 'business',
      type: body.type ?? 'text',
      status: 'accepted',
      tracker: body.biz_opaque_callback_data ?? null,
      fate: 131026,
    });
    reports.fail(nobody, record, 131026);
  }

  /** A read receipt turns the ticks of this message and the earlier ones blue; it may also show "typing". */
  #read(body) {
    checkRead(body);
    const { chats, customers, live, clock } = this.#world;
    const record = chats.find(body.message_id);
    if (!record || record.from !== 'customer') throw unknownObject(body.message_id, 'POST');
    const customer = customers.find(record.customer);
    for (const earlier of chats.of(customer)) {
      if (earlier.from === 'customer' && earlier.seq <= record.seq) chats.advance(earlier, 'read');
    }
    if (body.typing_indicator) {
      live.tell('typing', {
        customer: customer.id,
        on: true,
        until_ms: clock.now() + TYPING_LASTS,
        lasts_ms: TYPING_LASTS,
      });
    }
    return { success: true };
  }
}

function accepted(body, customer, wamid) {
  const input = body.to ?? body.recipient;
  const contact = body.to
    ? { input, wa_id: customer?.phone ?? body.to.replace(/^\+/, '') }
    : { input, user_id: input };
  return {
    messaging_product: 'whatsapp',
    contacts: [contact],
    messages: [{ id: wamid, ...(body.type === 'template' && { message_status: 'accepted' }) }],
  };
}
