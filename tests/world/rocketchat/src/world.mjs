// Puts the workspace together: every part gets what it needs from here.
import { generateKeyPairSync } from 'node:crypto';
import { createAccess } from './access.mjs';
import { createChannels } from './channels.mjs';
import { createClock } from './clock.mjs';
import { createDatabase } from './database.mjs';
import { PEOPLE } from './defaults.mjs';
import { createApps } from './engine/apps.mjs';
import { createFaults } from './faults.mjs';
import { createFeed } from './feed.mjs';
import { createJournal } from './journal.mjs';
import { createDepartments } from './livechat/departments.mjs';
import { createLivechatRooms } from './livechat/rooms.mjs';
import { createRouting } from './livechat/routing.mjs';
import { createVisitors } from './livechat/visitors.mjs';
import { createWebhook } from './livechat/webhook.mjs';
import { createMessages } from './messages.mjs';
import { createSecondFactor } from './second-factor.mjs';
import { createSettings } from './settings.mjs';
import { createUploads } from './uploads.mjs';
import { createUsers } from './users.mjs';

export function createWorld({ dataDir, license = 'enterprise', rootUrl }) {
  const world = {
    dataDir,
    license,
    rootUrl,
    log: console,
    stats: { requests: 0, appEvents: 0, startedAt: new Date() },
  };
  const journal = createJournal(dataDir);
  world.journal = journal;
  world.db = createDatabase(journal.changed);
  world.clock = createClock();
  world.feed = createFeed();
  world.faults = createFaults(world.clock);
  world.settings = createSettings(world);
  world.users = createUsers(world);
  world.secondFactor = createSecondFactor(world);
  world.access = createAccess(world);
  world.signingKeys = () => signingKeys(world.db);
  world.apps = createApps(world);
  world.messages = createMessages(world);
  world.visitors = createVisitors(world);
  world.departments = createDepartments({ ...world, apps: () => world.apps });
  world.webhook = createWebhook(world);
  world.routing = createRouting(world);
  world.livechatRooms = createLivechatRooms(world);
  world.channels = createChannels(world);
  world.uploads = createUploads(world);
  connect(world);
  return world;
}

/** What parts call of each other that come to be later than they. */
function connect(world) {
  const { db, feed, livechatRooms, users, webhook, apps } = world;
  world.livechatMessageSaved = (message, room) => webhook.message(message, room);
  world.updateRoom = (room, patch) => livechatRooms.update(room, patch);
  world.publishSubscription = (subscription, action) =>
    feed.publish('subscription', { action, subscription }, (userId) => userId === subscription.u._id);
  users.onChange({
    statusChanged: (user, before) =>
      apps.tell('IPostUserStatusChanged', { user: db.users.get(user._id), from: before, to: user.status }),
  });
}

export async function startWorld(world) {
  if (world.journal.restore(world.db)) world.users.restoreSessions();
  else seed(world);
  await world.apps.start();
}

export async function resetWorld(world) {
  await world.apps.stop();
  for (const collection of Object.values(world.db)) collection.clear();
  world.uploads.clear();
  world.faults.clear();
  world.apps.host.endpoints.clear();
  world.apps.host.commands.clear();
  world.users.restoreSessions();
  seed(world);
  await world.apps.start();
}

function seed(world) {
  world.settings.seed();
  for (const { username, name, roles } of PEOPLE) {
    // They sit at their desks: connected before anything else happens.
    world.users.create({
      username,
      name,
      roles,
      password: username,
      email: `${username}@ferreteria.example`,
      status: 'online',
      statusConnection: 'online',
    });
  }
  const admin = world.users.byUsername('admin');
  const general = world.channels.create('c', {
    name: 'general',
    owner: admin,
    members: PEOPLE.map(({ username }) => username),
  });
  world.db.rooms.update(general, { default: true });
}

function signingKeys(db) {
  const kept = db.secrets.get('app-signing');
  if (kept) return kept;
  const pair = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return db.secrets.insert({ _id: 'app-signing', ...pair });
}
