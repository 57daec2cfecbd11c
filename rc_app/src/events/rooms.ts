import { randomUUID } from 'crypto';
import type { IHttp, ILogger } from '@rocket.chat/apps-engine/definition/accessors';
import type {
  ILivechatEventContext,
  ILivechatRoom,
  ILivechatTransferEventContext,
} from '@rocket.chat/apps-engine/definition/livechat';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Address } from '../brain';
import { ourRoom } from '../people';
import { tell, type BrainEvent } from './telling';
import { person, roomValue } from './values';

/** Tells the brain what happens to rooms. */
export class RoomEvents {
  public constructor(
    private readonly http: IHttp,
    private readonly logger: ILogger,
    private readonly settings: Address & { bot_username: string },
  ) {}

  public started(room: ILivechatRoom): Promise<void> {
    return this.tell(room, 'room-started', room.id);
  }

  // The room may have been read before the agent was written into it.
  public assigned({ room, agent }: ILivechatEventContext): Promise<void> {
    return this.tell({ ...room, servedBy: agent }, 'assigned', randomUUID());
  }

  // In a transfer from agent to agent the new one is assigned before the old one is taken off.
  public unassigned({ room, agent }: ILivechatEventContext): Promise<void> {
    const left = room.servedBy?.id === agent.id;
    return this.tell(left ? { ...room, servedBy: undefined } : room, 'assigned', randomUUID());
  }

  public transferred({ room }: ILivechatTransferEventContext): Promise<void> {
    return this.tell(room as ILivechatRoom, 'transferred', randomUUID());
  }

  public closed(room: ILivechatRoom): Promise<void> {
    return this.tell({ ...room, isOpen: false }, 'closed', room.id, room.closedBy);
  }

  private async tell(
    candidate: ILivechatRoom,
    event: BrainEvent['event'],
    id: string,
    by?: IUser,
  ): Promise<void> {
    const room = ourRoom(candidate);
    if (!room) return;
    await tell(this.http, this.logger, this.settings, {
      event,
      id: `${event}:${id}`,
      ts: new Date().toISOString(),
      room: roomValue(room, this.settings.bot_username),
      by: by ? person(by) : null,
    });
  }
}
