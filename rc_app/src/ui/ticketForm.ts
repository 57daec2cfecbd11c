import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import { options, plain, small, type Element, type View } from './blocks';
import type { Desk } from './desk';

export const TICKET_FORM = 'ticket';

const PRIORITIES = ['normal', 'alta'] as const;

interface Asked {
  subject: string;
  department: string;
  departments: { key: string; name: string }[];
}

export async function askDepartments(
  desk: Desk,
  room: ILivechatRoom,
): Promise<Asked['departments']> {
  return (await desk.ask<Asked>({ ask: 'ticket-form', room: room.id })).departments;
}

/** Open the form for a ticket about this conversation, or about one message of it. */
export async function openTicketForm(
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string | undefined,
  message?: string,
): Promise<void> {
  desk.mustBeAgent();
  const asked = await desk.ask<Asked>({ ask: 'ticket-form', room: room.id, message });
  await desk.open(form(desk, room.id, asked), triggerId);
}

function form(desk: Desk, roomId: string, asked: Asked): View {
  const subject: Element = {
    type: 'plain_text_input',
    actionId: 'subject',
    initialValue: asked.subject,
    placeholder: plain(desk.word('ticket_subject_hint')),
  };
  const departments = asked.departments.map(({ key, name }): [string, string] => [key, name]);
  const priorities = PRIORITIES.map((key): [string, string] => [key, desk.word(`priority_${key}`)]);
  return {
    kind: 'modal',
    id: `${TICKET_FORM}.${roomId}`,
    title: desk.word('ticket_title'),
    blocks: [
      input(desk.word('ticket_subject'), subject),
      input(
        desk.word('ticket_department'),
        select(desk, 'department', departments, asked.department),
      ),
      input(desk.word('ticket_priority'), select(desk, 'priority', priorities, 'normal')),
      small(desk.word('ticket_told')),
    ],
    submit: { text: desk.word('ticket_submit') },
    close: desk.word('form_cancel'),
  };
}

function input(label: string, element: Element) {
  return { type: 'input', blockId: element.actionId, label: plain(label), element } as const;
}

function select(
  desk: Desk,
  actionId: string,
  pairs: [string, string][],
  initialValue: string,
): Element {
  const placeholder = plain(desk.word('form_choose'));
  return { type: 'static_select', actionId, placeholder, options: options(pairs), initialValue };
}

/** @returns what is wrong, by field; undefined once the ticket is under way. */
export async function ticketFilled(
  desk: Desk,
  room: ILivechatRoom,
  given: Record<string, string>,
): Promise<Record<string, string> | undefined> {
  const { subject = '', department = '', priority = 'normal' } = given;
  desk.mustBeAgent();
  if (!subject) return { subject: desk.word('ticket_subject_missing') };
  if (!department) return { department: desk.word('ticket_department_missing') };
  await desk.wish(room, { name: 'crear-ticket', fields: { subject, department, priority } });
  return undefined;
}
