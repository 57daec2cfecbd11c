import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually, openShop } from './support/shop.mjs';

describe('a command of an agent', () => {
  let shop;
  let roomId;
  let whispers;
  before(async () => {
    shop = await openShop();
    const visitor = { token: 'wa-1', name: 'Ana', phone: '18095557777', username: null };
    ({ roomId } = await shop.hear('hola', { visitor }));
    await shop.takes(shop.marta, roomId);
    await shop.told('transferred');
  });
  beforeEach(() => {
    whispers = shop.whispersTo(shop.marta);
    shop.brain.status = 200;
    shop.brain.forget();
  });
  after(() => shop.close());
  const whisper = () => eventually(() => whispers[0], 'a whisper');

  for (const name of ['crear-ticket', 'cerrar-ticket', 'tomar', 'urgente', 'vincular', 'bot']) {
    test(`/${name} goes to the brain`, async () => {
      await shop.command(shop.marta, roomId, name, 'varilla', '3/8');
      const { command, room, id } = await shop.told('command');
      assert.deepEqual(command, {
        name,
        args: ['varilla', '3/8'],
        user: { id: shop.marta._id, username: 'ventas.marta', roles: shop.marta.roles },
      });
      assert.equal(room.id, roomId);
      assert.ok(id);
      assert.deepEqual(whispers, []);
    });
  }

  test('tells the agent what to do where the brain did not take it', async () => {
    shop.brain.status = 500;
    await shop.command(shop.marta, roomId, 'crear-ticket');
    assert.match(await whisper(), /No se pudo hacer.*repítalo/);
  });

  test('works only in rooms of WhatsApp', async () => {
    const general = shop.world.db.rooms.firstBy('name', 'general');
    await shop.command(shop.marta, general._id, 'crear-ticket');
    assert.match(await whisper(), /solo sirve dentro de la conversación/);
    assert.deepEqual(shop.brain.events(), []);
  });

  test('works only for agents', async () => {
    const user = shop.world.users.create({ username: 'caja', name: 'Caja', password: 'caja' });
    whispers = shop.whispersTo(user);
    await shop.command(user, roomId, 'cerrar-ticket');
    assert.match(await whisper(), /es para los agentes/);
    assert.deepEqual(shop.brain.events(), []);
  });

  test('is described in both languages', () => {
    for (const language of ['es', 'en']) {
      const words = JSON.parse(readFileSync(new URL(`../i18n/${language}.json`, import.meta.url)));
      for (const { i18nDescription, i18nParamsExample } of shop.world.apps.host.commands.values()) {
        assert.ok(words[i18nDescription], i18nDescription);
        assert.ok(!i18nParamsExample || words[i18nParamsExample], i18nParamsExample);
      }
    }
  });

  test("leaves neither its words nor the customer's phone in the log", async () => {
    await shop.command(shop.marta, roomId, 'crear-ticket', 'quiere-cemento');
    await shop.told('command');
    const log = await shop.log();
    assert.ok(!log.includes('quiere-cemento'));
    assert.ok(!log.includes('18095557777'));
  });
});
