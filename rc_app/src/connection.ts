import { randomUUID } from 'crypto';
import type {
  IEnvironmentWrite,
  IHttp,
  ILogger,
} from '@rocket.chat/apps-engine/definition/accessors';
import type { Address } from './brain';
import { send } from './events/telling';
import { CONNECTION_STATUS } from './settings';
import { say, type Word } from './words';

export function ping(http: IHttp, address: Address): Promise<number> {
  return send(http, address, { event: 'ping', id: randomUUID(), ts: new Date().toISOString() });
}

/** Try the way to the brain and show the result, in words, in the settings and in the app's log. */
export async function testConnection(
  http: IHttp,
  environment: IEnvironmentWrite,
  logger: ILogger,
  address: Address,
): Promise<void> {
  const configured = address.brain_url !== '' && address.bridge_secret !== '';
  const status = configured ? await ping(http, address) : 0;
  const word = configured ? judge(status) : 'connection_not_configured';
  const entry = { msg: say(word), status };
  if (word === 'connection_ok') logger.info(entry);
  else logger.warn(entry);
  await environment.getSettings().updateValue(CONNECTION_STATUS, say(word));
}

function judge(status: number): Word {
  if (status === 200) return 'connection_ok';
  if (status === 0) return 'connection_unreachable';
  if (status === 401 || status === 403) return 'connection_wrong_signature';
  return status >= 500 ? 'connection_failing' : 'connection_not_ours';
}
