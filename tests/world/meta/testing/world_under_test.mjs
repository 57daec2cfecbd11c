import { createServer } from 'node:http';
import { createWorld } from '../src/world.mjs';
import { readSettings } from '../src/settings.mjs';

/** A world of its own for one test, and a business that receives its webhooks. */
export async function worldUnderTest(t, rules = {}) {
  const business = await receiver();
  const settings = readSettings({ WORLD_WEBHOOK_URL: business.url }, ['--port', '0']);
  const world = await createWorld(settings);
  const address = await world.listen();
  t.after(async () => {
    await world.close();
    await business.close();
  });
  const control = (path, body, method = body ? 'POST' : 'GET') =>
    json(`${address}/_world${path}`, { method, body });
  await control('/rules', { sent_after_ms: 0, delivered_after_ms: 1, ...rules });
  return {
    address,
    settings,
    business,
    control,
    graph: graph(address, settings),
    ...people(control),
  };
}

const people = (control) => ({
  async say(customer, said) {
    return (
      await control('/say', { customer, ...(typeof said === 'string' ? { text: said } : said) })
    ).wamid;
  },
  phoneOf: async (customer) => (await control(`/messages?customer=${customer}`)).messages,
});

/** Calls of the Graph API; the answer is { status, body }. */
function graph(address, { token, phoneId }) {
  const call = async (method, path, body, bearer = token) => {
    const form = body instanceof FormData;
    const answer = await fetch(`${address}/v24.0/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${bearer}`,
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      body: form ? body : body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? JSON.parse(text) : text };
  };
  const send = (message, bearer) =>
    call('POST', `${phoneId}/messages`, { messaging_product: 'whatsapp', ...message }, bearer);
  const text = (to, body = 'Hola', more = {}) =>
    send({ to, type: 'text', text: { body }, ...more });
  const upload = (bytes, mime, filename = 'file') => {
    const form = new FormData();
    form.set('messaging_product', 'whatsapp');
    form.set('type', mime);
    form.set('file', new Blob([bytes], { type: mime }), filename);
    return call('POST', `${phoneId}/media`, form);
  };
  return { call, send, text, upload };
}

async function json(url, { method, body }) {
  const answer = await fetch(url, {
    method,
    headers: body && { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return answer.json();
}

/** Keeps every webhook it gets; `answers` are the statuses for the next ones, then 200. */
async function receiver() {
  const posts = [];
  const waiting = new Set();
  const answers = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const query = new URL(request.url, 'http://business').searchParams;
    const raw = Buffer.concat(chunks);
    if (request.method === 'POST')
      posts.push({ raw, headers: request.headers, body: JSON.parse(raw) });
    response.statusCode = request.method === 'POST' ? (answers.shift() ?? 200) : 200;
    response.end(query.get('hub.challenge') ?? '');
    for (const look of waiting) look();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

  const until = (enough) =>
    new Promise((resolve) => {
      const look = () => {
        if (!enough(posts)) return;
        waiting.delete(look);
        resolve(posts);
      };
      waiting.add(look);
      look();
    });
  return {
    posts,
    answers,
    url: `http://127.0.0.1:${server.address().port}/webhook`,
    received: (count) => until((all) => all.length >= count),
    message: async () => (
      await until((all) => all.some((post) => messagesIn(post).length)),
      posts.flatMap(messagesIn)[0]
    ),
    status: async (name) => (
      await until((all) => statuses(all).some((one) => one.status === name)),
      statuses(posts).find((one) => one.status === name)
    ),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

const statuses = (posts) =>
  posts.flatMap(({ body }) =>
    body.entry.flatMap((entry) => entry.changes.flatMap((change) => change.value.statuses ?? [])),
  );

export const messagesIn = (post) =>
  post.body.entry.flatMap((entry) =>
    entry.changes.flatMap((change) => change.value.messages ?? []),
  );
export const valueOf = (post) => post.body.entry[0].changes[0].value;
export const MARIA = '18095550101';
export const CAROLINA = 'DO.90126644178305529943';
