import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MARIA, worldUnderTest } from '../testing/world_under_test.mjs';

test('errors come as often as asked for, and only where they match', async (t) => {
  const { graph, say, control, settings } = await worldUnderTest(t);
  await say('c1', 'hola');
  await control('/faults', { match: { action: 'send', type: 'text' }, times: 2, respond: '429' });
  assert.equal((await graph.call('GET', settings.phoneId)).status, 200);
  assert.equal((await graph.text(MARIA)).body.error.code, 130429);
  assert.equal((await graph.text(MARIA)).status, 429);
  assert.equal((await graph.text(MARIA)).status, 200);
});

test("a gateway's page and an expired token", async (t) => {
  const { graph, control } = await worldUnderTest(t);
  await control('/faults', [{ respond: '502' }, { respond: 190 }, { respond: 500 }]);
  const gateway = await graph.text(MARIA);
  assert.deepEqual([gateway.status, typeof gateway.body], [502, 'string']);
  assert.equal((await graph.text(MARIA)).body.error.code, 190);
  assert.equal((await graph.text(MARIA)).status, 500);
});

test('a broken connection may come before the message is taken, or after', async (t) => {
  const { graph, say, phoneOf, control } = await worldUnderTest(t);
  await say('c1', 'hola');
  await control('/faults', [
    { match: { action: 'send' }, respond: 'reset-before' },
    { match: { action: 'send' }, respond: 'reset-after' },
  ]);
  await assert.rejects(graph.text(MARIA, 'antes'));
  await assert.rejects(graph.text(MARIA, 'después'));
  assert.deepEqual(
    (await phoneOf('c1')).map((message) => message.text),
    ['hola', 'después'],
  );
});

test('a message can be silent for as long as the caller waits, and still have been taken', async (t) => {
  const { address, settings, say, phoneOf, control } = await worldUnderTest(t);
  await say('c1', 'hola');
  await control('/faults', [
    { match: { action: 'send' }, respond: 'timeout-before' },
    { match: { action: 'send' }, respond: 'timeout-after' },
  ]);
  const send = (text) =>
    fetch(`${address}/v24.0/${settings.phoneId}/messages`, {
      method: 'POST',
      signal: AbortSignal.timeout(150),
      headers: { authorization: `Bearer ${settings.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        to: MARIA,
        type: 'text',
        text: { body: text },
      }),
    });
  await assert.rejects(send('antes'));
  await assert.rejects(send('después'));
  assert.deepEqual(
    (await phoneOf('c1')).map((message) => message.text),
    ['hola', 'después'],
  );
});

test('an accepted message can fail later, or be lost without a word', async (t) => {
  const { graph, say, phoneOf, business, control } = await worldUnderTest(t);
  await say('c1', 'hola');
  await control('/faults', [
    { match: { action: 'send' }, respond: 'fail-131026' },
    { match: { action: 'send' }, respond: 'drop' },
  ]);
  await graph.text(MARIA, 'falla', { biz_opaque_callback_data: 't-9' });
  assert.equal((await graph.text(MARIA, 'perdido')).status, 200);
  const report = await business.status('failed');
  assert.deepEqual([report.errors[0].code, report.biz_opaque_callback_data], [131026, 't-9']);
  assert.deepEqual(
    (await phoneOf('c1')).map((message) => message.text),
    ['hola', 'falla'],
  );
});

test('an unknown fault is an error that names the known ones', async (t) => {
  const { control } = await worldUnderTest(t);
  assert.match(
    (await control('/faults', { respond: 'rain' })).error,
    /no such fault: rain .*timeout-after/,
  );
});
