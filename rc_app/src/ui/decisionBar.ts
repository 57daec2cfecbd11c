import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import { divider, plain, section, small, type Block, type View } from './blocks';
import type { Desk } from './desk';

export const DECISION_BAR = 'decision';

type Value = string | number | boolean | null | Value[] | { [name: string]: Value };

interface Scored {
  name: string;
  score: number;
}

interface Decision {
  id: number;
  at: string;
  outcome: string;
  action: string;
  text: string;
  reason: string;
  understood: {
    intents?: Scored[];
    guesses?: Scored[];
    products?: { resolved: Value; candidates: { sku: string; score: number }[] }[];
    slots?: Record<string, Value>;
    follow_up?: boolean;
  };
  workflow: string;
  rows: { table: string; id: Value; figures: Record<string, Value> }[];
  prompt_version: string;
  tier: number;
  model_calls: Value[];
  guards: Value[];
  timings_ms: Record<string, number>;
  mark: { by: string; note: string } | null;
}

/** Why the bot said what it said: for administrators, beside the conversation. */
export async function openDecision(
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string | undefined,
  message?: string,
): Promise<void> {
  desk.mustBeAdmin();
  const found = await desk.ask<Decision>({ ask: 'decision', room: room.id, message });
  await desk.open(bar(desk, room.id, found), triggerId);
}

/** The administrator says that this was a mistake: the conversation becomes a case to be tested. */
export async function decisionMarked(
  desk: Desk,
  room: ILivechatRoom,
  decision: number,
  note: string,
): Promise<void> {
  desk.mustBeAdmin();
  await desk.ask({ ask: 'mark-error', room: room.id, decision, note });
}

function bar(desk: Desk, roomId: string, found: Decision): View {
  return {
    kind: 'bar',
    id: `${DECISION_BAR}.${roomId}.${found.id}`,
    title: desk.word('decision_title', { id: String(found.id) }),
    blocks: [
      ...what(desk, found),
      ...understood(desk, found.understood),
      ...read(desk, found.rows),
      ...how(desk, found),
      divider(),
      ...mark(desk, found),
    ],
    submit: { text: desk.word('decision_mark') },
    close: desk.word('form_close'),
  };
}

function what(desk: Desk, { at, action, outcome, text, reason, workflow }: Decision): Block[] {
  const head = [`*${action}*`, workflow, outcome, at].filter(Boolean).join(' · ');
  return [section(head), ...[text, reason].filter(Boolean).map((words) => section(quoted(words)))];
}

function understood(desk: Desk, found: Decision['understood']): Block[] {
  const products = (found.products ?? []).map(({ candidates, resolved }) => {
    const names = candidates.map(({ sku, score }) => `${sku} ${share(score)}`).join(', ');
    return `• ${names || '—'}${resolved ? ' ✓' : ''}`;
  });
  return [
    ...titled(desk.word('decision_understood'), scored(found.intents)),
    ...titled(desk.word('decision_guesses'), scored(found.guesses)),
    ...titled(desk.word('decision_products'), products),
    ...titled(desk.word('decision_slots'), named(found.slots ?? {})),
  ];
}

function read(desk: Desk, rows: Decision['rows']): Block[] {
  const lines = rows.map(({ table, id, figures }) => {
    const values = named(figures).map((line) => line.slice(2));
    return `• \`${table}\` ${shown(id)}${values.length ? `: ${values.join(', ')}` : ''}`;
  });
  return titled(desk.word('decision_rows'), lines.length ? lines : [desk.word('decision_no_rows')]);
}

function how(desk: Desk, found: Decision): Block[] {
  const calls = found.model_calls.map((call) => `• ${shown(call)}`);
  const guards = found.guards.map((guard) => `• ${shown(guard)}`);
  const none = [desk.word('decision_none_of_it')];
  return [
    small(
      desk.word('decision_prompt', { version: found.prompt_version, tier: String(found.tier) }),
    ),
    ...titled(desk.word('decision_calls'), calls.length ? calls : none),
    ...titled(desk.word('decision_guards'), guards.length ? guards : none),
    ...titled(desk.word('decision_timings'), named(found.timings_ms)),
  ];
}

function mark(desk: Desk, { mark: marked }: Decision): Block[] {
  const known = marked ? [small(desk.word('decision_marked_by', { by: marked.by }))] : [];
  return [
    ...known,
    {
      type: 'input',
      blockId: 'note',
      optional: true,
      label: plain(desk.word('decision_note')),
      hint: plain(desk.word('decision_note_hint')),
      element: {
        type: 'plain_text_input',
        actionId: 'note',
        multiline: true,
        initialValue: marked?.note ?? '',
      },
    },
  ];
}

function titled(title: string, lines: string[]): Block[] {
  return lines.length ? [section([`*${title}*`, ...lines].join('\n'))] : [];
}

const scored = (found: Scored[] = []): string[] =>
  found.map(({ name, score }) => `• \`${name}\` ${share(score)}`);
const named = (values: Record<string, Value>): string[] =>
  Object.entries(values).map(([name, value]) => `• ${name}: ${shown(value)}`);
const share = (score: number): string => score.toFixed(2);
const quoted = (text: string): string => text.replace(/^/gm, '> ');

function shown(value: Value): string {
  if (value === null) return '—';
  if (typeof value === 'object') return JSON.stringify(value);
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value);
}
