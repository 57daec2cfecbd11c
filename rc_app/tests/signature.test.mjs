import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import packaged from '../app.json' with { type: 'json' };
import { openShop, SECRET, signature, spoken } from './support/shop.mjs';

describe('the door from the brain', () => {
  let shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());

  const text = JSON.stringify(spoken('hola'));
  const seconds = Math.floor(Date.now() / 1000);
  const knock = (headers) => shop.call('visitor-message', text, headers);
  const nothingHappened = () => assert.deepEqual(shop.openRooms('wa-12'), []);

  test('is shut to a caller without a signature', async () => {
    const { status, content } = await knock({ 'x-bridge-signature': undefined });
    assert.equal(status, 401);
    assert.equal(content.error, 'signature-missing');
    nothingHappened();
  });

  test('is shut to a caller without a time', async () => {
    assert.equal((await knock({ 'x-bridge-timestamp': undefined })).status, 401);
    nothingHappened();
  });

  for (const [when, offset] of [
    ['old', -301],
    ['of the future', +400],
  ]) {
    test(`is shut to a signature that is ${when}`, async () => {
      const { status, content } = await knock(signature(text, SECRET, seconds + offset));
      assert.equal(status, 401);
      assert.equal(content.error, 'signature-stale');
      nothingHappened();
    });
  }

  test('is shut to a time that is no number', async () => {
    assert.equal((await knock(signature(text, SECRET, 'soon'))).status, 401);
  });

  test('is shut to another secret and to another text', async () => {
    assert.equal((await knock(signature(text, 'guessed'))).status, 403);
    assert.equal((await knock(signature(`${text} `))).status, 403);
    assert.equal((await knock({ 'x-bridge-signature': 'sha256=' })).status, 403);
    nothingHappened();
  });

  test('is shut to everybody while there is no secret', async () => {
    await shop.set('bridge_secret', '');
    const { status, content } = await knock(signature(text, ''));
    assert.equal(status, 403);
    assert.equal(content.error, 'signature-not-configured');
    await shop.set('bridge_secret', SECRET);
    nothingHappened();
  });

  test('says what is wrong with a request, without quoting it', async () => {
    const wrong = [
      ['{', /JSON/],
      ['[]', /body/],
      [{ ...spoken('hola'), wamid: '' }, /wamid/],
      [{ ...spoken('hola'), visitor: { token: 'guest-7', name: 'x' } }, /token/],
      [{ ...spoken('hola'), serve: 'nobody' }, /serve/],
      [spoken(null), /text and file/],
      [spoken(7), /text/],
      [spoken(null, { file: { name: 'a.jpg' } }), /mime/],
    ];
    for (const [body, reason] of wrong) {
      const { status, content } = await shop.call('visitor-message', body);
      assert.equal(status, 400);
      assert.equal(content.error, 'invalid-request');
      assert.match(content.message, reason);
    }
    nothingHappened();
  });

  test('tells how the app, the brain and the bot are', async () => {
    const { status, content } = await shop.call('health', {});
    assert.equal(status, 200);
    assert.deepEqual(content, {
      ok: true,
      version: packaged.version,
      brain: { reachable: true, status: 200 },
      bot: { found: true, username: 'mostrador' },
    });
  });

  test('says so where brain and bot are missing', async () => {
    await shop.set('bot_username', 'nobody');
    await shop.set('brain_url', 'http://127.0.0.1:1');
    const { content } = await shop.call('health', {});
    assert.deepEqual(content.brain, { reachable: false, status: 0 });
    assert.deepEqual(content.bot, { found: false, username: 'nobody' });
  });
});
