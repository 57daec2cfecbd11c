// Each permission is taken away in turn: an app that does the same without it asks for too much.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { APP, openShop } from './support/shop.mjs';

const { permissions } = JSON.parse(readFileSync(new URL('../app.json', import.meta.url)));
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0]).toString('base64');

const ALL = [
  'installed',
  'hear',
  'served',
  'told',
  'file',
  'read back',
  'own token',
  'department',
  'command',
  'form',
  'rescue',
];

/** All that the app does, as the list of what came of it. */
async function everything(shop, run) {
  const done = [];
  const attempt = async (name, act) => {
    if (await act().catch(() => false)) done.push(name);
  };
  const token = `wa-${run}`;
  const ana = { visitor: { token, name: 'Ana', phone: `1809555${run}`, username: null } };
  const file = { name: `${token}.jpg`, mime: 'image/jpeg', base64: JPEG, caption: null };
  const { endpoints, commands } = shop.world.apps.host;
  const manager = shop.world.apps.manager();
  const buttons = async () =>
    (await manager.getUIActionButtonManager().getAllActionButtons()).length;
  await attempt(
    'installed',
    async () =>
      endpoints.get(APP) &&
      commands.size === 9 &&
      (await buttons()) === 6 &&
      shop.world.db.appJobs.size === 1,
  );
  await attempt('hear', async () => (await shop.hear('hola', ana)).status === 200);
  const [room] = shop.openRooms(token);
  await attempt('served', async () => room.servedBy.username === 'mostrador');
  await attempt('told', () => shop.told('room-started', undefined, 30));
  await attempt('file', async () => (await shop.hear(null, { ...ana, file })).status === 200);
  await attempt('read back', async () => {
    shop.world.faults.add({ kind: 'drop-events' });
    const { status } = await shop.hear('otra', ana);
    shop.world.faults.clear();
    return status === 200;
  });
  await attempt('own token', async () => {
    const luis = { visitor: { ...ana.visitor, token: `${token}-c`, name: 'Luis' } };
    await shop.hear('hola', luis);
    const [theirs, hers] = [`${token}-c`, token].map((each) => shop.world.visitors.byToken(each));
    return shop.openRooms(theirs.token).length === 1 && hers.name === 'Ana';
  });
  await attempt('department', async () => {
    const luis = { visitor: { ...ana.visitor, token: `${token}-b`, phone: null } };
    const heard = await shop.hear('hola', { ...luis, serve: 'people', department: 'ventas' });
    return heard.department === shop.departments.ventas._id;
  });
  await attempt('command', async () => {
    shop.brain.status = 500;
    const whispers = shop.whispersTo(shop.marta);
    await shop.command(shop.marta, room._id, 'crear-ticket').catch(() => undefined);
    shop.brain.status = 200;
    return whispers.length === 1;
  });
  await attempt('form', async () => {
    const forms = shop.viewsOf(shop.marta);
    shop.brain.answers['ticket-form'] = { departments: [{ key: 'v', name: 'V' }], department: 'v' };
    await shop.presses(shop.marta, 'room-ticket', room._id);
    return forms.length === 1;
  });
  await attempt('rescue', async () => {
    await shop.set('default_department', '');
    await shop.set('rescue_seconds', 0.001);
    await shop.tick();
    return !room.servedBy && shop.textsIn(room._id).some((text) => text.includes('no respondió'));
  });
  return done;
}

describe('the app asks for no permission too many', () => {
  let shop;
  let run = 1000;
  before(async () => {
    shop = await openShop();
    // The engine complains of each refusal on the console.
    console.error = () => {};
  });
  after(() => shop.close());

  test('with all of them everything works', async () => {
    assert.deepEqual(await everything(shop, ++run), ALL);
  });

  for (const { name } of permissions) {
    test(`without ${name} something does not work`, async () => {
      await shop.reinstall(name);
      const done = await everything(shop, ++run);
      assert.ok(
        ALL.some((each) => !done.includes(each)),
        `nothing needs ${name}`,
      );
    });
  }
});
