import {
  HttpStatusCode,
  IHttp,
  ILogger,
  IModify,
  IPersistence,
  IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import { ApiEndpoint } from '@rocket.chat/apps-engine/definition/api';
import type {
  IApiEndpointInfo,
  IApiRequest,
  IApiResponse,
} from '@rocket.chat/apps-engine/definition/api';
import type { App } from '@rocket.chat/apps-engine/definition/App';
import type { Server } from '../engine';
import { quiet } from '../quietLog';
import type { Settings } from '../settings';
import { verify, type Verdict } from '../signing';
import { FileTooLarge, InvalidRequest } from '../visitorSpoke/request';

const REFUSALS: Record<Exclude<Verdict, 'valid'>, { status: HttpStatusCode; message: string }> = {
  missing: { status: HttpStatusCode.UNAUTHORIZED, message: 'the signature headers are missing' },
  stale: {
    status: HttpStatusCode.UNAUTHORIZED,
    message: 'the timestamp is more than 300 seconds away',
  },
  wrong: { status: HttpStatusCode.FORBIDDEN, message: 'the signature does not fit' },
  'not-configured': { status: HttpStatusCode.FORBIDDEN, message: 'the app has no bridge_secret' },
};

/** An endpoint that lets only the brain in. */
export abstract class SignedEndpoint extends ApiEndpoint {
  public constructor(
    app: App,
    protected readonly settings: Settings,
  ) {
    super(app);
  }

  public async post(
    request: IApiRequest,
    _endpoint: IApiEndpointInfo,
    read: IRead,
    modify: IModify,
    http: IHttp,
    persistence: IPersistence,
  ): Promise<IApiResponse> {
    const logger = quiet(this.app.getLogger());
    try {
      return await this.admit(request, { read, modify, http, persistence, logger });
    } catch (error) {
      return this.failure(error, logger);
    }
  }

  protected abstract handle(server: Server, body: unknown): Promise<object>;

  private async admit(request: IApiRequest, server: Server): Promise<IApiResponse> {
    const { bridge_secret } = await this.settings.of(server.read);
    const signed = (request.content as { signed?: unknown } | undefined)?.signed;
    const text = typeof signed === 'string' ? signed : '';
    const verdict = verify(bridge_secret, request.headers, text, new Date());
    if (verdict !== 'valid') {
      const { status, message } = REFUSALS[verdict];
      return refuse(status, `signature-${verdict}`, message);
    }
    return this.success(await this.handle(server, parse(text)));
  }

  private failure(error: unknown, logger: ILogger): IApiResponse {
    if (error instanceof InvalidRequest)
      return refuse(HttpStatusCode.BAD_REQUEST, 'invalid-request', error.message);
    if (error instanceof FileTooLarge)
      return refuse(HttpStatusCode.REQUEST_ENTITY_TOO_LARGE, 'file-too-large', error.message);
    const reason = error instanceof Error ? error.message : 'unknown';
    if (/no-agent-online|no online agents/i.test(reason)) {
      return refuse(
        HttpStatusCode.CONFLICT,
        'no-agent-online',
        'no agent is online to take the room',
      );
    }
    logger.error({ msg: 'a request failed', path: this.path, reason: codeOf(reason) });
    return refuse(HttpStatusCode.INTERNAL_SERVER_ERROR, 'failed', codeOf(reason));
  }
}

function refuse(status: HttpStatusCode, error: string, message: string): IApiResponse {
  return { status, content: { error, message } };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new InvalidRequest('signed is not JSON');
  }
}

// A server's error may quote what it was given: its code goes on, and no long number.
function codeOf(reason: string): string {
  return /\[?(error-[a-z-]+)\]?/.exec(reason)?.[1] ?? reason.slice(0, 120).replace(/\d{5,}/g, '…');
}
