import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import {
  CAROLINA,
  MARIA,
  messagesIn,
  valueOf,
  worldUnderTest,
} from '../testing/world_under_test.mjs';

test('a webhook is signed over its raw bytes, with unicode escaped', async (t) => {
  const { say, business, settings } = await worldUnderTest(t);
  await say('c1', '¿Tubería de ½"? 🙏 a/b');
  const [{ raw, headers, body }] = await business.received(1);
  const expected = createHmac('sha256', settings.appSecret).update(raw).digest('hex');
  assert.equal(headers['x-hub-signature-256'], `sha256=${expected}`);
  assert.ok(raw.includes('\\u00bfTuber\\u00eda de \\u00bd\\"? \\ud83d\\ude4f a\\/b'));
  assert.equal(valueOf({ body }).messages[0].text.body, '¿Tubería de ½"? 🙏 a/b');
});

test('a message carries both ids where there are both, and only what is known', async (t) => {
  const { say, business, control } = await worldUnderTest(t);
  await control('/customers', { name: 'Rosa', phone: '18095550777', legacy: true });
  await say('c1', 'uno');
  await business.received(1);
  await say('carolina.reyes', 'dos');
  await business.received(2);
  await say('18095550777', 'tres');
  const [maria, carolina, rosa] = (await business.received(3)).map(valueOf);
  assert.deepEqual(maria.contacts, [
    { profile: { name: 'María Pérez' }, wa_id: MARIA, user_id: 'DO.13491208655302741918' },
  ]);
  assert.deepEqual(carolina.contacts, [
    { profile: { name: 'Carolina', username: 'carolina.reyes' }, user_id: CAROLINA },
  ]);
  assert.equal('from' in carolina.messages[0], false);
  assert.equal(carolina.messages[0].from_user_id, CAROLINA);
  assert.equal('from_user_id' in rosa.messages[0], false);
});

test('a webhook is posted again, ever later, until it is answered with 200', async (t) => {
  const { say, business, phoneOf, control } = await worldUnderTest(t);
  business.answers.push(500, 503);
  const wamid = await say('c1', 'hola');
  await business.received(1);
  await statsWith(control, ({ answers }) => answers[500] === 1);
  assert.equal((await phoneOf('c1'))[0].status, 'sent');
  await control('/clock', { advance_s: 1 });
  await business.received(2);
  await statsWith(control, ({ answers }) => answers[503] === 1);
  await control('/clock', { advance_s: 2 });
  const posts = await business.received(3);
  await statsWith(control, ({ pending }) => pending === 0);
  assert.deepEqual(
    posts.map((post) => messagesIn(post)[0].id),
    [wamid, wamid, wamid],
  );
  assert.equal((await phoneOf('c1'))[0].status, 'delivered');
});

test('one webhook can come three times', async (t) => {
  const { say, business } = await worldUnderTest(t);
  await say('c1', { text: 'hola', copies: 3 });
  const posts = await business.received(3);
  assert.equal(new Set(posts.map((post) => post.raw.toString())).size, 1);
});

test('several messages can come in one body', async (t) => {
  const { say, business } = await worldUnderTest(t);
  await say('c1', { text: 'uno', batch: true });
  await say('c1', { text: 'dos', batch: true });
  await say('c2', 'tres');
  const [post] = await business.received(1);
  assert.deepEqual(
    messagesIn(post).map((message) => message.text.body),
    ['uno', 'dos', 'tres'],
  );
  assert.equal(post.body.entry.length, 2);
});

test('messages can be held and let go in another order', async (t) => {
  const { say, business, control } = await worldUnderTest(t);
  await say('c1', { text: 'uno', hold: true });
  await say('c1', { text: 'dos', hold: true });
  assert.equal((await control('/stats')).webhooks.held, 2);
  await control('/release', { order: 'reversed' });
  const posts = await business.received(2);
  assert.equal(posts.length, 2);
  assert.equal((await control('/stats')).webhooks.held, 0);
});

test('held statuses can come in one body', async (t) => {
  const { graph, say, business, control } = await worldUnderTest(t, { hold: 'statuses' });
  await say('c1', 'hola');
  await business.received(1);
  await graph.text(MARIA, 'uno');
  await control('/read', { customer: 'c1' });
  await control('/release', { together: true });
  const { statuses } = valueOf((await business.received(2))[1]);
  assert.deepEqual(
    statuses.map((report) => report.status),
    ['sent', 'delivered', 'read'],
  );
});

test('a recording that is listened to is reported as played', async (t) => {
  const { graph, say, business, control } = await worldUnderTest(t);
  await say('c1', 'hola');
  const {
    body: { id },
  } = await graph.upload(Buffer.from('OggS'), 'audio/ogg');
  const { body } = await graph.send({ to: MARIA, type: 'audio', audio: { id, voice: true } });
  await control('/play', { wamid: body.messages[0].id });
  assert.equal((await business.status('played')).id, body.messages[0].id);
});

test('a forged webhook is posted once and its answer handed back', async (t) => {
  const { business, control, settings } = await worldUnderTest(t);
  business.answers.push(403);
  const answer = await control('/webhook', {
    body: { object: 'whatsapp_business_account', entry: [] },
    signed: 'wrong',
  });
  assert.equal(answer.status, 403);
  const [{ raw, headers }] = business.posts;
  assert.notEqual(
    headers['x-hub-signature-256'],
    `sha256=${createHmac('sha256', settings.appSecret).update(raw).digest('hex')}`,
  );
  await control('/webhook', { text: '{"broken": 1}', signed: 'missing' });
  assert.equal('x-hub-signature-256' in business.posts[1].headers, false);
});

test('the address is verified by a challenge', async (t) => {
  const { control } = await worldUnderTest(t);
  assert.deepEqual(await control('/verify', {}), { status: 200, verified: true });
});

test('a tap answers the message that offered it', async (t) => {
  const { graph, say, business } = await worldUnderTest(t, { statuses: false });
  await say('c1', 'hola');
  const rows = [{ id: 'r1', title: 'Cemento', description: 'saco 42.5 kg' }];
  const offer = {
    type: 'interactive',
    interactive: {
      type: 'list',
      body: { text: '¿Cuál?' },
      action: { button: 'Ver', sections: [{ rows }] },
    },
  };
  const { body } = await graph.send({ to: MARIA, ...offer });
  await say('c1', { choice: 'Cemento' });
  const answer = messagesIn((await business.received(2))[1])[0];
  assert.deepEqual(answer.interactive, { type: 'list_reply', list_reply: rows[0] });
  assert.deepEqual(answer.context, { from: '18095559999', id: body.messages[0].id });
});

test('a file that a customer sends can be fetched in two hops', async (t) => {
  const { graph, say, business, settings } = await worldUnderTest(t);
  await say('c1', {
    image: {
      base64: Buffer.from('píxeles').toString('base64'),
      mime: 'image/jpeg',
      caption: 'esta pieza',
    },
  });
  const { image } = messagesIn((await business.received(1))[0])[0];
  assert.equal(image.caption, 'esta pieza');
  const { body } = await graph.call('GET', image.id);
  const file = await fetch(body.url, { headers: { authorization: `Bearer ${settings.token}` } });
  assert.equal(await file.text(), 'píxeles');
});

test('a file that a customer sent is gone after seven days', async (t) => {
  const { graph, say, business, control } = await worldUnderTest(t);
  await say('c1', { document: true });
  const { document } = await business.message();
  assert.equal((await graph.call('GET', document.id)).status, 200);
  await control('/clock', { advance_s: 7 * 86_400 });
  assert.equal((await graph.call('GET', document.id)).body.error.error_subcode, 33);
});

test("a new number is announced, and the old ids are nobody's", async (t) => {
  const { graph, say, business, control } = await worldUnderTest(t);
  await say('c1', 'hola');
  await business.received(1);
  const now = await control('/customers/c1/number', { phone: '18095550199' });
  const value = valueOf((await business.received(2))[1]);
  assert.equal('contacts' in value, false);
  assert.equal(value.messages[0].from, MARIA);
  assert.equal(value.messages[0].system.wa_id, '18095550199');
  assert.equal(value.messages[0].system.previous_user_id, 'DO.13491208655302741918');
  assert.equal(value.messages[0].system.user_id, now.user_id);
  await graph.text(MARIA);
  assert.equal((await business.status('failed')).errors[0].code, 131026);
  assert.equal((await graph.text('18095550199')).status, 200);
});

test('anything else can be said as it stands', async (t) => {
  const { say, business } = await worldUnderTest(t);
  await say('c1', { raw: { type: 'order', order: { catalog_id: '1', product_items: [] } } });
  assert.equal(messagesIn((await business.received(1))[0])[0].order.catalog_id, '1');
});

test('reset brings back the demo customers and forgets the rest', async (t) => {
  const { say, control } = await worldUnderTest(t);
  await control('/customers', { name: 'Ana', phone: '18095550666' });
  await say('c1', { text: 'hola', hold: true });
  await control('/reset', {});
  assert.equal((await control('/customers')).customers.length, 3);
  assert.deepEqual((await control('/messages')).messages, []);
  assert.equal((await control('/stats')).webhooks.held, 0);
});

/** The world notes an answer a moment after the business gave it. */
async function statsWith(control, enough) {
  for (;;) {
    const { webhooks } = await control('/stats');
    if (enough(webhooks)) return webhooks;
  }
}
