/** What every phone holds. Reactions, edits and deletions become part of the message they are about. */
export class Memory {
  #chats = new Map();

  load(records) {
    this.#chats.clear();
    for (const record of records) this.add(record);
  }

  /** Returns the message that is to be shown or shown again, or null. */
  add(record) {
    if (record.fate || record.customer === 'nobody') return null;
    const chat = this.of(record.customer);
    const known = chat.find((one) => one.wamid === record.wamid);
    if (known) return Object.assign(known, record);
    const target = this.#about(chat, record);
    if (target !== undefined) return target;
    chat.push(record);
    return record;
  }

  change({ customer, wamid, ...changes }) {
    const record = this.of(customer).find((one) => one.wamid === wamid);
    return record ? Object.assign(record, changes) : null;
  }

  of(customer) {
    if (!this.#chats.has(customer)) this.#chats.set(customer, []);
    return this.#chats.get(customer);
  }

  find(customer, wamid) {
    return this.of(customer).find((record) => record.wamid === wamid) ?? null;
  }

  /** Was one of this message's buttons already tapped? */
  taken(record) {
    return this.of(record.customer).some(
      (answer) =>
        answer.from === 'customer' &&
        answer.reply_to === record.wamid &&
        ['interactive', 'button'].includes(answer.type),
    );
  }

  unread(customer) {
    return this.of(customer).filter(
      (record) =>
        record.from === 'business' && !['read', 'played', 'failed'].includes(record.status),
    ).length;
  }

  /** undefined: the record is a message of its own; else what it changes (null if that is unknown). */
  #about(chat, record) {
    const wamid = record.reaction?.wamid ?? record.edits ?? record.deletes;
    if (!wamid) return undefined;
    const target = chat.find((one) => one.wamid === wamid) ?? null;
    if (!target) return null;
    if (record.reaction)
      target.reactions = { ...target.reactions, [record.from]: record.reaction.emoji };
    else if (record.edits) Object.assign(target, { text: record.text, edited: true });
    else target.deleted = true;
    return target;
  }
}
