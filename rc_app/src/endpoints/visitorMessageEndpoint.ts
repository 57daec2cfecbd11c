import type { App } from '@rocket.chat/apps-engine/definition/App';
import type { Server } from '../engine';
import type { Settings } from '../settings';
import { asVisitorMessage } from '../visitorSpoke/request';
import type { Reply, VisitorSpoke } from '../visitorSpoke/visitorSpoke';
import { SignedEndpoint } from './signedEndpoint';

export class VisitorMessageEndpoint extends SignedEndpoint {
  public override path = 'visitor-message';

  public constructor(
    app: App,
    settings: Settings,
    private readonly visitorSpoke: VisitorSpoke,
  ) {
    super(app, settings);
  }

  protected override handle(server: Server, body: unknown): Promise<Reply> {
    return this.visitorSpoke.hear(server, asVisitorMessage(body));
  }
}
