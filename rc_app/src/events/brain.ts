import type { IHttp, ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import { sign } from '../signing';
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

export interface Address {
  brain_url: string;
  bridge_secret: string;
}

/** The brain's answer: an HTTP status, or 0 where there was none. */
export async function post(http: IHttp, address: Address, event: BrainEvent): Promise<number> {
  const body = JSON.stringify(event);
  const timestamp = String(Math.floor(Date.now() / 1000));
  try {
    const response = (await http.post(`${address.brain_url}/rocketchat/events`, {
      content: body,
      timeout: TIMEOUT_MS,
      headers: {
        'Content-Type': 'application/json',
        'X-Bridge-Timestamp': timestamp,
        'X-Bridge-Signature': sign(address.bridge_secret, timestamp, body),
      },
    })) as { statusCode: number } | undefined;
    return response?.statusCode ?? 0;
  } catch {
    return 0;
  }
}

/** Tell the brain; what it does not take is logged without its content and lost: it re-reads rooms. */
export async function tell(
  http: IHttp,
  logger: ILogger,
  address: Address,
  event: BrainEvent,
): Promise<boolean> {
  if (!address.brain_url || !address.bridge_secret) return false;
  const status = await post(http, address, event);
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
