import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { plain, section, type View } from './blocks';
import type { Desk } from './desk';
import { Trouble } from './trouble';

export const CLOSE_FORM = 'close';

/** What the card's buttons carry: the ticket and the room it came from. */
interface Ticket {
  number: number;
  roomId: string;
}

const WISHES: Partial<Record<string, string>> = { 'card-take': 'tomar', 'card-urgent': 'urgente' };

/** Somebody pressed a button of a ticket's card. */
export async function cardPressed(
  desk: Desk,
  actionId: string,
  value: string,
  channel: IRoom | undefined,
  triggerId: string,
): Promise<void> {
  if (actionId === 'card-room') return;
  desk.mustBeAgent();
  const ticket = ticketOf(value);
  if (actionId === 'card-close') return desk.open(closeForm(desk, ticket), triggerId);
  const name = WISHES[actionId];
  if (!name) throw new Trouble('ask_not_found');
  const room = await desk.room(ticket.roomId);
  await desk.wish(room, { name, ticket: ticket.number, at: channel?.id });
}

export async function closeFilled(
  desk: Desk,
  room: ILivechatRoom,
  ticket: number,
  comment: string,
): Promise<void> {
  desk.mustBeAgent();
  await desk.wish(room, { name: 'cerrar-ticket', ticket, args: comment ? [comment] : [] });
}

function closeForm(desk: Desk, { number, roomId }: Ticket): View {
  return {
    kind: 'modal',
    id: `${CLOSE_FORM}.${roomId}.${number}`,
    title: desk.word('close_title', { number: String(number) }),
    blocks: [
      section(desk.word('close_told')),
      {
        type: 'input',
        blockId: 'comment',
        optional: true,
        label: plain(desk.word('close_comment')),
        element: { type: 'plain_text_input', actionId: 'comment' },
      },
    ],
    submit: { text: desk.word('close_submit') },
    close: desk.word('form_cancel'),
  };
}

function ticketOf(value: string): Ticket {
  const [, number, roomId] = /^(\d{1,15})\|([\w-]+)$/.exec(value) ?? [];
  if (!number || !roomId) throw new Trouble('ask_not_found');
  return { number: Number(number), roomId };
}
