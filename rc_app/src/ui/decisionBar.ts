import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import { divider, plain, section, small, type Block, type View } from './blocks';
import { DecisionWords, merged, percent, type Call, type Row, type Value } from './decisionWords';
import type { Desk } from './desk';

export const DECISION_BAR = 'decision';

interface Scored {
  name: string;
  score: number;
}

interface Candidate {
  sku: string;
  name?: string;
  score: number;
}

interface Product {
  words?: string;
  quantity?: string | null;
  resolved: boolean;
  candidates: Candidate[];
  near?: Candidate[];
}

interface Decision {
  id: number;
  at: string;
  outcome: string;
  action: string;
  text: string;
  reason: string;
  before: Record<string, Value> | null;
  understood: {
    intents?: Scored[];
    guesses?: Scored[];
    products?: Product[];
    slots?: Record<string, Value>;
    follow_up?: boolean;
    language?: string;
  };
  workflows: string[] | null;
  workflow: string;
  rows: Row[];
  prompt_version: string;
  tier: number;
  model_calls: Call[];
  guards: string[];
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
  const words = new DecisionWords(desk);
  return {
    kind: 'bar',
    id: `${DECISION_BAR}.${roomId}.${found.id}`,
    title: desk.word('decision_title', { id: String(found.id) }),
    blocks: [
      ...what(words, found),
      ...titled(desk.word('decision_before'), words.before(found.before ?? {})),
      ...understood(desk, words, found.understood),
      ...read(desk, words, found.rows),
      ...how(desk, words, found),
      divider(),
      ...mark(desk, found),
    ],
    submit: { text: desk.word('decision_mark') },
    close: desk.word('form_close'),
  };
}

function what(words: DecisionWords, found: Decision): Block[] {
  const served = found.workflows?.length ? found.workflows : [found.workflow].filter(Boolean);
  const head = [
    `*${words.of('action', found.action)}*`,
    ...served.map((name) => words.of('workflow', name)),
    words.of('outcome', found.outcome),
    found.at,
  ];
  const said = [found.text, words.guard(found.reason)].filter(Boolean);
  return [section(head.join(' · ')), ...said.map((each) => section(quoted(each)))];
}

function understood(desk: Desk, words: DecisionWords, found: Decision['understood']): Block[] {
  const wishes = scored(words, found.intents);
  const slots = words.slots(found.slots ?? {});
  const language = found.language ?? 'es';
  if (language !== 'es') slots.push(words.of('language', language));
  if (found.follow_up) slots.push(desk.word('decision_follow_up'));
  return [
    ...titled(desk.word('decision_understood'), listed(wishes, desk.word('decision_no_wish'))),
    ...titled(desk.word('decision_guesses'), scored(words, found.guesses)),
    ...titled(desk.word('decision_products'), (found.products ?? []).map(product(desk))),
    ...titled(desk.word('decision_slots'), slots),
  ];
}

const product =
  (desk: Desk) =>
  ({ words = '', quantity, resolved, candidates, near = [] }: Product): string => {
    const said = (quantity ? `${quantity} × ` : '') + (words ? `«${words}»: ` : '');
    const [chosen] = candidates;
    if (chosen && resolved) return `${said}*${named(chosen)}* ✓`;
    const found = chosen ? candidates.map(named).join(', ') : desk.word('decision_product_unknown');
    const alike = near.map(named).join(', ');
    return said + found + (alike ? ` · ${desk.word('decision_product_near', { alike })}` : '');
  };

const named = ({ name, sku, score }: Candidate): string => `${name ?? sku} (${percent(score)})`;

function read(desk: Desk, words: DecisionWords, rows: Decision['rows']): Block[] {
  const lines = merged(rows).map((row) => words.row(row));
  return titled(desk.word('decision_rows'), listed(lines, desk.word('decision_no_rows')));
}

function how(desk: Desk, words: DecisionWords, found: Decision): Block[] {
  const calls = found.model_calls.map((call) => words.call(call));
  const guards = found.guards.map((guard) => words.guard(guard));
  const tier = found.tier > 1 ? 'decision_with_model' : 'decision_without_model';
  return [
    ...titled(desk.word('decision_guards'), listed(guards, desk.word('decision_no_guards'))),
    ...titled(desk.word('decision_calls'), listed(calls, desk.word('decision_no_calls'))),
    ...titled(desk.word('decision_timings'), words.times(found.timings_ms)),
    small(desk.word('decision_prompt', { version: found.prompt_version, tier: desk.word(tier) })),
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
  const list = lines.map((line) => `• ${line}`);
  return lines.length ? [section([`*${title}*`, ...list].join('\n'))] : [];
}

const listed = (lines: string[], none: string): string[] => (lines.length ? lines : [none]);
const scored = (words: DecisionWords, found: Scored[] = []): string[] =>
  found.map(({ name, score }) => `${words.of('intent', name)} (${percent(score)})`);
const quoted = (text: string): string => text.replace(/^/gm, '> ');
