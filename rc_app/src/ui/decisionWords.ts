import { isWord } from '../words';
import type { Desk } from './desk';

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

export interface Row {
  table: string;
  id: Value;
  figures: Record<string, Value>;
}

export interface Call {
  model: string;
  for: string;
  outcome: string;
  ms: number;
}

type Kind =
  | 'action'
  | 'asked'
  | 'before'
  | 'call'
  | 'day'
  | 'doubt'
  | 'figure'
  | 'guard'
  | 'intent'
  | 'language'
  | 'lapse'
  | 'outcome'
  | 'purpose'
  | 'second'
  | 'slot'
  | 'step'
  | 'table'
  | 'workflow';

// What stands behind the colon of a guard.
const GUARDED: Partial<Record<string, Kind>> = {
  people: 'intent',
  language: 'language',
  manners: 'lapse',
  unsure: 'doubt',
  salvaged: 'second',
};
// A row's own name comes before what was read of it.
const NAMES = ['name', 'title', 'heading'];
// The record comes out of the database without an order.
const FIGURES = ['price', 'unit', 'offer_price', 'until', 'stock', 'stock_total'];
const STEPS = [
  'understand',
  'products',
  'documents',
  'decide',
  'act',
  'salvage',
  'second_look',
  'all',
];
const BEFORE = ['asked', 'offered', 'topic', 'products', 'quotation', 'misses'];
const LONGEST = 160;

/** The record's names in the reader's words; one that has none yet is shown as it is. */
export class DecisionWords {
  public constructor(private readonly desk: Desk) {}

  public of(kind: Kind, name: string, values: Record<string, string> = {}): string {
    const key = `decision_${kind}_${slug(name)}`;
    return isWord(key) ? this.desk.word(key, values) : name.replaceAll('_', ' ');
  }

  /** "people: persona", "number lock" …, or a reason that is in words already. */
  public guard(name: string): string {
    const [head = '', rest = ''] = name.split(': ');
    const kind = GUARDED[head];
    return kind ? this.of('guard', head, { what: this.of(kind, rest) }) : this.of('guard', name);
  }

  /** What the message said besides its wishes; what it did not say is left out. */
  public slots(found: Record<string, Value>): string[] {
    return Object.entries(found)
      .filter(([, value]) => value !== 0)
      .map(([name, value]) => {
        const label = this.of('slot', name);
        return value === true ? label : `${label}: ${this.slot(name, value)}`;
      });
  }

  /** What the turn went on from. */
  public before(found: Record<string, Value>): string[] {
    return ordered(Object.entries(found), BEFORE).map(
      ([name, value]) => `${this.of('before', name)}: ${this.past(name, value)}`,
    );
  }

  private past(name: string, value: Value): string {
    if (name === 'asked') return this.of('asked', shown(value));
    if (name === 'topic') return this.of('intent', shown(value));
    return Array.isArray(value) ? value.map(shown).join(', ') : shown(value);
  }

  private slot(name: string, value: Value): string {
    if (name === 'day') return this.of('day', shown(value));
    return name === 'ordinal' ? String(Number(value) + 1) : shown(value);
  }

  public row({ table, id, figures }: Row): string {
    const name = NAMES.map((key) => figures[key]).find(Boolean);
    const kind = this.of('table', table);
    const named = name ? shown(name) : id ? `n.º ${shown(id)}` : '';
    const title = named.startsWith(kind) ? `*${named}*` : `*${kind}* ${named}`;
    const read = ordered(Object.entries(figures), FIGURES)
      .filter(([key, value]) => value !== name && key !== 'passage')
      .filter(([key, value]) => key !== 'stock_total' || value !== figures.stock)
      .map(([key, value]) => `${this.of('figure', key)} ${excerpt(shown(value))}`);
    const all = read.length ? read : [this.desk.word('decision_no_figures')];
    return `${title.trim()}: ${all.join(' · ')}`;
  }

  public call({ model, for: purpose, outcome, ms }: Call): string {
    const [end = '', why] = outcome.split(': ');
    const ended = this.of('call', end) + (why ? ` (${why})` : '');
    return [model, this.of('purpose', purpose), ended, this.duration(ms)].join(' · ');
  }

  public times(found: Record<string, number>): string[] {
    return ordered(Object.entries(found), STEPS).map(
      ([name, ms]) => `${this.step(name)}: ${this.duration(ms)}`,
    );
  }

  /** A step, or the part of it that a workflow took: "act: inventario". */
  private step(name: string): string {
    const [, workflow] = name.split(': ');
    return workflow ? this.of('workflow', workflow) : this.of('step', name);
  }

  private duration(ms: number): string {
    if (ms < 1) return this.desk.word('decision_instant');
    return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
  }
}

function ordered<T>(entries: [string, T][], order: string[]): [string, T][] {
  const head = (name: string): string => name.split(': ')[0] ?? name;
  const place = (name: string): number => order.indexOf(head(name)) + 1 || order.length + 1;
  return entries.sort(([one], [other]) => place(one) - place(other));
}

/** One row may have been read in parts: they are shown as one. */
export function merged(rows: Row[]): Row[] {
  const found = new Map<string, Row>();
  for (const row of rows) {
    const key = `${row.table} ${shown(row.id)}`;
    const figures = { ...found.get(key)?.figures, ...row.figures };
    found.set(key, { ...row, figures });
  }
  return [...found.values()];
}

export const percent = (score: number): string => `${Math.round(score * 100)} %`;

function shown(value: Value): string {
  if (value === null) return '—';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function excerpt(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

const slug = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '_');
