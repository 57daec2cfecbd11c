// A shop on the real engine: a workspace with people and a bot, our packaged app in it, a brain beside it.
import { createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createWorld, startWorld } from '../../../tests/world/rocketchat/src/world.mjs';
import { startBrain } from './brain.mjs';

export const APP = '5b1f6c1e-3d0a-4f6e-9a3b-7c2d8e4f1a60';
export const SECRET = 'a secret of the tests';
const PACKAGE = new URL('../../dist/mostrador.zip', import.meta.url);

export async function openShop() {
  const brain = await startBrain();
  const world = createWorld({ license: 'enterprise', rootUrl: 'http://127.0.0.1' });
  world.log = { ...console, warn: () => {} };
  await startWorld(world);
  const people = hire(world);
  const departments = organise(world, people);
  const shop = { world, brain, ...people, departments, ...inWords(world, brain, people) };
  await shop.install();
  return shop;
}

function hire(world) {
  const { users } = world;
  const bot = users.create({
    username: 'mostrador',
    name: 'Mostrador',
    roles: ['bot', 'livechat-agent'],
    type: 'bot',
  });
  users.update(bot, { statusLivechat: 'available' });
  const bridge = users.create({
    username: 'mostrador.avisos',
    name: 'Avisos',
    roles: ['user', 'livechat-manager'],
  });
  const [admin, marta, pedro] = ['admin', 'ventas.marta', 'contabilidad.pedro'].map(
    users.byUsername,
  );
  for (const agent of [marta, pedro]) users.update(agent, { statusLivechat: 'available' });
  return { bot, bridge, admin, marta, pedro };
}

function organise(world, { marta, pedro }) {
  const open = (name, agent) =>
    world.departments.save(
      { name, enabled: true, showOnRegistration: false, showOnOfflineForm: false, email: 'a@b.do' },
      { upsert: [{ agentId: agent._id }] },
    );
  return { ventas: open('ventas', marta), contabilidad: open('contabilidad', pedro) };
}

function inWords(world, brain, { admin, bot }) {
  const { apps, db, messages, livechatRooms, routing } = world;
  const manager = () => apps.manager();
  const replaced = [];
  function replace(name, method, replacement) {
    const bridge = manager().getBridges()[`get${name}`]();
    const original = bridge[method];
    bridge[method] = (...given) => replacement(original.bind(bridge), ...given);
    replaced.push(() => {
      bridge[method] = original;
    });
  }
  const words = {
    async install(without) {
      const zip = readFileSync(PACKAGE);
      const permissionsGranted = granted(without);
      const user = apps.convert.user(admin);
      const made = await manager().add(zip, { enable: true, user, permissionsGranted });
      if (made.hasStorageError() || made.hasAppUserError()) throw new Error('not installed');
      await words.set('bridge_secret', SECRET);
      await words.set('brain_url', brain.url);
      await words.set('default_department', 'ventas');
      brain.forget();
    },

    /** Takes the app away and installs it anew, with one permission less. */
    async reinstall(without) {
      await manager().remove(APP, { user: apps.convert.user(admin) });
      await words.install(without);
    },

    async set(id, value) {
      const settings = manager().getSettingsManager();
      const setting = settings.getAppSetting(APP, id);
      await settings.updateAppSetting(APP, { ...setting, value });
    },
    setting: (id) => manager().getSettingsManager().getAppSetting(APP, id),

    /** Kills the app's process; the engine starts another one. */
    async restart() {
      await manager().getOneById(APP).getRuntimeController().restartApp();
      brain.forget();
    },

    async call(path, body, headers = {}) {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const request = {
        method: 'post',
        headers: { ...signature(text), ...headers },
        query: {},
        params: {},
        content: { signed: text },
        privateHash: '',
      };
      return manager().getApiManager().executeApi(APP, path, request);
    },

    /** A customer says something; `changes` are laid over an ordinary message. */
    async hear(text, changes = {}) {
      const { status, content } = await words.call('visitor-message', spoken(text, changes));
      return { status, ...content };
    },

    /** A visitor writes by Omnichannel's own route, as a widget does. */
    async speaks({ visitor }, rid, msg) {
      const source = { type: 'api' };
      const guest = world.visitors.byToken(visitor.token);
      return livechatRooms.say({ visitor: guest, message: { rid, msg }, source });
    },
    botSays: (rid, msg, _id = randomUUID()) => words.says(bot, rid, msg, _id),
    says: (user, rid, msg, _id = randomUUID()) => messages.sendAs(user, { _id, rid, msg }),
    takes: (user, rid) =>
      routing.transfer(db.rooms.get(rid), {
        userId: user._id,
        transferredBy: { _id: user._id, username: user.username, userType: 'user' },
      }),
    passes: (rid, department) =>
      routing.transfer(db.rooms.get(rid), {
        departmentId: department._id,
        transferredBy: { _id: admin._id, username: admin.username, userType: 'user' },
      }),
    closes: (user, rid) => livechatRooms.close(db.rooms.get(rid), { user, comment: 'gracias' }),

    sendsFile(user, rid, name, description) {
      const content = Buffer.from('%PDF');
      const file = world.uploads.add({
        name,
        type: 'application/pdf',
        content,
        rid,
        userId: user._id,
      });
      return messages.sendAs(user, { rid, ...world.uploads.asMessage(file, { description }) });
    },
    edits: (user, line, msg) => messages.update(user, line, { msg }),
    deletes: (user, line) => messages.remove(user, line),

    /** Does something as if it happened a while ago. */
    async ago(milliseconds, act) {
      world.clock.advance(-milliseconds);
      try {
        return await act();
      } finally {
        world.clock.advance(milliseconds);
      }
    },
    /** Lets the app's recurring job run now. */
    tick: () =>
      manager()
        .getOneById(APP)
        .getRuntimeController()
        .sendRequest({ method: 'scheduler:rescue', params: [{}] }),

    room: (rid) => db.rooms.get(rid),
    openRooms: (token) => livechatRooms.openRoomsOf(token),
    linesIn: (rid) => messages.ofRoom(rid, { ascending: true }).filter(({ t }) => !t),
    textsIn: (rid) => words.linesIn(rid).map(({ msg }) => msg),

    command: (user, rid, name, ...args) => words.commandOf({ user, rid, args }, name),

    /** @returns what the command shows while it is typed, or nothing once it is run. */
    async commandOf({ user, rid, args = [], triggerId, preview, choose }, name) {
      const { SlashCommandContext } =
        await import('../../../tests/world/rocketchat/node_modules/@rocket.chat/apps-engine/definition/slashcommands/index.js');
      const { convert } = apps;
      const context = new SlashCommandContext(
        convert.user(user),
        convert.room(db.rooms.get(rid)),
        args,
        undefined,
        triggerId,
      );
      const manages = manager().getCommandManager();
      if (preview) return (await manages.getPreviews(name, context)).items;
      if (choose) return manages.executePreview(name, choose, context);
      return manages.executeCommand(name, context);
    },

    /** What an agent's client sends when something is pressed or filled in. */
    interacts: (user, interaction) =>
      apps.execute('IUIKitInteractionHandler', {
        appId: APP,
        triggerId: randomUUID(),
        user: apps.convert.user(user),
        ...interaction,
      }),
    presses: (user, actionId, rid, { mid, context = 'roomAction' } = {}) =>
      words.interacts(user, {
        type: 'actionButton',
        actionId,
        room: apps.convert.roomById(rid),
        message: mid && apps.convert.messageById(mid),
        payload: { context },
      }),
    pressesBlock: (user, actionId, value, { rid, view } = {}) =>
      words.interacts(user, {
        type: 'blockAction',
        actionId,
        room: rid && apps.convert.roomById(rid),
        payload: { value, blockId: 'b' },
        container: view ? { type: 'view', id: view } : { type: 'message', id: 'm' },
      }),
    /** Sends a form with these values; @returns what the app answers. */
    fillsIn: (user, view, values = {}) =>
      words.interacts(user, {
        type: 'viewSubmit',
        payload: {
          view: {
            ...view,
            state: Object.fromEntries(
              Object.entries(values).map(([name, value]) => [name, { [name]: value }]),
            ),
          },
        },
      }),

    /** Collects the forms and bars that are opened for this person. */
    viewsOf(user) {
      const shown = [];
      world.feed.listen(user._id, (frame) => {
        if (!frame.includes('event: ui')) return;
        shown.push(JSON.parse(frame.split('data: ')[1]).interaction.view);
      });
      return shown;
    },

    /** Collects what only this person gets to see, as texts. */
    whispersTo(user) {
      const heard = [];
      world.feed.listen(user._id, (frame) => {
        if (!frame.includes('event: ephemeral')) return;
        heard.push(JSON.parse(frame.split('data: ')[1]).message.msg);
      });
      return heard;
    },

    told: (event, matches = () => true, tries = 500) =>
      eventually(
        () => brain.events().find((each) => each.event === event && matches(each)),
        event,
        tries,
      ),

    visitor: (token) => world.visitors.byToken(token),

    async icon() {
      const request = {
        method: 'get',
        headers: {},
        query: {},
        params: {},
        content: {},
        privateHash: '',
      };
      return manager().getApiManager().executeApi(APP, 'get-sidebar-icon', request);
    },

    /** Makes a call of the app's to the server fail until `mends`. */
    breaks: (bridge, method) =>
      replace(bridge, method, async () => {
        throw new Error('the server stumbled');
      }),
    /** Does something once, just before a call of the app's to the server. */
    before: (bridge, method, first) =>
      replace(bridge, method, (original, ...given) => {
        words.mends();
        first();
        return original(...given);
      }),
    mends() {
      for (const undo of replaced.splice(0)) undo();
    },

    /** Everything that the app has written into its log, as one text. */
    async log() {
      const entries = await manager().getLogStorage().getEntriesFor(APP);
      return JSON.stringify(entries);
    },

    async close() {
      await apps.stop();
      brain.stop();
    },
  };
  return words;
}

export function spoken(text, changes = {}) {
  return {
    wamid: `wamid.${randomUUID()}`,
    visitor: { token: 'wa-12', name: 'María Pérez', phone: '18095550101', username: null },
    serve: 'bot',
    department: null,
    text,
    file: null,
    ...changes,
  };
}

export function signature(text, secret = SECRET, seconds = Math.floor(Date.now() / 1000)) {
  const hex = createHmac('sha256', secret).update(`${seconds}.${text}`).digest('hex');
  return { 'x-bridge-timestamp': String(seconds), 'x-bridge-signature': `sha256=${hex}` };
}

/** The app's events come after the call that caused them. */
export async function eventually(look, what = 'something', tries = 500) {
  for (let tried = 0; tried < tries; tried++) {
    const found = await look();
    if (found) return found;
    await pause(10);
  }
  throw new Error(`waited in vain for ${what}`);
}

// The server grants what the one who installs agrees to, not what the package asks for.
function granted(without) {
  const { permissions } = JSON.parse(readFileSync(new URL('../../app.json', import.meta.url)));
  return permissions.filter(({ name }) => name !== without);
}
