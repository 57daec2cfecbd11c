import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually, openShop, SECRET } from './support/shop.mjs';

describe('the settings', () => {
  let shop;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(() => {
    shop.brain.status = 200;
    shop.brain.forget();
  });
  after(() => shop.close());
  const status = (words) =>
    eventually(() => words.test(shop.setting('connection_status').value), `${words}`);
  const pings = () => shop.brain.events().filter(({ event }) => event === 'ping');

  for (const [what, code, words] of [
    ['a brain that answers', 200, /^Conectado/],
    ['a brain with another secret', 403, /rechaza la firma/],
    ['another program', 404, /otro programa/],
    ['a brain in trouble', 500, /contesta con un error/],
  ]) {
    test(`say that there is ${what}`, async () => {
      shop.brain.status = code;
      await shop.set('bridge_secret', SECRET);
      await status(words);
      assert.equal(pings().length, 1);
    });
  }

  test('say that nobody answers', async () => {
    await shop.set('brain_url', 'http://127.0.0.1:1');
    await status(/no contesta/);
    await shop.set('brain_url', shop.brain.url);
    await status(/^Conectado/);
  });

  test('say what is missing', async () => {
    await shop.set('brain_url', '');
    await status(/Falta la dirección/);
    await shop.set('brain_url', shop.brain.url);
  });

  test('test nothing when something else changes', async () => {
    await shop.set('rescue_seconds', 45);
    await shop.set('default_department', 'ventas');
    assert.equal(pings().length, 0);
  });

  test('are tested when the app is enabled', async () => {
    const manager = shop.world.apps.manager();
    const id = shop.world.db.apps.values().next().value.id;
    await manager.disable(id);
    await manager.enable(id);
    assert.equal(pings().length, 1);
  });

  test('are written into the log in words, the secret never', async () => {
    const log = await shop.log();
    assert.match(log, /Conectado/);
    assert.ok(!log.includes(SECRET));
  });

  test('are described in both languages, and both know the same words', () => {
    const [es, en] = ['es', 'en'].map((language) =>
      JSON.parse(readFileSync(new URL(`../i18n/${language}.json`, import.meta.url))),
    );
    assert.deepEqual(Object.keys(es), Object.keys(en));
    const { settings } = shop.world.db.apps.values().next().value;
    for (const { i18nLabel, i18nDescription } of Object.values(settings)) {
      assert.ok(es[i18nLabel], i18nLabel);
      assert.ok(es[i18nDescription], i18nDescription);
    }
    assert.equal(settings.bridge_secret.type, 'password');
  });
});
