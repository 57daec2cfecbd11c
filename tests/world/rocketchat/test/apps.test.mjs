import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { PROBE, eventually, must, startWorkspace } from './workspace.mjs';

const workspace = await startWorkspace();
const admin = (workspace.admin = await workspace.login('admin'));
const marta = await workspace.login('ventas.marta');
const installed = await workspace.installProbe();
const open = async (token, agent) => workspace.probe('open-room', { token, agent });
const heard = [];
const listening = listen();

/** Reads the console's stream as marta. */
async function listen() {
  const response = await fetch(`${workspace.url}/_world/events?userId=${marta['x-user-id']}`);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const frames = (rest + value).split('\n\n');
    rest = frames.pop();
    for (const frame of frames) {
      const type = /^event: (.*)$/m.exec(frame)?.[1];
      if (type) heard.push({ type, data: JSON.parse(/^data: (.*)$/m.exec(frame)[1]) });
    }
  }
}
listening.catch(() => {});

test('an uploaded app is installed and runs', async () => {
  assert.deepEqual([installed.status, installed.body.app.status], [200, 'auto_enabled']);
  const { body } = await workspace.get('/api/apps', admin);
  assert.deepEqual(
    body.apps.map(({ id, private: own }) => [id, own]),
    [[PROBE.id, true]],
  );
});

test('somebody who may not manage apps cannot install one', async () => {
  const form = new FormData();
  form.append('app', new Blob(['zip']), 'app.zip');
  assert.equal((await workspace.post('/api/apps', form, marta)).status, 403);
});

test("an app's endpoint answers at its public path and nowhere else", async () => {
  assert.deepEqual(Array.isArray(await workspace.probe('events')), true);
  assert.equal((await workspace.post(`/api/apps/public/${PROBE.id}/nothing`, {})).status, 404);
  assert.equal((await workspace.post('/api/apps/public/unknown/do', {})).status, 404);
});

test("no rate limiter stands before an app's endpoint", async () => {
  for (let i = 0; i < 15; i++) await workspace.probe('events');
});

test('an app hears what was said, after it was stored', async () => {
  const { roomId } = await open('hears');
  const said = await workspace.probe('say', { token: 'hears', roomId, text: 'hola' });
  const event = await workspace.probeSaw(({ id }) => id === said.id);
  assert.deepEqual([event.text, event.sender, event.room], ['hola', 'hears', 'l']);
  await workspace.probeSaw((each) => each.event === 'started' && each.room === roomId);
});

test('what an app prevents is not stored, and the sender is answered 400', async () => {
  const { roomId } = await open('prevented');
  const { status } = await workspace.post(
    'chat.sendMessage',
    { message: { _id: 'bad-1', rid: roomId, msg: 'forbidden' } },
    admin,
  );
  assert.equal(status, 400);
  assert.equal((await workspace.get('chat.getMessage?msgId=bad-1', admin)).status, 400);
});

test('an app may change a message before it is stored', async () => {
  const { roomId } = await open('changed');
  const { body } = await must(
    workspace.post('chat.sendMessage', { message: { rid: roomId, msg: 'shout' } }, admin),
  );
  assert.equal(body.message.msg, 'SHOUT');
});

test("an app's room goes to the bot it names", async () => {
  await workspace.addUser('bot', ['bot', 'livechat-agent']);
  assert.equal((await open('for-the-bot', 'bot')).servedBy, 'bot');
});

test('an app that opens a room where one is open gets a second one', async () => {
  const first = await open('two-rooms');
  assert.notEqual((await open('two-rooms')).roomId, first.roomId);
});

test('what an app says for a visitor into a closed room lands in a new one', async () => {
  const { roomId } = await open('reopened');
  await must(workspace.post('livechat/room.closeByUser', { rid: roomId, comment: 'listo' }, admin));
  const closed = await workspace.probeSaw(({ event, room }) => event === 'closed' && room === roomId);
  assert.deepEqual([closed.open, closed.closer], [false, 'user']);
  const said = await workspace.probe('say', { token: 'reopened', roomId, text: '¿hola?' });
  assert.notEqual(said.roomId, roomId);
});

test('a file that an app uploads becomes a message with the type that its bytes show', async () => {
  const { roomId } = await open('photo');
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]).toString('base64');
  assert.equal((await workspace.probe('upload', { token: 'photo', roomId, base64: png })).type, 'image/png');
  const { body } = await workspace.get(`livechat/${roomId}/messages`, admin);
  assert.equal(body.messages[0].attachments[0].image_type, 'image/png');
});

test('a slash command runs in the name of who wrote it and may open a form for them', async () => {
  const { roomId } = await open('commanded');
  const run = { command: 'probe', roomId, params: 'uno dos', triggerId: 'trigger-1' };
  await must(workspace.post('commands.run', run, marta));
  assert.ok((await workspace.texts(roomId)).includes('probed: uno+dos'));
  const form = await eventually(() => heard.find(({ type }) => type === 'ui'));
  assert.deepEqual(
    [form.data.interaction.type, form.data.interaction.triggerId],
    ['modal.open', 'trigger-1'],
  );
});

test('an unknown command is refused', async () => {
  const { roomId } = await open('uncommanded');
  const { status, body } = await workspace.post(
    'commands.run',
    { command: 'nada', roomId, params: '' },
    marta,
  );
  assert.deepEqual([status, body.error], [400, 'The command provided does not exist (or is disabled).']);
});

test('pressing a button reaches the app', async () => {
  const { roomId } = await open('pressed');
  const said = await workspace.probe('say', { token: 'pressed', roomId, text: 'hola' });
  const press = {
    type: 'blockAction',
    actionId: 'take',
    triggerId: 't',
    payload: { blockId: 'b', value: '1042' },
    rid: roomId,
    mid: said.id,
    container: { type: 'message', id: said.id },
  };
  await must(workspace.post(`/api/apps/ui.interaction/${PROBE.id}`, press, marta));
  await workspace.probeSaw(({ event, value }) => event === 'pressed' && value === '1042');
  assert.equal((await workspace.post(`/api/apps/ui.interaction/${PROBE.id}`, press)).status, 401);
});

test('what an app whispers reaches one person and is kept nowhere', async () => {
  const { roomId } = await open('whispered');
  await workspace.probe('whisper', { username: 'ventas.marta', roomId, text: 'solo para ti' });
  const whisper = await eventually(() => heard.find(({ type }) => type === 'ephemeral'));
  assert.equal(whisper.data.message.msg, 'solo para ti');
  assert.deepEqual(await workspace.texts(roomId), ['livechat-started']);
});

test("a job runs when the world's clock says so, and is told the time", async () => {
  await workspace.probe('schedule', { when: '1 hour' });
  await workspace.post('/_world/clock', { advance_s: 3601 });
  const job = await workspace.probeSaw(({ event }) => event === 'job');
  assert.equal(job.said, 'later');
  assert.ok(job.now > Date.now() + 3500_000);
});

test('settings of an app are shown, and changing one changes what it does', async () => {
  await must(
    workspace.post(
      `/api/apps/${PROBE.id}/settings`,
      { settings: [{ id: 'refused_word', value: 'otra' }] },
      admin,
    ),
  );
  const { body } = await workspace.get(`/api/apps/${PROBE.id}/settings`, admin);
  assert.equal(body.settings.refused_word.value, 'otra');
  const { roomId } = await open('other-word');
  await must(workspace.post('chat.sendMessage', { message: { rid: roomId, msg: 'forbidden' } }, admin));
});

test('events that are lost are lost for the app only', async () => {
  const { roomId } = await open('lost');
  await workspace.post('/_world/faults', { kind: 'drop-events', match: 'IPostMessageSent', times: 1 });
  const lost = await workspace.probe('say', { token: 'lost', roomId, text: 'se pierde' });
  const kept = await workspace.probe('say', { token: 'lost', roomId, text: 'llega' });
  await workspace.probeSaw(({ id }) => id === kept.id);
  assert.ok(!(await workspace.probe('events')).some(({ id }) => id === lost.id));
  assert.ok((await workspace.texts(roomId)).includes('se pierde'));
});

test('a disabled app answers no more until it is enabled again', async () => {
  const status = (wish) => must(workspace.post(`/api/apps/${PROBE.id}/status`, { status: wish }, admin));
  await status('manually_disabled');
  assert.equal((await workspace.post(`/api/apps/public/${PROBE.id}/do`, { action: 'events' })).status, 404);
  await status('manually_enabled');
  assert.equal((await workspace.post(`/api/apps/public/${PROBE.id}/do`, { action: 'events' })).status, 200);
});

test('an app is replaced by a newer package and goes on', async () => {
  const again = await workspace.updateProbe();
  assert.equal(again.status, 200);
  assert.equal((await workspace.post(`/api/apps/public/${PROBE.id}/do`, { action: 'events' })).status, 200);
});

test('an app whose runtime dies is started anew', async () => {
  execFileSync('pkill', ['-KILL', '-P', String(process.pid), 'deno']);
  const ask = () => workspace.post(`/api/apps/public/${PROBE.id}/do`, { action: 'events' });
  await eventually(async () => (await Promise.race([ask(), soon()]))?.status === 200, 20_000);
});

const soon = () => new Promise((resolve) => setTimeout(resolve, 1000));
