import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { worldUnderTest } from '../testing/world_under_test.mjs';

test('a token tells its app, what it may, and which accounts are its own', async (t) => {
  const { graph, settings } = await worldUnderTest(t);
  const path = `debug_token?input_token=${settings.token}`;
  const { data } = (await graph.call('GET', path)).body;
  assert.deepEqual([data.app_id, data.is_valid], [settings.appId, true]);
  assert.deepEqual(data.granular_scopes[0].target_ids, [settings.businessAccountId]);
  const other = (await graph.call('GET', 'debug_token?input_token=other')).body;
  assert.equal(other.data.is_valid, false);
});

test("an app's subscription is read with the app's own token, and nothing else is", async (t) => {
  const { graph, settings } = await worldUnderTest(t);
  const own = `${settings.appId}|${settings.appSecret}`;
  const path = `${settings.appId}/subscriptions`;
  const { data } = (await graph.call('GET', path, undefined, own)).body;
  assert.equal(data[0].callback_url, settings.webhookUrl);
  assert.equal((await graph.call('GET', path, undefined, `${settings.appId}|guess`)).status, 401);
  assert.equal((await graph.call('GET', settings.phoneId, undefined, own)).status, 401);
});

test("a proof of the app's secret is checked", async (t) => {
  const { graph, settings } = await worldUnderTest(t);
  const proof = (secret) => createHmac('sha256', secret).update(settings.token).digest('hex');
  const ask = (secret) =>
    graph.call('GET', `${settings.phoneId}?fields=id&appsecret_proof=${proof(secret)}`);
  assert.equal((await ask(settings.appSecret)).status, 200);
  assert.match((await ask('guess')).body.error.message, /appsecret_proof/);
});
