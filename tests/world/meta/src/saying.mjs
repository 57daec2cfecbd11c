import { described, shown } from './shown.mjs';
import { incoming, messagesValue, numberChanged, systemValue } from './shapes.mjs';
import { SAMPLES } from './samples.mjs';
import { newWamid } from './wamid.mjs';

const FILES = ['image', 'audio', 'video', 'document', 'sticker'];
const PLAIN = ['location', 'contacts', 'order', 'unsupported'];

/** What customers say: put on their phone and posted to the business. */
export class Saying {
  #world;

  constructor(world) {
    this.#world = world;
  }

  /** Say one thing; the options are those of the webhook (copies, delay_ms, batch, hold, signed). */
  say({ copies, delay_ms, batch, hold, signed, ago_s: ago = 0, ...said }) {
    const { customers, chats, clock, webhooks, settings } = this.#world;
    const customer = customers.find(said.customer);
    if (!customer) throw new Error(`no such customer: ${said.customer}`);
    const at = clock.now() - ago * 1000;
    const content = this.#content(customer, said);
    const wamid = said.wamid ?? newWamid(customer.phone ?? customer.userId);
    const record = this.#note(customer, { wamid, at, said, content });
    customer.lastSaidAt = Math.max(customer.lastSaidAt, at);
    const message = incoming(customer, wamid, at, content);
    webhooks.post(
      {
        values: [messagesValue(settings, customer, [message])],
        kind: 'message',
        wamids: [wamid],
        onAcknowledged: () => chats.advance(record, 'delivered'),
      },
      { copies, delay_ms, batch, hold, signed },
    );
    return record;
  }

  /** A new phone: the customer's ids change, and WhatsApp tells the business so. */
  changeNumber(customer, { phone, user_id: userId, kind = 'user_changed_number' }) {
    const { customers, clock, webhooks, settings } = this.#world;
    const before = customers.changeNumber(customer, phone ?? customer.phone, userId);
    if (kind === 'none') return null;
    const wamid = newWamid(before.phone ?? before.userId);
    const message = numberChanged(customer, before, kind, wamid, clock.now());
    webhooks.post({ values: [systemValue(settings, message)], kind: 'message', wamids: [wamid] });
    return wamid;
  }

  #content(customer, said) {
    const tap = said.button ?? said.list ?? said.choice;
    const offer = tap && this.#offer(customer, tap);
    const context = this.#context({ ...said, reply_to: said.reply_to ?? offer?.record?.wamid });
    const content = tap ? tapOn(offer, said.list !== undefined) : this.#kind(said);
    return {
      ...content,
      ...(context && { context }),
      ...(said.referral && { referral: said.referral }),
    };
  }

  #kind(said) {
    if (said.raw) return said.raw;
    if (said.text !== undefined) return { type: 'text', text: { body: String(said.text) } };
    if (said.reaction) return { type: 'reaction', reaction: reaction(said.reaction) };
    if (said.edit) return { type: 'edit', edit: edited(said.edit) };
    if (said.delete) return { type: 'revoke', revoke: { original_message_id: said.delete } };
    const kind = [...FILES, ...PLAIN].find((name) => said[name] !== undefined);
    if (!kind)
      throw new Error(
        'say what: text, image, audio, video, document, sticker, location, contacts, reaction, button, list, choice, order, edit, delete or raw',
      );
    return FILES.includes(kind) ? this.#file(kind, said[kind]) : { type: kind, [kind]: said[kind] };
  }

  /** The newest message that offers this button or row, by its id or title, and what it offers. */
  #offer(customer, wanted) {
    const [id, title] = typeof wanted === 'object' ? [wanted.id, wanted.title] : [wanted, wanted];
    const within = (record) =>
      record.choices?.find((choice) => choice.id === id || choice.title === title);
    const record = this.#world.chats
      .of(customer)
      .findLast((one) => one.from === 'business' && within(one));
    return { record, choice: record ? within(record) : { id, title: title ?? id } };
  }

  #file(kind, given) {
    const { media } = this.#world;
    const {
      base64,
      media: id,
      mime = SAMPLES[kind].mime,
      caption,
      filename,
      voice = false,
    } = given === true ? {} : given;
    const kept = id ? media.find(id) : null;
    if (id && !kept) throw new Error(`no such media: ${id}`);
    const bytes = base64 === undefined ? SAMPLES[kind].bytes : Buffer.from(base64, 'base64');
    const file = kept ?? media.keep(bytes, { mime, filename });
    return {
      type: kind,
      [kind]: {
        ...(caption && { caption }),
        ...(kind === 'document' && {
          filename: filename ?? file.filename ?? SAMPLES.document.filename,
        }),
        mime_type: file.mime,
        sha256: file.sha256.toString('base64'),
        id: file.id,
        ...(kind === 'image' && { url: media.link(file, 'webhook') }),
        ...(kind === 'audio' && { voice }),
        ...(kind === 'sticker' && { animated: false }),
      },
    };
  }

  #context({ reply_to: repliedTo, forwarded }) {
    if (forwarded) return { forwarded: true };
    if (!repliedTo) return null;
    const original = this.#world.chats.find(repliedTo);
    const author =
      original?.from === 'customer'
        ? this.#world.customers.find(original.customer)?.phone
        : this.#world.settings.displayNumber;
    return { ...(author && { from: author }), id: repliedTo };
  }

  #note(customer, { wamid, at, said, content }) {
    const { chats, media } = this.#world;
    const kind = content.type;
    const file = FILES.includes(kind) ? media.find(content[kind].id) : null;
    return chats.add(customer, {
      wamid,
      from: 'customer',
      type: kind,
      status: 'sent',
      at_ms: at,
      reply_to: content.context?.id ?? null,
      ...textOf(kind, content, this.#world),
      ...(file && { media: described(file, content[kind]) }),
      ...(said.forwarded && { forwarded: true }),
      body: content[kind] ?? null,
    });
  }
}

function textOf(kind, content, world) {
  if (FILES.includes(kind)) return { text: content[kind].caption ?? '' };
  if (kind === 'interactive')
    return { text: Object.values(content.interactive).find((part) => part.title)?.title ?? '' };
  if (kind === 'button') return { text: content.button.text };
  if (kind === 'edit')
    return { text: content.edit.message.text?.body ?? '', edits: content.edit.original_message_id };
  if (kind === 'revoke') return { text: '', deletes: content.revoke.original_message_id };
  return shown(kind, content, world);
}

function tapOn({ record, choice }, isList) {
  if (record?.template)
    return { type: 'button', button: { payload: choice.id, text: choice.title } };
  if (isList || record?.list_button)
    return tapped('list_reply', choice, ['id', 'title', 'description']);
  return tapped('button_reply', choice, ['id', 'title']);
}

const tapped = (type, choice, keys) => ({
  type: 'interactive',
  interactive: {
    type,
    [type]: Object.fromEntries(keys.filter((key) => choice[key]).map((key) => [key, choice[key]])),
  },
});

const reaction = ({ wamid, message_id: id = wamid, emoji }) => ({
  message_id: id,
  ...(emoji && { emoji }),
});

const edited = ({ wamid, text }) => ({
  original_message_id: wamid,
  message: { type: 'text', text: { body: text } },
});
