import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openShop } from './support/shop.mjs';

describe('the guard', () => {
  let shop;
  let roomId;
  let count = 0;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    const visitor = { token: `wa-${++count}`, name: 'Ana', phone: null, username: null };
    ({ roomId } = await shop.hear('hola', { visitor }));
  });
  after(() => shop.close());
  const texts = () => shop.textsIn(roomId).slice(1);

  // The server's own look would refuse the bot too: the guard is what is left when it does not.
  const letTheBotSeeEverything = () => shop.world.users.addRole(shop.bot, 'livechat-manager');

  test('lets the bot speak in the rooms that it serves', async () => {
    await shop.botSays(roomId, 'Buenas');
    assert.deepEqual(texts(), ['Buenas']);
  });

  test('stops the bot once a person serves', async () => {
    letTheBotSeeEverything();
    await shop.takes(shop.marta, roomId);
    assert.equal(await shop.botSays(roomId, 'Buenas'), undefined);
    assert.deepEqual(texts(), []);
  });

  test('stops the bot while the room waits for people', async () => {
    letTheBotSeeEverything();
    await shop.passes(roomId, shop.departments.ventas);
    assert.equal(await shop.botSays(roomId, 'Buenas'), undefined);
  });

  test('stops the bot in a closed room', async () => {
    letTheBotSeeEverything();
    shop.closes(shop.admin, roomId);
    assert.equal(await shop.botSays(roomId, 'Buenas'), undefined);
  });

  test('never stops bridge, agents or customers', async () => {
    await shop.takes(shop.marta, roomId);
    await shop.says(shop.bridge, roomId, 'aviso', 'c-guard');
    await shop.says(shop.marta, roomId, 'Le atiendo');
    assert.deepEqual(texts(), ['aviso', 'Le atiendo']);
  });

  test('stops the notice for who waits once somebody took the room', async () => {
    await shop.passes(roomId, shop.departments.ventas);
    await shop.says(shop.bridge, roomId, 'Está en la fila', `c-queued-${roomId}`);
    await shop.takes(shop.marta, roomId);
    assert.equal(await shop.says(shop.bridge, roomId, 'Aún', `c-queued-${roomId}-2`), undefined);
    assert.deepEqual(texts(), ['Está en la fila']);
  });

  test('does not mind what the bot says elsewhere', async () => {
    const channel = shop.world.channels.create('c', {
      name: 'almacén-bot'.normalize('NFD').replace(/[^a-z-]/g, ''),
      owner: shop.admin,
      members: ['mostrador'],
    });
    assert.ok(await shop.botSays(channel._id, 'Buenas'));
  });

  test('follows the setting that names the bot', async () => {
    letTheBotSeeEverything();
    await shop.takes(shop.marta, roomId);
    await shop.set('bot_username', 'somebody.else');
    await shop.botSays(roomId, 'Buenas');
    await shop.set('bot_username', 'mostrador');
    assert.deepEqual(texts(), ['Buenas']);
  });
});
