import { readFileSync } from 'node:fs';
import fastify from 'fastify';
import { Accepting } from './accepting.mjs';
import { Chats } from './chats.mjs';
import { Clock } from './clock.mjs';
import { controlRoutes } from './control_routes.mjs';
import { Customers } from './customers.mjs';
import { Faults } from './faults.mjs';
import { graphRoutes } from './graph_routes.mjs';
import { PairLimit, Throughput } from './limits.mjs';
import { Live } from './live.mjs';
import { LARGEST_FILE, MediaShelf } from './media.mjs';
import { pageRoutes } from './page_routes.mjs';
import { Reports } from './reports.mjs';
import { DEFAULT_RULES } from './rules.mjs';
import { Saying } from './saying.mjs';
import { Templates } from './templates.mjs';
import { Webhooks } from './webhooks.mjs';

const DEMO_CUSTOMERS = JSON.parse(
  readFileSync(new URL('../data/customers.json', import.meta.url), 'utf8'),
);

/** Wire the parts together; `listen` opens the port. */
export async function createWorld(settings) {
  // A file travels as base64 on the control side, a third larger.
  const app = fastify({
    bodyLimit: Math.ceil(LARGEST_FILE * 1.4),
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const world = { settings, rules: { ...DEFAULT_RULES }, counts: { dropped: 0, graph: {} } };
  world.origin = () => `http://${settings.host}:${app.server.address().port}`;
  world.clock = new Clock();
  world.live = new Live();
  world.customers = new Customers();
  world.chats = new Chats(world.clock, world.live);
  world.media = new MediaShelf(world.clock, world.origin);
  world.templates = new Templates();
  world.faults = new Faults();
  world.pairLimit = new PairLimit();
  world.throughput = new Throughput();
  world.webhooks = new Webhooks(settings, world.clock, () => world.rules);
  world.reports = new Reports(world);
  world.accepting = new Accepting(world);
  world.saying = new Saying(world);
  world.reset = () => reset(world);
  world.reset();

  await app.register(graphRoutes, { world });
  await app.register(controlRoutes, { world, prefix: '/_world' });
  await app.register(pageRoutes, { world });
  return {
    ...world,
    app,
    listen: () => app.listen({ host: settings.host, port: settings.port }),
    close: () => close(world, app),
  };
}

/** Back to the beginning: demo customers, default rules, the machine's time. */
function reset(world) {
  for (const part of [
    world.clock,
    world.customers,
    world.chats,
    world.media,
    world.templates,
    world.pairLimit,
    world.throughput,
    world.webhooks,
  ])
    part.reset();
  world.faults.clear();
  world.rules = { ...DEFAULT_RULES };
  world.counts.dropped = 0;
  world.counts.graph = {};
  for (const customer of DEMO_CUSTOMERS) world.customers.add(customer);
  world.live.tell('reset', {});
}

async function close(world, app) {
  world.clock.reset();
  world.live.close();
  await world.webhooks.close();
  await app.close();
}
