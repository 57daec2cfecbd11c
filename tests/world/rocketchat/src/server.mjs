// Listens, lets faults strike, and hands each request to its route.
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { agentRoutes } from './rest/livechat-agents.mjs';
import { appEndpointRoutes, appRoutes } from './rest/apps.mjs';
import { chatRoutes } from './rest/chat.mjs';
import { controlRoutes } from './rest/control.mjs';
import { fileRoutes } from './rest/files.mjs';
import { interactionRoutes } from './rest/interactions.mjs';
import { livechatSetupRoutes } from './rest/livechat-setup.mjs';
import { roomRoutes } from './rest/rooms.mjs';
import { answer, createRouter } from './rest/router.mjs';
import { sessionRoutes } from './rest/session.mjs';
import { settingRoutes } from './rest/settings.mjs';
import { userRoutes } from './rest/users.mjs';
import { visitorRoutes } from './rest/livechat-visitors.mjs';
import { createWorld, startWorld } from './world.mjs';

export async function startServer({ port = 0, host = '127.0.0.1', dataDir, license, rootUrl } = {}) {
  const world = createWorld({ dataDir, license, rootUrl: rootUrl ?? `http://${host}:${port}` });
  const router = createRouter(world);
  const parts = [
    appEndpointRoutes,
    interactionRoutes,
    sessionRoutes,
    userRoutes,
    settingRoutes,
    visitorRoutes,
    agentRoutes,
    livechatSetupRoutes,
    chatRoutes,
    roomRoutes,
    appRoutes,
    controlRoutes,
  ];
  for (const part of parts) part(router, world);
  fileRoutes(router, world)();
  await startWorld(world);

  const server = http.createServer({ keepAliveTimeout: 65_000, noDelay: true }, async (request, response) => {
    world.stats.requests += 1;
    if (!request.url.startsWith('/_world') && (await struck(world, request, response))) return;
    await router.handle(request, response);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  const url = `http://${host}:${server.address().port}`;
  if (!rootUrl) world.settings.set('Site_Url', url);
  return { world, server, url, stop: () => stop(world, server) };
}

/** @returns true where a fault took the request away. */
async function struck(world, request, response) {
  const fault = world.faults.ofRequest(request.url);
  if (!fault) return false;
  if (fault.delay) await wait(fault.delay.milliseconds);
  if (!fault.stop) return false;
  if (fault.stop.kind === 'down') {
    request.socket.destroy();
    return true;
  }
  const {
    status = 500,
    body = { success: false, error: 'Internal server error' },
    headers = {},
  } = fault.stop;
  if (fault.stop.after) spoilAnswer(response, { status, body, headers });
  else answer(response, status, body, headers);
  return !fault.stop.after;
}

/** The call happens; its answer does not arrive as it was. */
function spoilAnswer(response, { status, body, headers }) {
  const { writeHead, end } = response;
  response.writeHead = () => response;
  response.end = () => {
    Object.assign(response, { writeHead, end });
    answer(response, status, body, headers);
    return response;
  };
}

async function stop(world, server) {
  world.journal.flush();
  server.closeAllConnections();
  server.close();
  await world.apps.stop();
}
