// The world's own controls: not of the vendor, for tests and the demo.
import { resetWorld } from '../world.mjs';
import { page } from './paging.mjs';

// A page that is loaded again is no absence.
const RELOAD_MS = 3000;

export function controlRoutes({ route, limiter }, world) {
  const { clock, faults, feed, users, db, access, messages } = world;
  const open = { auth: false };

  // In place of the websocket's `loadHistory`: by REST a livechat room tells few of the server's own lines.
  route('GET', '/api/v1/_world/history/:rid', {}, ({ user, params, query }) => {
    access.mustSee(db.rooms.get(params.rid), user);
    return page('messages', messages.ofRoom(params.rid), query);
  });

  route('GET', '/_world/health', open, () => ({
    ok: true,
    license: world.license,
    appsRunning: world.apps.isRunning(),
  }));

  route('GET', '/_world/stats', open, () => {
    const memory = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return {
      requests: world.stats.requests,
      app_events: world.stats.appEvents,
      rooms: db.rooms.size,
      messages: db.messages.size,
      open_livechat_rooms: db.rooms.filter((room) => room.t === 'l' && room.open).length,
      listeners: feed.count(),
      cpu_ms: Math.round((user + system) / 1000),
      memory_mb: Math.round(memory.rss / 2 ** 20),
      started_at: world.stats.startedAt,
    };
  });

  route('POST', '/_world/reset', open, async () => {
    await resetWorld(world);
    limiter.reset();
    world.secondFactor.forget();
    feed.publish('reset', {});
    return { ok: true };
  });

  route('POST', '/_world/clock', open, ({ body }) => {
    clock.advance(Number(body?.advance_s ?? 0) * 1000);
    return { now: clock.date(), ahead_s: clock.ahead() / 1000 };
  });

  route('POST', '/_world/totp', open, ({ body }) => {
    const user = users.byUsername(body.username);
    const totp = body.code ? { enabled: true, code: String(body.code) } : undefined;
    db.users.update(user, { services: { ...user.services, totp } });
    world.secondFactor.forget();
    return { ok: true };
  });

  route('GET', '/_world/mailed', open, ({ query }) => ({
    code: world.secondFactor.mailedTo(users.byUsername(query.username)) ?? null,
  }));

  route('GET', '/_world/faults', open, () => ({ faults: faults.list() }));
  route('POST', '/_world/faults', open, ({ body }) => {
    for (const fault of [body].flat()) faults.add(fault);
    return { faults: faults.list() };
  });
  route('DELETE', '/_world/faults', open, () => {
    faults.clear();
    return { faults: [] };
  });

  const gone = (userId) => {
    const user = db.users.get(userId);
    if (user && !feed.listens(userId)) users.setStatus(user, { connected: false });
  };

  // Whoever listens as a user is connected, as a client's websocket would make them.
  route('GET', '/_world/events', { ...open, raw: true }, ({ request, response, query }) => {
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache',
      connection: 'keep-alive',
    });
    response.write(`retry: 1000\nevent: ready\ndata: ${JSON.stringify({ now: clock.date() })}\n\n`);
    const stop = feed.listen(query.userId, (frame) => response.write(frame));
    const comes = query.userId && db.users.get(query.userId)?.statusConnection === 'offline';
    if (comes) users.setStatus(db.users.get(query.userId), { connected: true });
    request.on('close', () => {
      stop();
      if (comes) setTimeout(gone, RELOAD_MS, query.userId);
    });
  });
}
