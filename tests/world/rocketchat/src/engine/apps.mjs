// The vendor's app engine with its bridges: installing, asking and telling apps.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBridges } from './bridges/index.mjs';
import { createConverters } from './converters.mjs';
import { LogStorage, MetadataStorage, SourceStorage } from './storage.mjs';
import { tuneEngine } from './tuning.mjs';

const require = createRequire(import.meta.url);
const { AppManager } = require('@rocket.chat/apps-engine/server/AppManager');

const RUNTIME = fileURLToPath(new URL('../../runtime/bin', import.meta.url));

export function createApps(world) {
  const { db, faults, log } = world;
  const convert = createConverters(db);
  const host = {
    convert,
    endpoints: new Map(),
    commands: new Map(),
    nameOf: (appId) => manager?.getOneById(appId)?.getNameSlug(),
  };
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'world-rocketchat-'));
  let manager;
  let running = false;

  async function start() {
    tuneEngine(log);
    process.env.PATH = `${RUNTIME}:${process.env.PATH}`;
    // The engine checks no permission at all when it believes that it is being tested.
    if (process.env.NODE_ENV === 'test') delete process.env.NODE_ENV;
    manager = new AppManager({
      metadataStorage: new MetadataStorage(db.apps),
      logStorage: new LogStorage(),
      sourceStorage: new SourceStorage(world.dataDir),
      bridges: createBridges(world, host),
      tempFilePath: temporary,
    });
    await manager.load();
    for (const app of await manager.get()) await manager.loadOne(app.getID(), true);
    running = true;
  }

  // Since 7.0 a workspace without a plan may have private apps but not run them.
  const mayEnable = () => world.license !== 'community';

  /** Enables an app and remembers that it is, for the next start. */
  async function enable(id) {
    if (!(await manager.enable(id))) return false;
    const stored = manager.getOneById(id).getStorageItem();
    stored.status = 'auto_enabled';
    await manager.getStorage().updateStatus(stored._id, stored.status);
    return true;
  }

  async function stop() {
    running = false;
    await manager?.unload(true);
    // The engine allows one manager only and forgets it never.
    AppManager.Instance = undefined;
    rmSync(temporary, { recursive: true, force: true });
  }

  const listens = (event) => running && manager.getListenerManager().getListeners(event).length > 0;
  const execute = (event, payload) => manager.getListenerManager().executeListener(event, payload);

  /** Tells apps what happened: after the call that caused it, and nobody waits for them. */
  function tell(event, facts) {
    if (!listens(event) || faults.dropsEvent(event)) return;
    setImmediate(() => {
      world.stats.appEvents += 1;
      execute(event, payloadOf(event, facts)).catch((error) => log.warn(`${event}: ${error.message}`));
    });
  }

  function payloadOf(event, { message, room, user, department, type, from, to }) {
    switch (event) {
      case 'IPostMessageDeleted':
        return { message: convert.message(message), user: convert.user(user) };
      case 'IPostLivechatAgentAssigned':
      case 'IPostLivechatAgentUnassigned':
        return { room: convert.room(room), agent: convert.user(user) };
      case 'IPostLivechatRoomTransferred': {
        const side = type === 'agent' ? convert.userById : convert.departmentById;
        return { type, room: convert.room(room), from: side(from), to: side(to) };
      }
      case 'IPostLivechatDepartmentRemoved':
        return { department: convert.department(department) };
      case 'IPostUserStatusChanged':
        return { user: convert.user(user), currentStatus: to, previousStatus: from };
      case 'IPostUserCreated':
        return { user: convert.user(user) };
      case 'IPostUserLoggedIn':
        return convert.user(user);
      default:
        return message ? convert.message(message) : convert.room(room);
    }
  }

  /** Asks apps before something happens. One that throws stops it as well. */
  async function prevents(event, subject) {
    if (!listens(event)) return false;
    const isRoom = subject.t === 'l' && subject.v;
    try {
      return (await execute(event, isRoom ? convert.room(subject) : convert.message(subject))) === true;
    } catch (error) {
      if (!isRoom) throw error;
      return true;
    }
  }

  /** Lets apps extend and modify a message before it is stored. */
  async function reshape(message) {
    let shaped = message;
    for (const event of ['IPreMessageSentExtend', 'IPreMessageSentModify']) {
      if (!listens(event)) continue;
      const result = await execute(event, convert.message(shaped));
      if (result && typeof result === 'object') shaped = { ...shaped, ...convert.messageFromApp(result) };
    }
    return shaped;
  }

  return {
    start,
    stop,
    enable,
    mayEnable,
    tell,
    prevents,
    reshape,
    execute,
    convert,
    host,
    manager: () => manager,
    isRunning: () => running,
  };
}
