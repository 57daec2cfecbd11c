import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { ping } from '../connection';
import type { Server } from '../engine';
import { SignedEndpoint } from './signedEndpoint';

export class HealthEndpoint extends SignedEndpoint {
  public override path = 'health';

  protected override async handle({ read, http }: Server): Promise<object> {
    const settings = await this.settings.of(read);
    const [status, bot] = await Promise.all([
      ping(http, settings),
      read.getUserReader().getByUsername(settings.bot_username) as Promise<IUser | undefined>,
    ]);
    return {
      ok: true,
      version: this.app.getVersion(),
      brain: { reachable: status !== 0, status },
      bot: { found: !!bot, username: settings.bot_username },
    };
  }
}
