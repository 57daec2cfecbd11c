import type { IHttp, ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import { post, type Address } from '../brain';
import type { MessageValue, Person, RoomValue } from './values';

const TIMEOUT_MS = 5000;

export interface BrainEvent {
  event:
    | 'message'
    | 'room-started'
    | 'assigned'
    | 'transferred'
    | 'closed'
    | 'command'
    | 'rescued'
    | 'ping';
  id: string;
  ts: string;
  room?: RoomValue;
  message?: MessageValue;
  command?: Command;
  by?: Person | null;
}

export interface Command {
  name: string;
  args: string[];
  user: Person & { roles: string[] };
  ticket?: number;
  fields?: Record<string, string>;
  at?: string;
}

/** The HTTP status that the brain answers to an event; 0 where it does not. */
export async function send(http: IHttp, address: Address, event: BrainEvent): Promise<number> {
  return (await post(http, address, '/rocketchat/events', event, TIMEOUT_MS)).status;
}

/** Tell the brain; what it does not take is logged without its content and lost: it re-reads rooms. */
export async function tell(
  http: IHttp,
  logger: ILogger,
  address: Address,
  event: BrainEvent,
): Promise<boolean> {
  if (!address.brain_url || !address.bridge_secret) return false;
  const status = await send(http, address, event);
  if (status === 200) return true;
  logger.error({
    msg: 'the brain did not take an event',
    event: event.event,
    eventId: event.id,
    roomId: event.room?.id,
    status,
  });
  return false;
}
