import { GraphError } from './errors.mjs';

/** Make the faults happen: before the call is looked at, or after it took effect. */
export function misfortune(app, { faults, counts }) {
  app.decorateRequest('fault', null);

  app.addHook('preHandler', async (request, reply) => {
    const call = describe(request);
    counts.graph[call.action] = (counts.graph[call.action] ?? 0) + 1;
    request.fault = faults.take(call);
    if (request.fault) await before(request.fault, reply);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const { hang, reset } = request.fault ?? {};
    if (reset === 'after') request.raw.socket.destroy();
    if (hang === 'after') await untilClosed(request);
    return payload;
  });
}

async function before(fault, reply) {
  if (fault.delay_ms) await new Promise((resolve) => setTimeout(resolve, fault.delay_ms));
  if (fault.reset === 'before') reply.request.raw.socket.destroy();
  if (fault.hang === 'before' || fault.reset === 'before') await untilClosed(reply.request);
  if (fault.error) throw new GraphError(fault.error, { details: fault.details, http: fault.http });
  if (fault.html) return reply.code(fault.status).type('text/html').send(fault.html);
  if (fault.status)
    return reply
      .code(fault.status)
      .headers(fault.headers ?? {})
      .send(fault.body ?? {});
}

/** A silent server: wait until the caller has had enough, then go no further. */
async function untilClosed(request) {
  const { socket } = request.raw;
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
  throw new Error('the caller has hung up');
}

function describe({ method, url, body }) {
  const path = url.split('?')[0];
  return {
    method,
    path,
    action: actionOf(method, path, body),
    type: body?.type,
    to: body?.to ?? body?.recipient,
  };
}

function actionOf(method, path, body) {
  if (path.endsWith('/messages')) return body?.status ? 'read' : 'send';
  if (path.endsWith('/media')) return 'upload';
  if (path.includes('/attachments')) return 'download';
  return method === 'DELETE' ? 'delete' : 'look';
}
