import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, must, startWorkspace } from './workspace.mjs';

const workspace = await startWorkspace();
const admin = (workspace.admin = await workspace.login('admin'));
const marta = await workspace.login('ventas.marta');
const pedro = await workspace.login('contabilidad.pedro');
await workspace.noLimiter();
const martaId = marta['x-user-id'];
const pedroId = pedro['x-user-id'];
const ventas = await workspace.addDepartment('Ventas', [{ agentId: martaId }]);
await workspace.addUser('bot', ['bot', 'livechat-agent']);
await must(workspace.post('livechat/users/agent', { username: 'bot' }, admin));
const bot = await workspace.login('bot');

const queueOf = async (as) =>
  (await must(workspace.get('livechat/inquiries.queuedForUser', as))).body.inquiries;
const take = async (room, as) => {
  const inquiry = (await queueOf(as)).find(({ rid }) => rid === room._id);
  return workspace.post('livechat/inquiries.take', { inquiryId: inquiry._id }, as);
};
const forward = (room, to, as = admin) =>
  workspace.post('livechat/room.forward', { roomId: room._id, ...to }, as);
const write = (room, msg, as, _id) =>
  workspace.post('chat.sendMessage', { message: { rid: room._id, msg, ...(_id && { _id }) } }, as);
const roomNow = async (room) => (await must(workspace.get(`rooms.info?roomId=${room._id}`, admin))).body.room;

test('a visitor known by phone keeps the token that came first', async () => {
  const register = (token) =>
    workspace.post('livechat/visitor', { visitor: { token, name: 'Ana', phone: '18095550101' } });
  await register('first');
  assert.equal((await register('second')).body.visitor.token, 'first');
});

test('a visitor who asks again gets the room that is open', async () => {
  const room = await workspace.openRoom('again');
  const { body } = await workspace.get('livechat/room?token=again');
  assert.deepEqual([body.room._id, body.newRoom], [room._id, false]);
});

test('two that ask at once can get two rooms, as on the real server', async () => {
  let tries = 0;
  await eventually(async () => {
    const token = `twice-${(tries += 1)}`;
    await workspace.post('livechat/visitor', { visitor: { token, name: 'Ana' } });
    const answers = await Promise.all([1, 2, 3, 4].map(() => workspace.get(`livechat/room?token=${token}`)));
    return new Set(answers.map(({ body }) => body.room._id)).size > 1;
  });
});

test('a message whose _id is taken stores nothing and is answered with what stands there', async () => {
  const room = await workspace.openRoom('same-id');
  const say = (msg) =>
    workspace.post('livechat/message', { token: 'same-id', rid: room._id, msg, _id: 'wamid-1' });
  for (const words of ['hola', 'otra cosa']) {
    const { body } = await must(say(words));
    assert.deepEqual([body.message._id, body.message.msg], ['wamid-1', 'hola']);
  }
  assert.deepEqual(await workspace.texts(room._id), ['livechat-started', 'hola']);
});

test('a new room waits in the queue until somebody takes it', async () => {
  const room = await workspace.openRoom('queued');
  assert.ok((await queueOf(pedro)).some(({ rid }) => rid === room._id));
  await must(take(room, pedro));
  assert.equal((await roomNow(room)).servedBy.username, 'contabilidad.pedro');
  assert.deepEqual(await workspace.texts(room._id), ['livechat-started', 'command', 'uj']);
});

test('what one has taken another cannot take', async () => {
  const room = await workspace.openRoom('contested');
  const inquiry = (await queueOf(pedro)).find(({ rid }) => rid === room._id);
  await must(take(room, marta));
  const { status, body } = await workspace.post('livechat/inquiries.take', { inquiryId: inquiry._id }, pedro);
  assert.deepEqual([status, body.errorType], [400, 'error-inquiry-taken']);
});

test('an agent who does not serve a room cannot write there', async () => {
  const room = await workspace.openRoom('not-mine');
  await must(take(room, marta));
  const { status, body } = await write(room, 'me meto', pedro);
  assert.deepEqual([status, body.error], [400, 'error-not-allowed']);
  await must(write(room, 'le atiendo', marta));
});

test('forwarded to a department a room waits there, served by nobody', async () => {
  const room = await workspace.openRoom('to-sales');
  await must(take(room, pedro));
  await must(forward(room, { departmentId: ventas._id, comment: 'quiere varilla' }));
  const now = await roomNow(room);
  assert.deepEqual([now.departmentId, now.servedBy], [ventas._id, undefined]);
  assert.deepEqual((await workspace.texts(room._id)).slice(-2), ['livechat_transfer_history', 'ul']);
  assert.ok((await queueOf(marta)).some(({ rid }) => rid === room._id));
});

test('a department that somebody else serves is not in my queue', async () => {
  const caja = await workspace.addDepartment('Caja', [{ agentId: pedroId }]);
  const room = await workspace.openRoom('to-cashier');
  await must(forward(room, { departmentId: caja._id }));
  assert.ok(!(await queueOf(marta)).some(({ rid }) => rid === room._id));
});

test('a transfer says why it cannot be', async () => {
  const room = await workspace.openRoom('nowhere');
  await must(take(room, marta));
  const refusal = async (to) => (await forward(room, to)).body.error;
  assert.equal(await refusal({ userId: martaId }), 'error-selected-agent-room-agent-are-same');
  assert.equal(await refusal({ departmentId: 'none' }), 'error-invalid-department');
  await must(forward(room, { departmentId: ventas._id }));
  assert.equal(await refusal({ departmentId: ventas._id }), 'error-forwarding-chat-same-department');
  await must(workspace.post('livechat/agent.status', { status: 'not-available' }, pedro));
  assert.equal(await refusal({ userId: pedroId }), 'error-user-is-offline');
  await must(workspace.post('livechat/agent.status', { status: 'available' }, pedro));
});

test('agents hand nothing on unless their role is given the right to', async () => {
  const room = await workspace.openRoom('stays');
  await must(take(room, marta));
  assert.equal((await forward(room, { userId: pedroId }, marta)).status, 403);
});

test('closing asks for a comment, tells the room, and is final', async () => {
  const room = await workspace.openRoom('closing');
  await must(take(room, marta));
  const close = (comment) =>
    workspace.post('livechat/room.closeByUser', { rid: room._id, ...(comment && { comment }) }, marta);
  assert.equal((await close()).body.error, 'error-comment-is-required');
  await must(close('resuelto'));
  assert.equal((await close('otra vez')).body.error, 'error-room-already-closed');
  const say = await workspace.post('livechat/message', {
    token: 'closing',
    rid: room._id,
    msg: '¿sigue ahí?',
  });
  assert.equal(say.body.error, 'room-closed');
  assert.equal((await forward(room, { userId: pedroId })).body.error, 'This_conversation_is_already_closed');
  assert.notEqual((await workspace.openRoom('closing'))._id, room._id);
});

test('a department may demand tags before it closes', async () => {
  const strict = await workspace.addDepartment('Reclamos', [{ agentId: martaId }], {
    requestTagBeforeClosingChat: true,
    chatClosingTags: ['reclamo'],
  });
  const room = await workspace.openRoom('tagless');
  await must(forward(room, { departmentId: strict._id }));
  await must(take(room, marta));
  const close = (tags) =>
    workspace.post(
      'livechat/room.closeByUser',
      { rid: room._id, comment: 'listo', ...(tags && { tags }) },
      marta,
    );
  assert.equal((await close()).body.error, 'error-tags-must-be-assigned-before-closing-chat');
  await must(close(['garantía']));
  assert.deepEqual((await roomNow(room)).tags, ['garantía', 'reclamo']);
});

test('new rooms go to the bot where the setting says so, and it loses its voice once a person serves', async () => {
  await workspace.set({ Livechat_assign_new_conversation_to_bot: true });
  const room = await workspace.openRoom('bots-first');
  assert.equal((await roomNow(room)).servedBy.username, 'bot');
  await must(write(room, 'RD$ 1,850.00', bot, 'b-1'));
  await must(forward(room, { userId: martaId }));
  assert.equal((await write(room, 'perdón, llego tarde', bot, 'b-2')).status, 400);
  assert.equal((await workspace.get('chat.getMessage?msgId=b-2', admin)).status, 400);
  await workspace.set({ Livechat_assign_new_conversation_to_bot: false });
});

test('a room given back waits again', async () => {
  const room = await workspace.openRoom('given-back');
  await must(take(room, marta));
  await must(workspace.post('livechat/inquiries.returnAsInquiry', { roomId: room._id }, admin));
  assert.ok((await queueOf(marta)).some(({ rid }) => rid === room._id));
});

test('under automatic selection somebody gets the room at once', async () => {
  await workspace.set({ Livechat_Routing_Method: 'Auto_Selection' });
  const room = await workspace.openRoom('automatic');
  assert.ok((await roomNow(room)).servedBy);
  await workspace.set({ Livechat_Routing_Method: 'Manual_Selection' });
});

test('with nobody there a visitor is turned away, unless the setting lets them wait', async () => {
  for (const as of [marta, pedro, bot])
    await must(workspace.post('livechat/agent.status', { status: 'not-available' }, as));
  await workspace.post('livechat/visitor', { visitor: { token: 'at-night', name: 'Ana' } });
  const ask = () => workspace.get('livechat/room?token=at-night');
  assert.equal((await ask()).body.errorType, 'no-agent-online');
  await workspace.set({ Livechat_accept_chats_with_no_agents: true });
  assert.equal((await ask()).status, 200);
  for (const as of [marta, pedro, bot])
    await must(workspace.post('livechat/agent.status', { status: 'available' }, as));
});

test('a file from a visitor becomes a message that only those in the room can open', async () => {
  const room = await workspace.openRoom('with-file');
  const form = new FormData();
  form.append('file', new Blob([Buffer.from('%PDF-1.4')], { type: 'application/pdf' }), 'cotización.pdf');
  const sent = await must(
    workspace.call('POST', `livechat/upload/${room._id}`, {
      body: form,
      headers: { 'x-visitor-token': 'with-file' },
    }),
  );
  const { title_link: link, title } = sent.body.attachments[0];
  assert.equal(title, 'cotización.pdf');
  assert.equal((await workspace.get(link)).status, 403);
  assert.equal((await workspace.get(link, admin)).status, 403);
  await workspace.set({ FileUpload_Restrict_to_room_members: false });
  assert.equal((await workspace.get(link, admin)).text, '%PDF-1.4');
  await workspace.set({ FileUpload_Restrict_to_room_members: true });
  const visitor = { cookie: `rc_room_type=l; rc_rid=${room._id}; rc_token=with-file` };
  assert.equal((await workspace.get(link, visitor)).text, '%PDF-1.4');
  const stranger = await workspace.call('POST', `livechat/upload/${room._id}`, {
    body: form,
    headers: { 'x-visitor-token': 'other' },
  });
  assert.equal(stranger.status, 403);
});

test('history is newest first, in pages, and without the server\'s own lines', async () => {
  const room = await workspace.openRoom('paged');
  for (const msg of ['uno', 'dos', 'tres'])
    await must(workspace.post('livechat/message', { token: 'paged', rid: room._id, msg }));
  const { body } = await must(workspace.get(`livechat/${room._id}/messages?count=2&offset=1`, admin));
  assert.deepEqual([body.messages.map(({ msg }) => msg), body.total], [['dos', 'uno'], 3]);
});
