import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startWorkspace } from './workspace.mjs';

const workspace = await startWorkspace();
const visit = (token) => workspace.post('livechat/visitor', { visitor: { token, name: 'Ana' } });

test('the sixth visitor in a minute is told to wait, and until when', async () => {
  for (let i = 0; i < 5; i++) assert.equal((await visit(`v${i}`)).status, 200);
  const { status, headers, body } = await visit('v5');
  assert.equal(status, 429);
  assert.ok(Number(headers.get('x-ratelimit-reset')) > Date.now());
  assert.match(body.error, /error-too-many-requests/);
});

test('a session with the bypassing permission does not help on an open path', async () => {
  const admin = await workspace.login('admin');
  assert.equal((await workspace.post('livechat/visitor', { visitor: { token: 'v6' } }, admin)).status, 429);
});

test('a minute later the door is open again', async () => {
  await workspace.post('/_world/clock', { advance_s: 61 });
  assert.equal((await visit('v7')).status, 200);
});

test('messages have a limit of their own, of ten', async () => {
  const room = (await workspace.get('livechat/room?token=v7')).body.room;
  const say = (msg) => workspace.post('livechat/message', { token: 'v7', rid: room._id, msg });
  const answers = [];
  for (let i = 0; i < 11; i++) answers.push((await say(`${i}`)).status);
  assert.deepEqual(answers, [...Array(10).fill(200), 429]);
});

test('switched off it lets everybody pass', async () => {
  await workspace.set({ API_Enable_Rate_Limiter: false });
  assert.equal((await visit('v8')).status, 200);
});
