import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import type { Server } from '../engine';
import { InvalidRequest } from '../visitorSpoke/request';
import { SignedEndpoint } from './signedEndpoint';

/** Words of the brain's for one person only, in the room where something was asked for. */
export class WhisperEndpoint extends SignedEndpoint {
  public override path = 'whisper';

  protected override async handle({ read, modify }: Server, body: unknown): Promise<object> {
    const { room: roomId, username, text } = (body ?? {}) as Record<string, unknown>;
    if (typeof roomId !== 'string' || typeof username !== 'string' || typeof text !== 'string') {
      throw new InvalidRequest('room, username and text must be texts');
    }
    const [room, user] = await Promise.all([
      read.getRoomReader().getById(roomId),
      read.getUserReader().getByUsername(username) as Promise<IUser | undefined>,
    ]);
    if (!room || !user) throw new InvalidRequest('there is no such room or user');
    const notifier = modify.getNotifier();
    const message = notifier.getMessageBuilder().setRoom(room).setText(text).getMessage();
    await notifier.notifyUser(user, message);
    return { told: true };
  }
}
