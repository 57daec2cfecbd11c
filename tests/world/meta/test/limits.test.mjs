import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MARIA, worldUnderTest } from '../testing/world_under_test.mjs';

const DAY = 86_400;
const template = {
  to: MARIA,
  type: 'template',
  template: { name: 'hello_world', language: { code: 'en_US' } },
};

test('after 24 hours only a template goes out, until the customer writes again', async (t) => {
  const { graph, say, control } = await worldUnderTest(t);
  assert.equal((await graph.text(MARIA)).body.error.code, 131047);
  await say('c1', 'hola');
  assert.equal((await graph.text(MARIA)).status, 200);
  await control('/clock', { advance_s: DAY });
  assert.equal((await graph.text(MARIA)).body.error.code, 131047);
  assert.equal((await graph.send(template)).status, 200);
  await say('c1', 'sigo aquí');
  assert.equal((await graph.text(MARIA)).status, 200);
});

test('a closed window can also show itself later, by status', async (t) => {
  const { graph, business } = await worldUnderTest(t, { window: 'status' });
  assert.equal((await graph.text(MARIA)).status, 200);
  assert.equal((await business.status('failed')).errors[0].code, 131047);
});

test('what a customer said long ago does not open the window', async (t) => {
  const { graph, say } = await worldUnderTest(t);
  await say('c1', { text: 'hola', ago_s: DAY + 1 });
  assert.equal((await graph.text(MARIA)).body.error.code, 131047);
});

test('one customer gets 45 messages at once, then one each six seconds', async (t) => {
  const { graph, say, control } = await worldUnderTest(t, { statuses: false });
  await say('c1', 'hola');
  await say('c2', 'hola');
  for (let count = 0; count < 45; count++) assert.equal((await graph.text(MARIA)).status, 200);
  assert.equal((await graph.text(MARIA)).body.error.code, 131056);
  assert.equal((await graph.text('18295550102')).status, 200);
  await control('/clock', { advance_s: 6 });
  assert.equal((await graph.text(MARIA)).status, 200);
  assert.equal((await graph.text(MARIA)).body.error.code, 131056);
});

test('the throughput has a limit where the test sets one', async (t) => {
  const { graph, say } = await worldUnderTest(t, { throughput: 1 });
  await say('c1', 'hola');
  await graph.text(MARIA);
  assert.equal((await graph.text(MARIA)).body.error.code, 130429);
});

test('an unknown rule is an error that names the known ones', async (t) => {
  const { control } = await worldUnderTest(t);
  assert.match((await control('/rules', { windows: 'off' })).error, /no such rule: windows .*pair/);
  assert.match((await control('/rules', { window: 'sometimes' })).error, /refuse, status, off/);
});
