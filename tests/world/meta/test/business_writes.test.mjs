import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CAROLINA, MARIA, worldUnderTest } from '../testing/world_under_test.mjs';

test('a text reaches the phone and is reported sent, delivered and read with its tracker', async (t) => {
  const { graph, say, phoneOf, business, control } = await worldUnderTest(t);
  await say('c1', 'buenas');
  const { status, body } = await graph.text(`+${MARIA}`, 'Hola María', {
    biz_opaque_callback_data: 't-1',
  });
  assert.equal(status, 200);
  assert.deepEqual(body.contacts, [{ input: `+${MARIA}`, wa_id: MARIA }]);
  const delivered = await business.status('delivered');
  assert.equal(delivered.id, body.messages[0].id);
  assert.equal(delivered.biz_opaque_callback_data, 't-1');
  assert.equal(delivered.recipient_id, MARIA);
  await control('/read', { customer: 'c1' });
  await business.status('read');
  const record = (await phoneOf('c1'))[1];
  assert.deepEqual([record.text, record.status, record.tracker], ['Hola María', 'read', 't-1']);
});

test('a customer without a number is reached by recipient, and by nothing else', async (t) => {
  const { graph, say, phoneOf, business, control } = await worldUnderTest(t);
  await say('carolina.reyes', 'hola');
  const misplaced = await graph.text(CAROLINA, 'perdido');
  assert.equal(misplaced.status, 200);
  const { body } = await graph.send({
    recipient: CAROLINA,
    type: 'text',
    text: { body: 'Hola Carolina' },
  });
  assert.deepEqual(body.contacts, [{ input: CAROLINA, user_id: CAROLINA }]);
  const report = await business.status('delivered');
  assert.equal(report.recipient_user_id, CAROLINA);
  assert.equal('recipient_id' in report, false);
  assert.deepEqual(
    (await phoneOf('c3')).map((message) => message.text),
    ['hola', 'Hola Carolina'],
  );
  assert.equal((await control('/stats')).dropped, 1);
});

test('a number that nobody has fails later', async (t) => {
  const { graph, business } = await worldUnderTest(t);
  assert.equal((await graph.text('18095559876')).status, 200);
  const report = await business.status('failed');
  assert.equal(report.errors[0].code, 131026);
});

const button = (id, title) => ({ type: 'reply', reply: { id, title } });
const buttons = (...all) => ({
  type: 'interactive',
  interactive: { type: 'button', body: { text: '¿Cuál?' }, action: { buttons: all } },
});
const list = (sections, more = {}) => ({
  type: 'interactive',
  interactive: {
    type: 'list',
    body: { text: '¿Cuál?' },
    action: { button: 'Ver', sections },
    ...more,
  },
});
const rows = (from, to) =>
  Array.from({ length: to - from }, (_, index) => ({
    id: `r${from + index}`,
    title: `Fila ${from + index}`,
  }));

const WRONG = [
  ['no kind of content', { type: 'poll', poll: {} }, 100],
  ['an unknown parameter', { type: 'text', text: { body: 'a', colour: 'red' } }, 100],
  ['no content', { type: 'text' }, 131008],
  ['an empty text', { type: 'text', text: { body: '' } }, 131009],
  ['a text of 4,097 characters', { type: 'text', text: { body: 'a'.repeat(4097) } }, 100],
  [
    'four buttons',
    buttons(button('1', 'a'), button('2', 'b'), button('3', 'c'), button('4', 'd')),
    131009,
  ],
  ['a button title of 21 characters', buttons(button('1', 'a'.repeat(21))), 131009],
  ['two buttons with one id', buttons(button('1', 'a'), button('1', 'b')), 131009],
  [
    'eleven rows in two sections',
    list([
      { title: 'a', rows: rows(0, 6) },
      { title: 'b', rows: rows(6, 11) },
    ]),
    131009,
  ],
  ['a row title of 25 characters', list([{ rows: [{ id: '1', title: 'a'.repeat(25) }] }]), 131009],
  [
    'a row description of 73 characters',
    list([{ rows: [{ id: '1', title: 'a', description: 'a'.repeat(73) }] }]),
    131009,
  ],
  ['two sections without titles', list([{ rows: rows(0, 1) }, { rows: rows(1, 2) }]), 131009],
  [
    'a footer of 61 characters',
    list([{ rows: rows(0, 1) }], { footer: { text: 'a'.repeat(61) } }),
    131009,
  ],
  ['a location without longitude', { type: 'location', location: { latitude: 18.4 } }, 131008],
  ['a file that does not exist', { type: 'image', image: { id: '1' } }, 131009],
  [
    'a template that does not exist',
    { type: 'template', template: { name: 'nada', language: { code: 'es' } } },
    132001,
  ],
  [
    'a template without its values',
    { type: 'template', template: { name: 'seguimiento', language: { code: 'es' } } },
    132000,
  ],
];

test("a wrong message is refused with Meta's code and stays off the phone", async (t) => {
  const { graph, say, phoneOf } = await worldUnderTest(t);
  await say('c1', 'buenas');
  for (const [what, message, code] of WRONG) {
    const { status, body } = await graph.send({ to: MARIA, ...message });
    assert.ok(status >= 400 && status < 500, what);
    assert.equal(body.error.code, code, what);
    assert.equal(body.error.error_data.messaging_product, 'whatsapp', what);
    assert.ok(body.error.fbtrace_id, what);
  }
  assert.equal((await phoneOf('c1')).length, 1);
});

test('what stays within the limits is taken', async (t) => {
  const { graph, say, phoneOf } = await worldUnderTest(t);
  await say('c1', 'buenas');
  const most = [
    { type: 'text', text: { body: 'a'.repeat(4096) } },
    buttons(button('1', 'a'.repeat(20)), button('2', 'b'), button('3', 'c')),
    list([
      { title: 'a', rows: rows(0, 5) },
      { title: 'b', rows: rows(5, 10) },
    ]),
  ];
  for (const message of most)
    assert.equal((await graph.send({ to: MARIA, ...message })).status, 200);
  const [, , asked, offered] = await phoneOf('c1');
  assert.equal(asked.choices.length, 3);
  assert.equal(offered.choices.length, 10);
});

test("a wrong token and another number's id are refused", async (t) => {
  const { graph } = await worldUnderTest(t);
  const stranger = await graph.send(
    { to: MARIA, type: 'text', text: { body: 'a' } },
    'other token',
  );
  assert.equal(stranger.status, 401);
  assert.equal(stranger.body.error.code, 190);
  const elsewhere = await graph.call('POST', '999/messages', {});
  assert.equal(elsewhere.body.error.error_subcode, 33);
});

test('the phone number says who it is', async (t) => {
  const { graph, settings } = await worldUnderTest(t);
  const { body } = await graph.call(
    'GET',
    `${settings.phoneId}?fields=display_phone_number,quality_rating`,
  );
  assert.deepEqual(body, {
    display_phone_number: '+1 809-555-9999',
    quality_rating: 'GREEN',
    id: settings.phoneId,
  });
});

test('a file goes up, and down in two hops with the token only', async (t) => {
  const { graph, say, settings, control } = await worldUnderTest(t);
  const {
    body: { id },
  } = await graph.upload(Buffer.from('%PDF-1.4'), 'application/pdf', 'lista.pdf');
  await say('c1', 'mande la lista');
  assert.equal(
    (await graph.send({ to: MARIA, type: 'document', document: { id, filename: 'lista.pdf' } }))
      .status,
    200,
  );
  const {
    body: { url, mime_type: mime },
  } = await graph.call('GET', id);
  assert.equal(mime, 'application/pdf');
  const bearer = { headers: { authorization: `Bearer ${settings.token}` } };
  assert.equal(await (await fetch(url, bearer)).text(), '%PDF-1.4');
  assert.equal((await fetch(url)).status, 401);
  await control('/clock', { advance_s: 301 });
  assert.equal((await fetch(url, bearer)).status, 404);
  assert.deepEqual((await graph.call('DELETE', id)).body, { success: true });
  assert.equal((await graph.call('GET', id)).body.error.code, 100);
});

test('a file of a type that WhatsApp does not take is refused at once, one of the wrong kind later', async (t) => {
  const { graph, say, business } = await worldUnderTest(t);
  assert.equal((await graph.upload(Buffer.from('a'), 'image/tiff')).body.error.code, 100);
  const {
    body: { id },
  } = await graph.upload(Buffer.from('a'), 'application/pdf');
  await say('c1', 'hola');
  assert.equal((await graph.send({ to: MARIA, type: 'image', image: { id } })).status, 200);
  assert.equal((await business.status('failed')).errors[0].code, 131053);
});

test('a read receipt turns the ticks blue, also of what came before', async (t) => {
  const { graph, say, phoneOf } = await worldUnderTest(t);
  await say('c1', 'uno');
  const wamid = await say('c1', 'dos');
  await say('c1', 'tres');
  const typing = { status: 'read', message_id: wamid, typing_indicator: { type: 'text' } };
  assert.deepEqual((await graph.send(typing)).body, { success: true });
  const ticks = (await phoneOf('c1')).map((message) => message.status === 'read');
  assert.deepEqual(ticks, [true, true, false]);
  assert.equal((await graph.send({ ...typing, message_id: 'wamid.nobody' })).body.error.code, 100);
});

test('a template goes out with its values filled in, and its button comes back', async (t) => {
  const { graph, say, phoneOf, business } = await worldUnderTest(t);
  const parameters = ['María', 'la tienda'].map((text) => ({ type: 'text', text }));
  await graph.send({
    to: MARIA,
    type: 'template',
    template: {
      name: 'seguimiento',
      language: { code: 'es' },
      components: [{ type: 'body', parameters }],
    },
  });
  const [template] = await phoneOf('c1');
  assert.match(template.text, /^Hola María, le escribimos de la tienda/);
  await say('c1', { button: 'Continuar' });
  const answer = await business.message();
  assert.deepEqual(answer.button, { payload: 'Continuar', text: 'Continuar' });
  assert.equal(answer.context.id, template.wamid);
});
