import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openShop } from './support/shop.mjs';

const MINUTE = 60_000;

describe('a customer whom the bot forgets', () => {
  let shop;
  let roomId;
  let count = 0;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const hear = (text = 'hola') => {
    const visitor = { token: `wa-${count}`, name: 'Ana', phone: null, username: null };
    return shop.hear(text, { visitor });
  };
  const ago = (milliseconds, act) => shop.ago(milliseconds, act);
  const servedByBot = () => shop.room(roomId).servedBy?.username === 'mostrador';
  const note = () => shop.textsIn(roomId).find((text) => text.includes('no respondió a tiempo'));

  beforeEach(async () => {
    count += 1;
    await shop.set('default_department', 'ventas');
    await shop.set('rescue_seconds', 60);
    ({ roomId } = await ago(2 * MINUTE, () => hear()));
    shop.brain.forget();
  });

  test('waits in the default department after a minute', async () => {
    await shop.tick();
    assert.equal(shop.room(roomId).servedBy, undefined);
    assert.equal(shop.room(roomId).departmentId, shop.departments.ventas._id);
    const inquiry = shop.world.routing.inquiryOf(shop.room(roomId));
    assert.equal(inquiry.status, 'queued');
  });

  test('is told of to agents by a note, and to the brain', async () => {
    await shop.tick();
    assert.match(note(), /cola de ventas/);
    const { room } = await shop.told('rescued');
    assert.equal(room.id, roomId);
    assert.equal(room.servedBy, null);
    assert.equal(room.department.name, 'ventas');
  });

  test('gets a note that is never relayed: by the bridge user, in n-', async () => {
    await shop.tick();
    const line = shop.linesIn(roomId).find(({ msg }) => msg === note());
    assert.equal(line.u.username, 'mostrador.avisos');
    assert.match(line._id, /^n-rescued-/);
  });

  test('gets the note from the app where there is no bridge user', async () => {
    await shop.set('bridge_username', 'nobody');
    await shop.tick();
    await shop.set('bridge_username', 'mostrador.avisos');
    const line = shop.linesIn(roomId).find(({ msg }) => msg === note());
    assert.equal(line.u.username, 'mostrador.bot');
    assert.match(line._id, /^n-rescued-/);
  });

  test('is rescued once', async () => {
    await shop.tick();
    await shop.tick();
    const notes = shop.textsIn(roomId).filter((text) => text === note());
    assert.equal(notes.length, 1);
    await shop.told('rescued');
    assert.equal(shop.brain.events().filter(({ event }) => event === 'rescued').length, 1);
  });

  test('is not forgotten with the memory of the app', async () => {
    await shop.restart();
    await shop.tick();
    assert.ok(!servedByBot());
  });

  test('is rescued although they keep asking', async () => {
    await hear('¿hola?');
    await shop.tick();
    assert.ok(!servedByBot());
  });

  test('is left with the bot while the minute lasts', async () => {
    await shop.set('rescue_seconds', 150);
    await shop.tick();
    assert.ok(servedByBot());
    await shop.set('rescue_seconds', 100);
    await shop.tick();
    assert.ok(!servedByBot());
  });

  for (const [who, answer] of [
    ['the bot', () => shop.botSays(roomId, 'Buenas')],
    ['the bridge', () => shop.says(shop.bridge, roomId, 'Buenas', `c-${roomId}`)],
    ['an agent', () => shop.says(shop.admin, roomId, 'Buenas')],
  ]) {
    test(`stays with the bot once ${who} has answered`, async () => {
      await answer();
      await shop.tick();
      assert.ok(servedByBot());
    });

    test(`stays with the bot once ${who} has answered, also for an app without memory`, async () => {
      await answer();
      await shop.restart();
      await shop.tick();
      assert.ok(servedByBot());
    });
  }

  test('is not answered by a note of the bridge', async () => {
    await ago(90_000, () => shop.says(shop.bridge, roomId, 'no entregado', `n-${roomId}`));
    await shop.tick();
    assert.ok(!servedByBot());
  });

  test('is not answered by what was said before', async () => {
    await ago(3 * MINUTE, () => shop.botSays(roomId, 'Bienvenida'));
    await shop.tick();
    assert.ok(!servedByBot());
  });

  test('is not answered by the last thing that the app has heard of', async () => {
    await ago(90_000, () => shop.botSays(roomId, 'Buenas', `heard-${roomId}`));
    await shop.told('message', ({ message }) => message.id === `heard-${roomId}`);
    shop.world.faults.add({ kind: 'drop-events' });
    await ago(80_000, () => hear('¿y el precio?'));
    shop.world.faults.clear();
    await shop.tick();
    assert.ok(!servedByBot());
  });

  test('goes to another department where none is configured', async () => {
    await shop.set('default_department', '');
    await shop.tick();
    assert.ok(!servedByBot());
    assert.ok(shop.room(roomId).departmentId);
  });

  test('goes to the default department although the room is in it already', async () => {
    shop.world.updateRoom(shop.room(roomId), { departmentId: shop.departments.ventas._id });
    await shop.tick();
    assert.equal(shop.room(roomId).servedBy, undefined);
    assert.equal(shop.room(roomId).departmentId, shop.departments.ventas._id);
  });

  test('is tried again while the server refuses, and the log says so once', async () => {
    shop.breaks('LivechatBridge', 'transferVisitor');
    await shop.tick();
    await shop.tick();
    shop.mends();
    const lines = (await shop.log()).split('could not be passed on').length - 1;
    assert.equal(lines, 1);
    assert.ok(servedByBot());
    assert.equal(note(), undefined);
    await shop.tick();
    assert.ok(!servedByBot());
  });

  test('is looked for by the clock, every quarter of a minute', async () => {
    const [job] = shop.world.db.appJobs.values();
    assert.equal(job.interval, '15 seconds');
    shop.world.clock.advance(16_000);
    await shop.told('rescued');
    shop.world.clock.advance(-16_000);
  });
});
