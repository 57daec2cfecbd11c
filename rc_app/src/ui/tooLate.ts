import type { IHttp, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { Values } from '../settings';
import { say } from '../words';
import { ask, type Asker } from './ask';
import { button, ofApp, section, small, type Block, type Element } from './blocks';
import { OPEN_TEMPLATE, type Template } from './templateForm';

const MOST_BUTTONS = 5;

/**
 * Tell an agent why the words were refused, with the words, for they are stored nowhere, and what may be
 * sent instead. Where the brain does not answer, the list of templates is missing and the rest is said.
 */
export async function explainTooLate(
  message: IMessage,
  read: IRead,
  http: IHttp,
  settings: Values,
  appId: string,
): Promise<void> {
  const { sender, room, text = '' } = message;
  const asker = { id: sender.id, username: sender.username, roles: sender.roles };
  const templates = await templatesOf(http, settings, asker, room.id);
  const word = (key: Parameters<typeof say>[0]): string => say(key, {}, sender);
  const lines = templates.map(({ name, text: body }) => `• *${name}*: ${onOneLine(body)}`);
  const blocks: Block[] = [
    section(word('too_late')),
    ...(text ? [section(`> ${text.replaceAll('\n', '\n> ')}`)] : []),
    section([word('too_late_templates'), ...lines].join('\n')),
    { type: 'actions', elements: buttons(templates, word('template_title')) },
    small(word('too_late_hint')),
  ];
  const notifier = read.getNotifier();
  const note = notifier.getMessageBuilder().setRoom(room).setText(word('too_late'));
  note.setBlocks(ofApp(appId, blocks));
  await notifier.notifyUser(sender, note.getMessage());
}

function buttons(templates: Template[], otherwise: string): Element[] {
  if (!templates.length) return [button(OPEN_TEMPLATE, otherwise, '', 'primary')];
  return templates
    .slice(0, MOST_BUTTONS)
    .map(({ id, name }, at) => button(`${OPEN_TEMPLATE}-${at}`, name, id));
}

const onOneLine = (text: string): string => text.replace(/\s*\n\s*/g, ' · ');

async function templatesOf(
  http: IHttp,
  settings: Values,
  user: Asker,
  room: string,
): Promise<Template[]> {
  const question = { ask: 'templates', room, user } as const;
  const answer = ask<{ templates: Template[] }>(http, settings, question);
  return answer.then(({ templates }) => templates).catch(() => []);
}
