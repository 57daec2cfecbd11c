import assert from 'node:assert/strict';
import { test } from 'node:test';
import { must, sha256, startWorkspace } from './workspace.mjs';

const workspace = await startWorkspace();
const admin = (workspace.admin = await workspace.login('admin'));
const marta = await workspace.login('ventas.marta');
const pedro = await workspace.login('contabilidad.pedro');

test('a wrong password is refused as the vendor words it', async () => {
  const { status, body } = await workspace.post('login', { user: 'admin', password: 'guess' });
  assert.deepEqual([status, body.status, body.message], [401, 'error', 'Unauthorized']);
});

test('without a session a path that needs one is closed', async () => {
  const { status, body } = await workspace.get('me');
  assert.deepEqual([status, body.message], [401, 'You must be logged in to do this.']);
});

test('a body that the vendor refuses is refused with its words', async () => {
  const { status, body } = await workspace.post('users.create', { username: 'x' }, admin);
  assert.deepEqual([status, body.errorType], [400, 'invalid-params']);
  assert.match(body.error, /must have required property/);
});

test('an agent may not make users', async () => {
  const wish = { username: 'intruso', name: 'I', email: 'i@example.org', password: 'x' };
  const { status, body } = await workspace.post('users.create', wish, marta);
  assert.deepEqual([status, body.errorType], [400, 'error-action-not-allowed']);
});

test('settings change only with the password as second factor', async () => {
  const wish = ['settings/Livechat_title', { value: 'Ferretería' }, admin];
  const without = await workspace.post(...wish);
  assert.equal(without.body.errorType, 'totp-required');
  const plain = await workspace.post(...wish, { 'x-2fa-code': 'admin', 'x-2fa-method': 'password' });
  assert.equal(plain.body.errorType, 'totp-invalid');
  await must(workspace.post(...wish, { 'x-2fa-code': sha256('admin'), 'x-2fa-method': 'password' }));
  assert.equal((await workspace.get('settings/Livechat_title', admin)).body.value, 'Ferretería');
});

test('who has an authenticator app shows its code at the login and for settings', async () => {
  await must(workspace.post('/_world/totp', { username: 'contabilidad.pedro', code: '123456' }));
  const login = { user: 'contabilidad.pedro', password: 'contabilidad.pedro' };
  const without = await workspace.post('login', login);
  assert.deepEqual([without.status, without.body.error], [401, 'totp-required']);
  assert.equal(without.body.details.method, 'totp');
  assert.equal((await workspace.post('login', { ...login, code: '1' })).body.error, 'totp-invalid');
  assert.equal((await workspace.post('login', { ...login, code: '123456' })).status, 200);
});

test('a new user with a verified address logs in with a code by e-mail only', async () => {
  const made = (username, verified) =>
    must(
      workspace.post(
        'users.create',
        { username, name: username, email: `${username}@example.org`, password: 'x', verified },
        admin,
      ),
    );
  await made('sin-correo', false);
  assert.equal((await workspace.post('login', { user: 'sin-correo', password: 'x' })).status, 200);
  const { body } = await made('con-correo', true);
  const login = { user: 'con-correo', password: 'x' };
  const without = await workspace.post('login', login);
  assert.deepEqual([without.status, without.body.error], [401, 'totp-required']);
  assert.equal(without.body.details.method, 'email');
  const { code } = (await workspace.get('/_world/mailed?username=con-correo')).body;
  assert.equal((await workspace.post('login', { ...login, code })).status, 200);

  const change = { userId: body.user._id, data: { verified: false } };
  const shown = { 'x-2fa-code': sha256('admin'), 'x-2fa-method': 'password' };
  await must(workspace.post('users.update', change, admin, shown));
  assert.equal((await workspace.post('login', login)).status, 200);
});

test('a password is changed only to what the policy demands', async () => {
  const { body } = await workspace.get('users.info?username=ventas.marta', admin);
  const shown = { 'x-2fa-code': sha256('admin'), 'x-2fa-method': 'password' };
  const to = (password) =>
    workspace.post('users.update', { userId: body.user._id, data: { password } }, admin, shown);
  const refused = await to('marta');
  assert.deepEqual([refused.status, refused.body.errorType], [400, 'error-password-policy-not-met']);
  assert.equal(refused.body.details[0].error, 'error-password-policy-not-met-minLength');
  await must(to('Larga-y-con-1-numero'));
  await workspace.set({ Accounts_Password_Policy_Enabled: false });
  await must(to('ventas.marta'));
  await workspace.set({ Accounts_Password_Policy_Enabled: true });
});

test('an agent can neither read nor change settings', async () => {
  assert.equal((await workspace.get('settings/Livechat_title', marta)).status, 403);
  assert.equal((await workspace.post('settings/Livechat_title', { value: 'x' }, marta)).status, 403);
});

test('what only an administrator may know nobody else is told', async () => {
  const limits = async (as, query = '') => {
    const { body } = await must(workspace.get(`licenses.info${query}`, as));
    return body.license.limits.monthlyActiveContacts;
  };
  assert.equal(await limits(marta, '?loadValues=true'), undefined);
  assert.deepEqual(await limits(admin), { max: -1 });
  assert.deepEqual(Object.keys(await limits(admin, '?loadValues=true')), ['value', 'max']);
  const shown = (await workspace.get('settings.public?count=100')).body.settings.map(({ _id }) => _id);
  assert.ok(shown.includes('Livechat_Routing_Method'));
  assert.ok(!shown.includes('Livechat_assign_new_conversation_to_bot'));
});

test('an own message is deleted while that is allowed, by nobody but its author', async () => {
  const wish = { name: 'borrar', members: ['ventas.marta', 'contabilidad.pedro'] };
  const room = (await must(workspace.post('channels.create', wish, admin))).body.channel;
  const say = () => workspace.post('chat.sendMessage', { message: { rid: room._id, msg: 'x' } }, marta);
  const ids = [await say(), await say()].map(({ body }) => body.message._id);
  const byPedro = await workspace.post('chat.delete', { roomId: room._id, msgId: ids[0] }, pedro);
  assert.equal(byPedro.status, 400);
  const own = async (msgId) => {
    const { status, body } = await workspace.post('chat.delete', { roomId: room._id, msgId }, marta);
    return [status, body.errorType];
  };
  await workspace.set({ Message_AllowDeleting: false });
  assert.deepEqual(await own(ids[0]), [400, 'error-action-not-allowed']);
  await workspace.set({ Message_AllowDeleting: true });
  assert.deepEqual(await own(ids[0]), [200, undefined]);
  assert.deepEqual(await own(ids[1]), [200, undefined]);
});

test('permissions are given to roles', async () => {
  const can = async () => (await workspace.get('livechat/inquiries.list', marta)).status;
  assert.equal(await can(), 403);
  const found = (await workspace.get('permissions.listAll', admin)).body.update.find(
    ({ _id }) => _id === 'view-livechat-manager',
  );
  await must(
    workspace.post(
      'permissions.update',
      { permissions: [{ _id: found._id, roles: [...found.roles, 'livechat-agent'] }] },
      admin,
    ),
  );
  assert.equal(await can(), 200);
  await must(workspace.post('permissions.update', { permissions: [found] }, admin));
});

test('somebody made an agent while offline takes part only once Omnichannel says so', async () => {
  const bot = await workspace.addUser('bot', ['bot', 'livechat-agent']);
  assert.equal(bot.statusLivechat, 'not-available');
  await must(workspace.post('livechat/users/agent', { username: 'bot' }, admin));
  const { body } = await workspace.get('users.info?username=bot', admin);
  assert.equal(body.user.statusLivechat, 'available');
});

test('a channel is joined by those invited and shows what was posted', async () => {
  const { body } = await must(
    workspace.post('channels.create', { name: 'soporte', members: ['ventas.marta'] }, admin),
  );
  const rid = body.channel._id;
  const attachments = [
    { color: '#2ecc71', title: 'Ticket 1042', fields: [{ title: 'Cliente', value: 'Ana' }] },
  ];
  await must(
    workspace.post('chat.sendMessage', { message: { _id: 'card-1', rid, msg: '', attachments } }, admin),
  );
  const seen = (await workspace.get('channels.messages?roomName=soporte', marta)).body.messages;
  assert.equal(seen[0].attachments[0].color, '#2ecc71');
});

test('a card with an empty field is refused', async () => {
  const rid = (await workspace.get('channels.info?roomName=soporte', admin)).body.channel._id;
  const attachments = [{ fields: [{ title: 'Cliente', value: '' }] }];
  const { status, body } = await workspace.post('chat.sendMessage', { message: { rid, attachments } }, admin);
  assert.deepEqual([status, body.error], [400, 'Invalid attachment field, title and value is required']);
});

test('a private group is hidden from those outside', async () => {
  await must(workspace.post('groups.create', { name: 'gerencia', members: [] }, admin));
  assert.equal((await workspace.get('groups.info?roomName=gerencia', marta)).status, 400);
});

test('only bots may write under another name', async () => {
  const rid = (await workspace.get('channels.info?roomName=soporte', admin)).body.channel._id;
  const { status, body } = await workspace.post(
    'chat.sendMessage',
    { message: { rid, msg: 'hola', alias: 'Otra' } },
    marta,
  );
  assert.deepEqual([status, body.error], [400, 'Not enough permission']);
});

test('an edited message comes again by chat.syncMessages, a deleted one as deleted', async () => {
  const rid = (await workspace.get('channels.info?roomName=soporte', admin)).body.channel._id;
  for (const _id of ['edit-me', 'drop-me'])
    await must(workspace.post('chat.sendMessage', { message: { _id, rid, msg: 'uno' } }, marta));
  const since = new Date().toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await must(workspace.post('chat.update', { roomId: rid, msgId: 'edit-me', text: 'dos' }, marta));
  await must(workspace.post('chat.delete', { roomId: rid, msgId: 'drop-me' }, marta));
  const { result } = (await workspace.get(`chat.syncMessages?roomId=${rid}&lastUpdate=${since}`, marta)).body;
  assert.deepEqual(
    [result.updated.map(({ msg }) => msg), result.deleted.map(({ _id }) => _id)],
    [['dos'], ['drop-me']],
  );
});
