import { createHash } from 'crypto';
import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import {
  divider,
  options,
  plain,
  section,
  small,
  type Block,
  type Element,
  type View,
} from './blocks';
import type { Desk } from './desk';
import { Trouble } from './trouble';
import { isWord, type Word } from '../words';

export const TEMPLATE_FORM = 'template';
export const OPEN_TEMPLATE = 'template-open';
export const CHOOSE_TEMPLATE = 'template-choose';

/** A message that WhatsApp has approved: `{{1}}` or `{{name}}` in its text are to be filled in. */
export interface Template {
  id: string;
  name: string;
  language: string;
  text: string;
  parameters: Parameter[];
}

export interface Parameter {
  name: string;
  example: string;
  kind: string;
}

/** What there is: templates that can be sent, and those that cannot, with the reason. */
export interface Offer {
  templates: Template[];
  unsendable: { name: string; language: string; reason: string }[];
}

const FILES = ['image', 'video', 'document'];
const NUMBERS = ['latitude', 'longitude'];

export function askTemplates(desk: Desk, room: ILivechatRoom): Promise<Offer> {
  return desk.ask<Offer>({ ask: 'templates', room: room.id });
}

/** Open the form, on the template of this name if there is one. */
export async function openTemplateForm(
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string | undefined,
  wanted = '',
): Promise<void> {
  desk.mustBeAgent();
  const offer = await askTemplates(desk, room);
  if (!offer.templates.length && !offer.unsendable.length) throw new Trouble('templates_none');
  const chosen = offer.templates.find(({ id, name }) => id === wanted || name === wanted);
  await desk.open(form(desk, room.id, offer, chosen), triggerId);
}

/** Somebody chose a template: the form shows its text and asks for what it needs. */
export async function templateChosen(
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string,
  id: string,
): Promise<void> {
  const offer = await askTemplates(desk, room);
  const chosen = offer.templates.find((template) => template.id === id);
  await desk.redraw(form(desk, room.id, offer, chosen), triggerId);
}

/**
 * The form was sent. What goes to the customer is shown first; sent again unchanged, it goes.
 *
 * @param agreed what the button of the form that was sent carried: the mark of what was shown.
 * @returns what is wrong by field, the form with its preview, or undefined once it is under way.
 */
export async function templateFilled(
  desk: Desk,
  room: ILivechatRoom,
  given: Record<string, string>,
  agreed: string,
): Promise<{ errors: Record<string, string> } | { view: View } | undefined> {
  desk.mustBeAgent();
  const offer = await askTemplates(desk, room);
  const chosen = offer.templates.find(({ id }) => id === given[CHOOSE_TEMPLATE]);
  if (!chosen) return { errors: { [CHOOSE_TEMPLATE]: desk.word('template_missing') } };
  const values = valuesOf(chosen, given);
  const errors = wrongFields(desk, chosen, values);
  if (Object.keys(errors).length) return { errors };
  const mark = markOf(chosen, values);
  if (agreed !== mark) return { view: form(desk, room.id, offer, chosen, values, mark) };
  const { name, language } = chosen;
  await desk.wish(room, { name: 'plantilla', fields: { template: name, language, ...values } });
  return undefined;
}

function form(
  desk: Desk,
  roomId: string,
  offer: Offer,
  chosen?: Template,
  values?: Record<string, string>,
  mark = '',
): View {
  const shown = chosen && values ? preview(desk, filledIn(chosen, values)) : [];
  const parts = chosen ? [divider(), ...asked(desk, chosen, shown)] : [];
  const submit = desk.word(mark ? 'template_send' : 'template_preview');
  return {
    kind: 'modal',
    id: `${TEMPLATE_FORM}.${roomId}`,
    title: desk.word('template_title'),
    blocks: [...choice(desk, offer, chosen), ...parts],
    ...(chosen && { submit: { text: submit, value: mark } }),
    close: desk.word('form_cancel'),
  };
}

function choice(desk: Desk, { templates, unsendable }: Offer, chosen?: Template): Block[] {
  const pairs = templates.map(({ id, name, language }): [string, string] => [
    id,
    `${name} (${language})`,
  ]);
  const select: Element = {
    type: 'static_select',
    actionId: CHOOSE_TEMPLATE,
    placeholder: plain(desk.word('template_choose')),
    options: options(pairs),
    ...(chosen && { initialValue: chosen.id }),
  };
  const actions: Block = { type: 'actions', blockId: CHOOSE_TEMPLATE, elements: [select] };
  return [
    ...(templates.length ? [actions] : []),
    ...(unsendable.length && !chosen ? leftOut(desk, unsendable) : []),
  ];
}

/** A line each: clients run the lines of one small text together. */
function leftOut(desk: Desk, unsendable: Offer['unsendable']): Block[] {
  const lines = unsendable.map((one) => desk.word('template_unsendable_one', one));
  return [desk.word('template_unsendable'), ...lines].map(small);
}

/** The text with its holes, or as it will be read, above what fills them. */
function asked(desk: Desk, { text, parameters }: Template, shown: Block[]): Block[] {
  const above = shown.length ? shown : [section(quoted(text))];
  return [...above, ...parameters.map((parameter) => field(desk, parameter))];
}

function field(desk: Desk, { name, example, kind }: Parameter): Block {
  const word = `template_kind_${kind}`;
  const label = desk.word(isWord(word) ? word : 'template_kind_text', { name: `{{${name}}}` });
  const hint = example && { placeholder: plain(desk.word('template_example', { example })) };
  return {
    type: 'input',
    blockId: fieldOf(name),
    label: plain(label),
    ...(FILES.includes(kind) && { hint: plain(desk.word('template_link_hint')) }),
    element: { type: 'plain_text_input', actionId: fieldOf(name), ...(hint || {}) },
  };
}

function preview(desk: Desk, text: string): Block[] {
  const title = plain(desk.word('template_reads'));
  return [
    { type: 'callout', variant: 'info', title, text: plain(text) },
    small(desk.word('template_check')),
  ];
}

function wrongFields(
  desk: Desk,
  { parameters }: Template,
  values: Record<string, string>,
): Record<string, string> {
  const wrong = parameters.map(({ name, kind }): [string, Word | undefined] => [
    fieldOf(name),
    problemOf(kind, values[fieldOf(name)] ?? ''),
  ]);
  return Object.fromEntries(
    wrong.flatMap(([name, word]) => (word ? [[name, desk.word(word)]] : [])),
  );
}

function problemOf(kind: string, value: string): Word | undefined {
  if (!value) return 'template_empty';
  if (FILES.includes(kind) && !value.startsWith('https://')) return 'template_not_a_link';
  if (NUMBERS.includes(kind) && !/^-?\d{1,3}(\.\d+)?$/.test(value)) return 'template_not_a_number';
  return undefined;
}

function valuesOf({ parameters }: Template, given: Record<string, string>) {
  return Object.fromEntries(
    parameters.map(({ name }) => [fieldOf(name), given[fieldOf(name)] ?? '']),
  );
}

function filledIn(template: Template, values: Record<string, string>): string {
  return template.text.replace(
    /\{\{(\w+)\}\}/g,
    (hole, name: string) => values[fieldOf(name)] ?? hole,
  );
}

const fieldOf = (name: string): string => `value-${name}`;
const quoted = (text: string): string => text.replace(/^/gm, '> ');

function markOf({ id }: Template, values: Record<string, string>): string {
  return createHash('sha256')
    .update(JSON.stringify([id, values]))
    .digest('hex')
    .slice(0, 16);
}
