// A table of documents in memory, with exact-match indexes, that tells a journal what changed.

export class Collection {
  #docs = new Map();
  #indexes = new Map();

  constructor(name, { indexes = {}, changed = () => {} } = {}) {
    this.name = name;
    this.changed = changed;
    for (const [index, key] of Object.entries(indexes)) this.#indexes.set(index, { key, sets: new Map() });
  }

  get size() {
    return this.#docs.size;
  }

  get(id) {
    return this.#docs.get(id);
  }

  has(id) {
    return this.#docs.has(id);
  }

  values() {
    return this.#docs.values();
  }

  /** Every document whose index key equals `key`, in order of insertion. */
  by(index, key) {
    const found = this.#indexes.get(index).sets.get(key);
    return found ? [...found] : [];
  }

  firstBy(index, key) {
    const found = this.#indexes.get(index).sets.get(key);
    return found ? found.values().next().value : undefined;
  }

  find(matches) {
    for (const doc of this.#docs.values()) if (matches(doc)) return doc;
    return undefined;
  }

  filter(matches) {
    const found = [];
    for (const doc of this.#docs.values()) if (matches(doc)) found.push(doc);
    return found;
  }

  insert(doc) {
    this.#docs.set(doc._id, doc);
    for (const { key, sets } of this.#indexes.values()) enter(sets, key(doc), doc);
    this.changed(this.name, doc._id, doc);
    return doc;
  }

  /** Sets the fields of `patch`; a field set to undefined is removed. */
  update(doc, patch) {
    const before = [...this.#indexes.values()].map(({ key }) => key(doc));
    for (const [field, value] of Object.entries(patch)) {
      if (value === undefined) delete doc[field];
      else doc[field] = value;
    }
    let position = 0;
    for (const { key, sets } of this.#indexes.values()) {
      const [was, is] = [before[position++], key(doc)];
      if (was === is) continue;
      leave(sets, was, doc);
      enter(sets, is, doc);
    }
    this.changed(this.name, doc._id, doc);
    return doc;
  }

  remove(id) {
    const doc = this.#docs.get(id);
    if (!doc) return undefined;
    this.#docs.delete(id);
    for (const { key, sets } of this.#indexes.values()) leave(sets, key(doc), doc);
    this.changed(this.name, id, undefined);
    return doc;
  }

  clear() {
    for (const id of [...this.#docs.keys()]) this.remove(id);
  }
}

function enter(sets, key, doc) {
  if (key === undefined) return;
  const set = sets.get(key);
  if (set) set.add(doc);
  else sets.set(key, new Set([doc]));
}

function leave(sets, key, doc) {
  const set = sets.get(key);
  if (!set) return;
  set.delete(doc);
  if (set.size === 0) sets.delete(key);
}
