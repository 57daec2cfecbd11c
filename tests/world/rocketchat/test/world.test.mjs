import assert from 'node:assert/strict';
import http from 'node:http';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { PROBE, eventually, must, startWorkspace } from './workspace.mjs';

test('a community workspace installs a private app but does not let it run', async () => {
  const workspace = await startWorkspace({ license: 'community' });
  const installed = await workspace.installProbe();
  assert.deepEqual([installed.status, installed.body.app.status], [200, 'initialized']);
  const { status, body } = await workspace.post(
    `/api/apps/${PROBE.id}/status`,
    { status: 'manually_enabled' },
    workspace.admin,
  );
  assert.deepEqual([status, body.error], [400, 'Enabled apps have been maxed out']);
  assert.equal((await workspace.post(`/api/apps/public/${PROBE.id}/do`, { action: 'events' })).status, 404);
  const newer = await workspace.updateProbe();
  assert.deepEqual([newer.status, newer.body.error], [400, 'Cannot_Update_Exempt_App']);
  const { license } = (await workspace.get('licenses.info', workspace.admin)).body;
  assert.equal(license.preventedActions.privateApps, true);
});

const DEPARTMENT = { enabled: true, email: 'a@b.example', showOnRegistration: false, showOnOfflineForm: false };

test('a community workspace lets one department be made, a paid one any number', async () => {
  for (const [license, status, error] of [
    ['community', 400, 'error-max-departments-number-reached'],
    ['enterprise', 200, undefined],
  ]) {
    const workspace = await startWorkspace({ license });
    const admin = await workspace.login('admin');
    const make = (name) =>
      workspace.post('livechat/department', { department: { ...DEPARTMENT, name } }, admin);
    const available = async () => {
      const { body } = await workspace.get('livechat/department/isDepartmentCreationAvailable', admin);
      return body.isDepartmentCreationAvailable;
    };
    assert.equal(await available(), true);
    assert.equal((await make('Ventas')).status, 200);
    assert.equal(await available(), license === 'enterprise');
    const second = await make('Caja');
    assert.deepEqual([second.status, second.body.errorType], [status, error]);
  }
});

test('a world that was killed comes back with its rooms, files, sessions and apps', async () => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'world-test-'));
  after(() => rmSync(dataDir, { recursive: true, force: true }));
  const before = await startWorkspace({ dataDir });
  const admin = (before.admin = await before.login('admin'));
  await before.installProbe();
  const { roomId } = await before.probe('open-room', { token: 'survivor' });
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47]).toString('base64');
  await before.probe('upload', { token: 'survivor', roomId, base64: png });
  await new Promise(setImmediate);
  // Killed in the middle of writing a line.
  const journal = path.join(dataDir, 'journal.jsonl');
  const killed = readFileSync(journal, 'utf8');
  await before.stop();
  writeFileSync(journal, `${killed}{"c":"rooms","doc":{"_id":"cut sho`);

  const back = await startWorkspace({ dataDir });
  back.admin = admin;
  const { body } = await must(back.get(`livechat/${roomId}/messages`, admin));
  assert.equal(body.total, 1);
  const visitor = { cookie: `rc_room_type=l; rc_rid=${roomId}; rc_token=survivor` };
  assert.equal((await back.get(body.messages[0].attachments[0].title_link, visitor)).status, 200);
  assert.equal((await back.probe('say', { token: 'survivor', roomId, text: 'sigo' })).roomId, roomId);
});

test('trouble comes on demand and goes again', async () => {
  const workspace = await startWorkspace();
  const fault = (wish) => workspace.post('/_world/faults', wish);
  await fault({ kind: 'refuse', match: 'api/v1/info', status: 503, times: 1 });
  assert.deepEqual([(await workspace.get('info')).status, (await workspace.get('info')).status], [503, 200]);
  await fault({ kind: 'down', times: 1 });
  await assert.rejects(workspace.get('info'));
  assert.equal((await workspace.get('info')).status, 200);

  const admin = await workspace.login('admin');
  const rid = (await workspace.get('channels.info?roomName=general', admin)).body.channel._id;
  await fault({ kind: 'refuse', match: 'chat.sendMessage', status: 504, after: true, times: 1 });
  assert.equal(
    (await workspace.post('chat.sendMessage', { message: { _id: 'in-doubt', rid, msg: 'x' } }, admin)).status,
    504,
  );
  assert.equal((await workspace.get('chat.getMessage?msgId=in-doubt', admin)).status, 200);
});

test('reset leaves a fresh workspace', async () => {
  const workspace = await startWorkspace();
  await workspace.openRoom('forgotten');
  await workspace.post('/_world/reset', {});
  const admin = await workspace.login('admin');
  assert.equal((await workspace.get('livechat/rooms', admin)).body.total, 0);
  assert.equal((await workspace.get('settings/API_Enable_Rate_Limiter', admin)).body.value, true);
});

test("Omnichannel's webhook carries its token, tries five times and then gives up", async () => {
  const workspace = await startWorkspace();
  const posts = [];
  const receiver = http.createServer((request, response) => {
    let text = '';
    request.on('data', (part) => (text += part));
    request.on('end', () => {
      posts.push({ token: request.headers['x-rocketchat-livechat-token'], body: JSON.parse(text) });
      response.writeHead(posts.length < 7 ? 500 : 200).end();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  after(() => receiver.close());
  await workspace.set({
    Livechat_webhookUrl: `http://127.0.0.1:${receiver.address().port}/`,
    Livechat_secret_token: 'secreto',
    Livechat_webhook_on_visitor_message: true,
  });
  const room = await workspace.openRoom('hooked');
  const say = (msg) => must(workspace.post('livechat/message', { token: 'hooked', rid: room._id, msg }));
  await say('uno');
  for (let tries = 1; tries <= 5; tries++) {
    await eventually(() => posts.length === tries);
    await eventually(
      async () =>
        (await workspace.post('/_world/clock', { advance_s: 21 })).status === 200 &&
        (tries === 5 || posts.length > tries),
    );
  }
  await say('dos');
  await eventually(() => posts.at(-1).body.messages[0].msg === 'dos');
  assert.deepEqual(posts.map(({ body }) => body.messages[0].msg).slice(0, 6), [
    'uno',
    'uno',
    'uno',
    'uno',
    'uno',
    'dos',
  ]);
  assert.deepEqual(
    [posts[0].token, posts[0].body.type, posts[0].body.visitor.token],
    ['secreto', 'Message', 'hooked'],
  );
});
