import { HttpStatusCode } from '@rocket.chat/apps-engine/definition/accessors';
import { ApiEndpoint, type IApiResponse } from '@rocket.chat/apps-engine/definition/api';
import icon from '../../whatsapp.svg';

/** Where Rocket.Chat's client looks for the icon of a room that an app has opened. */
export class IconEndpoint extends ApiEndpoint {
  public override path = 'get-sidebar-icon';

  public get(): Promise<IApiResponse> {
    return Promise.resolve({
      status: HttpStatusCode.OK,
      headers: { 'content-type': 'image/svg+xml', 'cache-control': 'public, max-age=86400' },
      content: icon,
    });
  }
}
