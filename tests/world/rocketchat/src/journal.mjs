// Keeps the collections on disk, so that a killed world comes back as it was.
// One append-only file of JSON lines, written once per turn of the event loop and rewritten at each start;
// a last line cut short by a kill is left out.
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export function createJournal(folder) {
  if (!folder) return { changed: () => {}, restore: () => false, flush: () => {} };
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, 'journal.jsonl');
  const dirty = new Map();
  let planned = false;
  let quiet = false;

  function changed(collection, id, doc) {
    if (quiet) return;
    dirty.set(`${collection}/${id}`, [collection, id, doc]);
    if (planned) return;
    planned = true;
    setImmediate(flush);
  }

  function flush() {
    planned = false;
    if (dirty.size === 0) return;
    const lines = [...dirty.values()].map(line).join('');
    dirty.clear();
    appendFileSync(file, lines);
  }

  function restore(db) {
    if (!existsSync(file)) return false;
    quiet = true;
    for (const text of readFileSync(file, 'utf8').split('\n')) apply(db, text);
    quiet = false;
    compact(db);
    return true;
  }

  function compact(db) {
    const lines = [];
    for (const collection of Object.values(db)) {
      for (const doc of collection.values()) lines.push(line([collection.name, doc._id, doc]));
    }
    writeFileSync(`${file}.new`, lines.join(''));
    renameSync(`${file}.new`, file);
  }

  return { changed, restore, flush };
}

const line = ([collection, id, doc]) =>
  `${JSON.stringify(doc === undefined ? { c: collection, gone: id } : { c: collection, doc }, dateAsObject)}\n`;

function apply(db, text) {
  if (!text) return;
  let entry;
  try {
    entry = JSON.parse(text, objectAsDate);
  } catch {
    return; // the line that the kill cut short
  }
  const collection = db[entry.c];
  if (!collection) return;
  collection.remove(entry.gone ?? entry.doc._id);
  if (entry.doc) collection.insert(entry.doc);
}

function dateAsObject(key, value) {
  return this[key] instanceof Date ? { $date: this[key].getTime() } : value;
}

function objectAsDate(_key, value) {
  return value && typeof value === 'object' && typeof value.$date === 'number'
    ? new Date(value.$date)
    : value;
}
