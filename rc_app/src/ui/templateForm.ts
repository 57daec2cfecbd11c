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

export const TEMPLATE_FORM = 'template';
export const OPEN_TEMPLATE = 'template-open';
export const CHOOSE_TEMPLATE = 'template-choose';

/** A message that WhatsApp has approved: `{{1}}` or `{{name}}` in its text are to be filled in. */
export interface Template {
  id: string;
  name: string;
  language: string;
  text: string;
  parameters: { name: string; example: string }[];
}

export function askTemplates(desk: Desk, room: ILivechatRoom): Promise<Template[]> {
  return desk
    .ask<{ templates: Template[] }>({ ask: 'templates', room: room.id })
    .then(({ templates }) => templates);
}

/** Open the form, on the template of this name if there is one. */
export async function openTemplateForm(
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string | undefined,
  wanted = '',
): Promise<void> {
  desk.mustBeAgent('plantilla');
  const templates = await askTemplates(desk, room);
  if (!templates.length) throw new Trouble('templates_none');
  const chosen = templates.find(({ id, name }) => id === wanted || name === wanted);
  await desk.open(form(desk, room.id, templates, chosen), triggerId);
}

/** Somebody chose a template: the form shows its text and asks for what it needs. */
export async function templateChosen(
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string,
  id: string,
): Promise<void> {
  const templates = await askTemplates(desk, room);
  const chosen = templates.find((template) => template.id === id);
  await desk.redraw(form(desk, room.id, templates, chosen), triggerId);
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
  desk.mustBeAgent('plantilla');
  const templates = await askTemplates(desk, room);
  const chosen = templates.find(({ id }) => id === given[CHOOSE_TEMPLATE]);
  if (!chosen) return { errors: { [CHOOSE_TEMPLATE]: desk.word('template_missing') } };
  const values = valuesOf(chosen, given);
  const empty = Object.entries(values).filter(([, value]) => !value);
  if (empty.length) return { errors: emptyFields(desk, chosen, values) };
  const mark = markOf(chosen, values);
  if (agreed !== mark) return { view: form(desk, room.id, templates, chosen, values, mark) };
  const { name, language } = chosen;
  await desk.wish(room, { name: 'plantilla', fields: { template: name, language, ...values } });
  return undefined;
}

function form(
  desk: Desk,
  roomId: string,
  templates: Template[],
  chosen?: Template,
  values?: Record<string, string>,
  mark = '',
): View {
  const parts = chosen ? [divider(), ...asked(desk, chosen)] : [];
  const shown = chosen && values ? preview(desk, filledIn(chosen, values)) : [];
  const submit = desk.word(mark ? 'template_send' : 'template_preview');
  return {
    kind: 'modal',
    id: `${TEMPLATE_FORM}.${roomId}`,
    title: desk.word('template_title'),
    blocks: [choice(desk, templates, chosen), ...parts, ...shown],
    ...(chosen && { submit: { text: submit, value: mark } }),
    close: desk.word('form_cancel'),
  };
}

function choice(desk: Desk, templates: Template[], chosen?: Template): Block {
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
  return { type: 'actions', blockId: CHOOSE_TEMPLATE, elements: [select] };
}

function asked(desk: Desk, { text, parameters }: Template): Block[] {
  const inputs = parameters.map(({ name, example }): Block => {
    const hint = example && { placeholder: plain(desk.word('template_example', { example })) };
    return {
      type: 'input',
      blockId: fieldOf(name),
      label: plain(desk.word('template_parameter', { name: `{{${name}}}` })),
      element: { type: 'plain_text_input', actionId: fieldOf(name), ...(hint || {}) },
    };
  });
  return [section(quoted(text)), ...inputs];
}

function preview(desk: Desk, text: string): Block[] {
  const title = plain(desk.word('template_reads'));
  return [
    { type: 'callout', variant: 'info', title, text: plain(text) },
    small(desk.word('template_check')),
  ];
}

function emptyFields(
  desk: Desk,
  { parameters }: Template,
  values: Record<string, string>,
): Record<string, string> {
  const empty = parameters.map(({ name }) => fieldOf(name)).filter((field) => !values[field]);
  return Object.fromEntries(empty.map((field) => [field, desk.word('template_empty')]));
}

function valuesOf({ parameters }: Template, given: Record<string, string>) {
  return Object.fromEntries(
    parameters.map(({ name }) => [fieldOf(name), given[fieldOf(name)] ?? '']),
  );
}

export function filledIn(template: Template, values: Record<string, string>): string {
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
