// Finds the route of a request, checks it as the real server does, and answers.
import { CodedError, HttpError, PlainError, forbidden, unauthorized } from '../errors.mjs';
import { readBody } from './body.mjs';
import { createLimiter } from './limiter.mjs';
import { validator } from './validators.mjs';

export function createRouter(world) {
  const exact = new Map();
  const patterned = [];
  const limiter = createLimiter(world);

  /**
   * @param path with `:name` for a part and `*` last for the rest.
   * @param options auth (default true), permissions (all), validate (name of the vendor's validator),
   *   limit ({calls, milliseconds}; false for none), secondFactor, raw (answers by itself).
   */
  function route(method, path, options, handler) {
    const entry = {
      method,
      path,
      handler,
      auth: true,
      ...options,
      check: options.validate && validator(options.validate),
    };
    if (!/[:*]/.test(path)) exact.set(`${method} ${path}`, entry);
    else patterned.push({ ...entry, parts: path.split('/') });
  }

  function find(method, path) {
    const entry = exact.get(`${method} ${path}`);
    if (entry) return { entry, params: {} };
    const given = path.split('/');
    for (const candidate of patterned) {
      const params =
        candidate.method === method || candidate.method === 'ANY' ? match(candidate.parts, given) : undefined;
      if (params) return { entry: candidate, params };
    }
    return undefined;
  }

  async function handle(request, response) {
    const url = request.url;
    const cut = url.indexOf('?');
    const path = cut < 0 ? url : url.slice(0, cut);
    const found = find(request.method, path);
    if (!found) return answer(response, 404, { success: false, error: 'Resource not found' });
    const context = {
      request,
      response,
      path,
      params: found.params,
      query: cut < 0 ? {} : queryOf(url.slice(cut + 1)),
      address: request.socket.remoteAddress,
    };
    try {
      const result = await run(found.entry, context);
      // Whoever hears that it was done must find it done, even if this process is killed now.
      world.journal.flush();
      if (result !== HANDLED) answer(response, 200, result, context.headers);
    } catch (error) {
      refuse(response, error, context);
    }
    return undefined;
  }

  async function run(entry, context) {
    identify(context);
    if (entry.auth && !context.user) throw unauthorized();
    if (!entry.auth && entry.limit !== false && path1(entry.path)) {
      context.headers = limiter.check(`${entry.method}${entry.path}`, context.address, entry.limit);
    }
    if (entry.permissions) demand(entry.permissions, context.user);
    if (entry.method !== 'GET' && !entry.stream) Object.assign(context, await readBody(context.request));
    if (entry.check) entry.check(entry.method === 'GET' ? context.query : (context.body ?? {}));
    if (entry.secondFactor) world.secondFactor.atChange(context);
    const result = await entry.handler(context);
    return entry.raw ? HANDLED : result;
  }

  function identify(context) {
    const { 'x-auth-token': token, 'x-user-id': userId } = context.request.headers;
    if (!token || !userId) return;
    context.user = world.users.ofSession(userId, token);
    context.token = token;
  }

  function demand(permissions, user) {
    if (permissions.every((permission) => world.users.may(user, permission))) return;
    throw forbidden('User does not have the permissions required for this action [error-unauthorized]');
  }

  function refuse(response, error, context) {
    if (response.headersSent) return response.end();
    if (error instanceof HttpError)
      return answer(response, error.status, error.body, { ...context.headers, ...error.headers });
    if (error instanceof CodedError) return answer(response, 400, coded(error), context.headers);
    // The real server answers 400 to whatever fails; here it may be a slip of ours, so it is shown.
    if (!(error instanceof PlainError)) world.log.error(context.path, error);
    return answer(response, 400, { success: false, error: error.message }, context.headers);
  }

  return { route, handle, limiter };
}

export const HANDLED = Symbol('handled');

const path1 = (path) => path.startsWith('/api/v1/');

const coded = ({ message, code, details }) => ({
  success: false,
  error: message,
  errorType: code,
  ...(details && { details }),
});

export function answer(response, status, body, headers = {}) {
  const value = Array.isArray(body)
    ? body
    : { ...body, ...(status === 200 && { success: body?.success ?? true }) };
  const text = JSON.stringify(value);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}

function match(parts, given) {
  const params = {};
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] === '*') {
      params.rest = given.slice(i).join('/');
      return params;
    }
    if (given[i] === undefined) return undefined;
    if (parts[i].startsWith(':')) params[parts[i].slice(1)] = decodeURIComponent(given[i]);
    else if (parts[i] !== given[i]) return undefined;
  }
  return parts.length === given.length ? params : undefined;
}

function queryOf(text) {
  const query = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const key = name.replace(/\[\]$/, '');
    if (name !== key || key in query) query[key] = [...[query[key] ?? []].flat(), value];
    else query[key] = value;
  }
  return query;
}
