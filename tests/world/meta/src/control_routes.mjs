import { changedRules } from './rules.mjs';

// A page that a customer sends must not run in ours.
const SHOWN = /^(image\/(?!svg)|audio\/|video\/|application\/pdf)/;

/** What tests, the bench and the phone page do to the world. */
export async function controlRoutes(app, { world }) {
  app.setErrorHandler((error, request, reply) =>
    reply.code(error.statusCode ?? 400).send({ error: error.message }),
  );
  app.addContentTypeParser(
    'application/octet-stream',
    { parseAs: 'buffer' },
    (request, body, done) => done(null, body),
  );
  customerRoutes(app, world);
  messageRoutes(app, world);
  webhookRoutes(app, world);
  ruleRoutes(app, world);
}

function customerRoutes(app, world) {
  app.get('/customers', () => ({
    customers: world.customers.all().map((customer) => card(customer, world)),
  }));
  app.post('/customers', (request) => {
    const customer = world.customers.add(request.body ?? {});
    world.live.tell('customer', card(customer, world));
    return card(customer, world);
  });
  app.post('/customers/:id/number', (request) => {
    const customer = customerOf(world, request.params.id);
    const wamid = world.saying.changeNumber(customer, request.body ?? {});
    world.live.tell('customer', card(customer, world));
    return { ...card(customer, world), wamid };
  });
  app.post('/read', (request) => ({
    read: world.reports.readAll(customerOf(world, request.body?.customer)),
  }));
  app.post('/play', (request) => {
    const record = world.chats.find(request.body?.wamid);
    if (!record?.media || record.from !== 'business')
      throw new Error('no recording of the business has this wamid');
    world.reports.reach(world.customers.find(record.customer), record, 'played');
    return { status: record.status };
  });
}

function messageRoutes(app, world) {
  app.post('/say', (request) => {
    const several = request.body?.messages;
    if (several) return { wamids: several.map((said) => say(world, said).wamid) };
    const { wamid, seq } = say(world, request.body ?? {});
    return { wamid, seq };
  });
  app.get('/messages', (request) => messages(world, request.query));
  app.post('/media', (request) => {
    const { mime, filename } = request.query;
    const file = world.media.keep(request.body, { mime, filename });
    return { id: file.id };
  });
  app.get('/media/:id', (request, reply) => {
    const file = world.media.find(request.params.id);
    if (!file) return reply.code(404).send({ error: 'no such media' });
    reply
      .header('cache-control', 'private, max-age=3600')
      .header('x-content-type-options', 'nosniff');
    if (!SHOWN.test(file.mime)) reply.header('content-disposition', 'attachment');
    return reply.type(file.mime).send(file.bytes);
  });
  app.get('/events', (request, reply) => {
    reply.hijack();
    world.live.watch(reply.raw);
  });
}

function webhookRoutes(app, world) {
  app.post('/release', (request) => world.webhooks.release(request.body ?? {}));
  app.post('/webhook', (request) => {
    const { body, text, signed = 'right', headers } = request.body;
    return world.webhooks.postRaw(Buffer.from(text ?? JSON.stringify(body)), signed, headers);
  });
  app.post('/verify', () => world.webhooks.verify());
  app.get('/stats', (request) => ({
    webhooks: { ...world.webhooks.stats.summary(), ...world.webhooks.pending() },
    graph: world.counts.graph,
    dropped: world.counts.dropped,
    ...(request.query.log && { log: world.webhooks.stats.log() }),
  }));
}

function ruleRoutes(app, world) {
  app.get('/health', () => ({ ok: true, customers: world.customers.all().length }));
  app.post('/faults', (request) => {
    const faults = Array.isArray(request.body) ? request.body : [request.body];
    return { faults: faults.map((fault) => world.faults.add(fault)) };
  });
  app.get('/faults', () => ({ faults: world.faults.all() }));
  app.delete('/faults', () => {
    world.faults.clear();
    return { faults: [] };
  });
  app.get('/rules', () => world.rules);
  app.post('/rules', (request) => (world.rules = changedRules(world.rules, request.body ?? {})));
  app.get('/clock', () => clock(world));
  app.post('/clock', (request) => {
    world.clock.advance(Number(request.body?.advance_s ?? 0) * 1000);
    world.live.tell('clock', clock(world));
    return clock(world);
  });
  app.post('/templates', (request) => {
    world.templates.add({ language: 'es', buttons: [], ...request.body });
    return { templates: world.templates.listed() };
  });
  app.post('/reset', () => {
    world.reset();
    return { ok: true };
  });
}

/** A customer given as an object is added first where nobody has that phone or id. */
function say(world, said) {
  const { customer } = said;
  if (customer === null || typeof customer !== 'object') return world.saying.say(said);
  const known = [customer.id, customer.phone, customer.user_id, customer.username]
    .filter(Boolean)
    .map((key) => world.customers.find(key))
    .find(Boolean);
  return world.saying.say({ ...said, customer: (known ?? world.customers.add(customer)).id });
}

/** The messages after `after`; with wait_ms, wait that long for one where there is none. */
async function messages(world, { customer, after = 0, wait_ms: wait = 0 }) {
  const fresh = () => {
    const all = customer ? world.chats.of(customerOf(world, customer)) : world.chats.all();
    return all.filter((record) => record.seq > Number(after));
  };
  const found = fresh();
  if (found.length || !Number(wait)) return { messages: found };
  const belongs = (record) => !customer || record.customer === customerOf(world, customer).id;
  await nextMessage(world.live, belongs, Number(wait));
  return { messages: fresh() };
}

function nextMessage(live, belongs, wait) {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      live.off('message', look);
      resolve();
    };
    const look = (record) => belongs(record) && done();
    const timer = setTimeout(done, wait);
    live.on('message', look);
  });
}

function customerOf(world, reference) {
  const customer = world.customers.find(reference);
  if (customer) return customer;
  throw Object.assign(new Error(`no such customer: ${reference}`), { statusCode: 404 });
}

function card({ id, name, phone, userId, username, lastSaidAt }, { chats }) {
  const last = chats.of({ id }).findLast((record) => !record.fate);
  return {
    id,
    name,
    phone,
    user_id: userId,
    username,
    last_said_at_ms: lastSaidAt,
    last: last ?? null,
  };
}

const clock = (world) => ({
  now: new Date(world.clock.now()).toISOString(),
  now_ms: world.clock.now(),
});
