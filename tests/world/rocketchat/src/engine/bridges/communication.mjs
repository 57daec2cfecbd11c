// Ways in and out of apps: HTTP calls, their own API, slash commands.
import { Agent, request } from 'undici';
import { CodedError } from '../../errors.mjs';

const DEFAULT_TIMEOUT = 3 * 60 * 1000;
const JSON_TYPES = [
  'application/json',
  'text/javascript',
  'application/javascript',
  'application/x-javascript',
];

export function communication(world, host) {
  const dispatcher = new Agent({ connections: 32, keepAliveTimeout: 30_000 });

  async function call({ method, url: address, request: asked }) {
    const url = new URL(address);
    const { headers, body } = outgoing(method, url, asked);
    const timeout = asked.timeout || DEFAULT_TIMEOUT;
    const answer = await request(url, {
      method: method.toUpperCase(),
      headers,
      body,
      dispatcher,
      signal: AbortSignal.timeout(timeout),
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
    const content = Buffer.from(await answer.body.arrayBuffer());
    const result = { url: address, method, statusCode: answer.statusCode, headers: answer.headers };
    if (asked.encoding === null) return { ...result, content };
    const text = content.toString(asked.encoding ?? 'utf8');
    return { ...result, content: text, data: asData(text, answer.headers['content-type']) };
  }

  return {
    HttpBridge: { call },
    ApiBridge: {
      async registerApi(api, appId) {
        host.endpoints.set(appId, [...(host.endpoints.get(appId) ?? []), api]);
      },
      async unregisterApis(appId) {
        host.endpoints.delete(appId);
      },
    },
    CommandBridge: commandBridge(host),
  };
}

function outgoing(method, url, { headers: given = {}, content, data, params, auth }) {
  const headers = { ...given };
  const reads = ['GET', 'HEAD'].includes(method.toUpperCase());
  let body = content || data;
  if (auth) headers.Authorization = `Basic ${Buffer.from(auth, 'ascii').toString('base64')}`;
  if (params && (body || reads))
    for (const [key, value] of Object.entries(params)) url.searchParams.append(key, value);
  if (params && !body && !reads) {
    body = new URLSearchParams(params).toString();
    headers['Content-Type'] = 'application/x-www-form-urlencoded';
  }
  if (body && typeof body === 'object' && !Buffer.isBuffer(body)) {
    body = JSON.stringify(body);
    headers['content-type'] ??= 'application/json';
  }
  return { headers, body: reads ? undefined : body };
}

function asData(text, type = '') {
  if (!JSON_TYPES.includes(type.split(';')[0])) return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function commandBridge({ commands }) {
  const known = (name) => {
    const command = commands.get(name.toLowerCase());
    if (!command)
      throw new CodedError(
        'error-command-not-found',
        `Command does not exist in the system currently: "${name}"`,
      );
    return command;
  };
  return {
    doesCommandExist: async (name) => commands.get(name.toLowerCase())?.enabled ?? false,
    async registerCommand(command, appId) {
      commands.set(command.command.toLowerCase(), { ...command, appId, enabled: true });
    },
    async unregisterCommand(name) {
      commands.delete(name.toLowerCase());
    },
    async enableCommand(name) {
      known(name).enabled = true;
    },
    async disableCommand(name) {
      known(name).enabled = false;
    },
    async modifyCommand(command) {
      Object.assign(known(command.command), command);
    },
  };
}
