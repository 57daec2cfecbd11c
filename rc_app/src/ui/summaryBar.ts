import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import { divider, section, small, type Block } from './blocks';
import type { Desk } from './desk';

export interface OpenTicket {
  number: number;
  title: string;
  status: string;
  department: string;
  owner: string;
  /** Whether it goes on in this conversation, and not in one of before. */
  here: boolean;
}

interface Summary {
  customer: string;
  phone: string | null;
  window: { open: boolean; closes: string };
  tickets: OpenTicket[];
  summary: string;
  said: { author: 'customer' | 'bot' | 'agent' | 'notice'; text: string; at: string }[];
}

export async function askTickets(desk: Desk, room: ILivechatRoom): Promise<OpenTicket[]> {
  return (await desk.ask<Summary>({ ask: 'summary', room: room.id })).tickets;
}

/** What somebody has to know who opens this conversation, beside it. */
export async function openSummary(
  desk: Desk,
  room: ILivechatRoom,
  triggerId: string | undefined,
): Promise<void> {
  desk.mustBeAgent();
  const found = await desk.ask<Summary>({ ask: 'summary', room: room.id });
  const blocks = [
    ...about(desk, found),
    divider(),
    ...tickets(desk, found),
    divider(),
    ...said(desk, found),
  ];
  const view = {
    kind: 'bar',
    id: `summary.${room.id}`,
    title: desk.word('summary_title'),
    blocks,
  } as const;
  await desk.open({ ...view, close: desk.word('form_close') }, triggerId);
}

function about(desk: Desk, { customer, phone, window, summary }: Summary): Block[] {
  const open = desk.word(window.open ? 'summary_window_open' : 'summary_window_shut', {
    closes: window.closes,
  });
  return [
    section(`*${customer}*${phone ? `\n${phone}` : ''}`),
    small(open),
    ...(summary ? [section(summary)] : []),
  ];
}

function tickets(desk: Desk, { tickets }: Summary): Block[] {
  if (!tickets.length) return [small(desk.word('summary_no_tickets'))];
  return tickets.map(({ number, title, status, department, owner }) =>
    section(
      `🎫 *${number}* · ${title}\n${[status, department, owner].filter(Boolean).join(' · ')}`,
    ),
  );
}

function said(desk: Desk, { said }: Summary): Block[] {
  const lines = said.map(({ author, text, at }) =>
    section(`*${desk.word(`author_${author}`)}* · ${at}\n${text}`),
  );
  return [section(`*${desk.word('summary_said')}*`), ...lines];
}
