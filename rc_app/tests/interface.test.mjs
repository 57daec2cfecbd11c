import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually, openShop, signature } from './support/shop.mjs';

const DEPARTMENTS = [
  { key: 'ventas', name: 'Ventas' },
  { key: 'contabilidad', name: 'Contabilidad' },
];
const TEMPLATE = {
  id: 'seguimiento/es',
  name: 'seguimiento',
  language: 'es',
  text: 'Hola {{1}}, le escribimos de {{2}}.',
  parameters: [
    { name: '1', example: '', kind: 'text' },
    { name: '2', example: 'la tienda', kind: 'text' },
  ],
};
const WITH_PICTURE = {
  id: 'promo/es',
  name: 'promo',
  language: 'es',
  text: '🖼️ {{foto}}\n\nMire, {{1}}.\n\n🔗 Ver: https://tienda.example/p/{{enlace}}',
  parameters: [
    { name: 'foto', example: '', kind: 'image' },
    { name: '1', example: 'Ana', kind: 'text' },
    { name: 'enlace', example: 'varilla', kind: 'url' },
  ],
};
const DECISION = {
  id: 7,
  at: '22/11 10:00 AM',
  outcome: 'done',
  action: 'Answer',
  text: 'Cuesta RD$ 525.00',
  reason: '',
  before: { misses: 1, offered: ['Varilla 3/8', 'Varilla 1/2'], asked: 'choose', topic: 'precio' },
  understood: {
    intents: [{ name: 'precio', score: 0.912 }],
    products: [
      {
        words: 'cemento',
        quantity: '2',
        resolved: true,
        candidates: [{ sku: 'CEM-1', name: 'Cemento gris', score: 0.8 }],
      },
      { resolved: false, candidates: [{ sku: 'OLD-1', score: 0.5 }] },
      {
        words: 'tola',
        resolved: false,
        candidates: [],
        near: [{ sku: 'T', name: 'Plancha', score: 0.4 }],
      },
    ],
    slots: { digits: 0, polite: true, day: 6, ordinal: 1 },
  },
  workflows: ['inventario'],
  workflow: 'inventario',
  rows: [
    { table: 'store_product', id: 3, figures: { name: 'Cemento gris', price: 'RD$ 525.00' } },
    { table: 'store_product', id: 3, figures: { stock_total: '620' } },
    { table: 'store_account', id: 9, figures: {} },
  ],
  prompt_version: 'abc123',
  tier: 1,
  model_calls: [{ model: 'gemma', for: 'choice', outcome: 'refused: no JSON', ms: 1840 }],
  guards: ['unsure: not found', 'manners: links', 'second miss'],
  timings_ms: { all: 61.2, act: 50, 'act: inventario': 49.4, decide: 0.04, understand: 2.345 },
  mark: null,
};

describe('what agents press and fill in', () => {
  let shop;
  let roomId;
  let views;
  let whispers;
  before(async () => {
    shop = await openShop();
    const visitor = { token: 'wa-1', name: 'Ana', phone: '18095557777', username: null };
    ({ roomId } = await shop.hear('necesito varilla', { visitor }));
    await shop.takes(shop.marta, roomId);
    await shop.told('transferred');
  });
  beforeEach(() => {
    views = shop.viewsOf(shop.marta);
    whispers = shop.whispersTo(shop.marta);
    shop.brain.status = 200;
    shop.brain.refusal = {};
    shop.brain.answers = {
      'ticket-form': {
        subject: 'necesito varilla',
        department: 'ventas',
        departments: DEPARTMENTS,
      },
      templates: {
        templates: [TEMPLATE, WITH_PICTURE],
        unsendable: [{ name: 'galeria', language: 'es', reason: 'trae un carrusel de tarjetas' }],
      },
      decision: DECISION,
      'mark-error': { marked: 7 },
      summary: {
        customer: 'Ana',
        phone: '+18095557777',
        window: { open: true, closes: '23/11 10:00 AM' },
        tickets: [
          {
            number: 1042,
            title: 'Varilla',
            status: 'Nuevo',
            department: 'Ventas',
            owner: '',
            here: true,
          },
          {
            number: 1007,
            title: 'Factura',
            status: 'Pendiente',
            department: 'Contabilidad',
            owner: '',
            here: false,
          },
        ],
        summary: 'Quiere varilla',
        said: [{ author: 'customer', text: 'necesito varilla', at: '22/11 10:00 AM' }],
      },
    };
    shop.brain.forget();
  });
  after(() => shop.close());
  const view = () => eventually(() => views[0], 'a form');
  const whisper = () => eventually(() => whispers[0], 'a whisper');
  const wish = async () => (await shop.told('command')).command;

  test('every button has its words in both languages, and admins alone see decisions', async () => {
    const { default: fs } = await import('node:fs');
    const buttons = await shop.world.apps
      .manager()
      .getUIActionButtonManager()
      .getAllActionButtons();
    assert.equal(buttons.length, 6);
    for (const language of ['es', 'en']) {
      const words = JSON.parse(
        fs.readFileSync(new URL(`../i18n/${language}.json`, import.meta.url)),
      );
      for (const { labelI18n } of buttons) assert.ok(words[labelI18n], labelI18n);
    }
    const decision = buttons.find(({ actionId }) => actionId === 'message-decision');
    assert.deepEqual(decision.when.hasOneRole, ['admin']);
  });

  test('the buttons are there again after the app was switched off and on', async () => {
    const manager = shop.world.apps.manager();
    const [{ appId }, ...others] = await manager.getUIActionButtonManager().getAllActionButtons();
    await manager.changeStatus(appId, 'manually_disabled');
    await manager.changeStatus(appId, 'manually_enabled');
    const again = await manager.getUIActionButtonManager().getAllActionButtons();
    assert.equal(again.length, others.length + 1);
  });

  test('both languages have the same words', async () => {
    const { default: fs } = await import('node:fs');
    const [es, en] = ['es', 'en'].map((language) =>
      JSON.parse(fs.readFileSync(new URL(`../i18n/${language}.json`, import.meta.url))),
    );
    assert.deepEqual(Object.keys(es).sort(), Object.keys(en).sort());
  });

  for (const [actionId, name] of [
    ['card-take', 'tomar'],
    ['card-urgent', 'urgente'],
  ]) {
    test(`${actionId} of a card goes to the brain with the ticket and where it was pressed`, async () => {
      const general = shop.world.db.rooms.firstBy('name', 'general');
      await shop.pressesBlock(shop.marta, actionId, `1042|${roomId}`, { rid: general._id });
      const { user, ...rest } = await wish();
      assert.deepEqual(rest, { name, args: [], ticket: 1042, at: general._id });
      assert.deepEqual(user.roles, shop.marta.roles);
    });
  }

  test('closing from a card asks first', async () => {
    await shop.pressesBlock(shop.marta, 'card-close', `1042|${roomId}`);
    const form = await view();
    assert.equal(form.title.text, 'Cerrar el ticket 1042');
    assert.deepEqual(shop.brain.events(), []);
    await shop.fillsIn(shop.marta, form, { comment: 'resuelto por teléfono' });
    const { name, ticket, args } = await wish();
    assert.deepEqual([name, ticket, args], ['cerrar-ticket', 1042, ['resuelto por teléfono']]);
  });

  test('who is no agent presses in vain', async () => {
    const user = shop.world.users.create({ username: 'caja', name: 'Caja', password: 'caja' });
    const heard = shop.whispersTo(user);
    const general = shop.world.db.rooms.firstBy('name', 'general');
    await shop.pressesBlock(user, 'card-take', `1042|${roomId}`, { rid: general._id });
    assert.match(await eventually(() => heard[0]), /^Esto es para los agentes/);
    assert.deepEqual(shop.brain.events(), []);
  });

  test('a ticket is made from a form, which begins with what the customer said', async () => {
    await shop.presses(shop.marta, 'room-ticket', roomId);
    const form = await view();
    const [subject, department, priority] = form.blocks.map(({ element }) => element);
    assert.equal(subject.initialValue, 'necesito varilla');
    assert.deepEqual(
      department.options.map(({ value }) => value),
      ['ventas', 'contabilidad'],
    );
    assert.equal(priority.initialValue, 'normal');
    const filled = { subject: 'Varilla 3/8', department: 'contabilidad', priority: 'alta' };
    assert.equal((await shop.fillsIn(shop.marta, form, filled)).type, undefined);
    const { name, fields } = await wish();
    assert.deepEqual([name, fields], ['crear-ticket', filled]);
  });

  test('a ticket without a subject stays in its form', async () => {
    await shop.presses(shop.marta, 'room-ticket', roomId);
    const answer = await shop.fillsIn(shop.marta, await view(), { department: 'ventas' });
    assert.deepEqual(answer.errors, { subject: 'Escriba el asunto.' });
    assert.deepEqual(shop.brain.events(), []);
  });

  test('a ticket about one message asks the brain for that message', async () => {
    const [{ _id: mid }] = shop.linesIn(roomId);
    await shop.presses(shop.marta, 'message-ticket', roomId, { mid, context: 'messageAction' });
    await view();
    assert.equal(shop.brain.questions()[0].message, mid);
  });

  test('a template is chosen, filled in, looked at and only then sent', async () => {
    await shop.presses(shop.marta, 'room-template', roomId);
    const empty = await view();
    assert.equal(empty.submit, undefined);
    views.length = 0;
    await shop.pressesBlock(shop.marta, 'template-choose', 'seguimiento/es', { view: empty.id });
    const form = await view();
    const values = {
      'template-choose': 'seguimiento/es',
      'value-1': 'Ana',
      'value-2': 'la Ferretería',
    };
    const missing = await shop.fillsIn(shop.marta, form, { ...values, 'value-2': ' ' });
    assert.deepEqual(missing.errors, { 'value-2': 'Complete este dato.' });
    const { type, view: preview } = await shop.fillsIn(shop.marta, form, values);
    assert.equal(type, 'modal.update');
    assert.match(JSON.stringify(preview), /Hola Ana, le escribimos de la Ferretería\./);
    const changed = await shop.fillsIn(shop.marta, preview, { ...values, 'value-1': 'Eva' });
    assert.match(JSON.stringify(changed.view), /Hola Eva/);
    assert.deepEqual(shop.brain.events(), []);
    await shop.fillsIn(shop.marta, preview, values);
    const { name, fields } = await wish();
    assert.equal(name, 'plantilla');
    assert.deepEqual(fields, {
      template: 'seguimiento',
      language: 'es',
      'value-1': 'Ana',
      'value-2': 'la Ferretería',
    });
  });

  test('a picture is asked for by its link, and the end of a link as such', async () => {
    await shop.presses(shop.marta, 'room-template', roomId);
    const [, title, left] = (await view()).blocks;
    assert.equal(title.elements[0].text, '*No se pueden enviar desde aquí*');
    assert.match(left.elements[0].text, /galeria \(es\): trae un carrusel/);
    views.length = 0;
    await shop.pressesBlock(shop.marta, 'template-choose', 'promo/es', {
      view: `template.${roomId}`,
    });
    const form = await view();
    const labels = form.blocks
      .filter(({ type }) => type === 'input')
      .map(({ label }) => label.text);
    assert.deepEqual(labels, [
      'Enlace de la foto {{foto}}',
      'Dato {{1}}',
      'Final del enlace {{enlace}}',
    ]);
    const values = {
      'template-choose': 'promo/es',
      'value-foto': 'foto.jpg',
      'value-1': 'Ana',
      'value-enlace': 'varilla',
    };
    const { errors } = await shop.fillsIn(shop.marta, form, values);
    assert.deepEqual(errors, { 'value-foto': 'Escriba un enlace que empiece con https://' });
    const link = 'https://fotos.example/foto.jpg';
    const shown = await shop.fillsIn(shop.marta, form, { ...values, 'value-foto': link });
    assert.match(JSON.stringify(shown.view), /🖼️ https:.*Mire, Ana.*tienda.example\/p\/varilla/);
  });

  test('a command opens the template that it names', async () => {
    const call = { user: shop.marta, rid: roomId, args: ['seguimiento'], triggerId: 't' };
    await shop.commandOf(call, 'plantilla');
    assert.match(JSON.stringify(await view()), /Dato \{\{1\}\}/);
  });

  test('commands say what they offer while they are typed, and do what is chosen', async () => {
    const call = { user: shop.marta, rid: roomId, args: ['cemento'], preview: true };
    const offered = await shop.commandOf(call, 'crear-ticket');
    assert.deepEqual(
      offered.map(({ value }) => value),
      ['Crear ticket en Ventas: cemento', 'Crear ticket en Contabilidad: cemento'],
    );
    const [template] = await shop.commandOf({ ...call, args: ['seg'] }, 'plantilla');
    assert.match(template.value, /^seguimiento: Hola/);
    await shop.commandOf({ ...call, preview: false, choose: offered[1] }, 'crear-ticket');
    assert.deepEqual((await wish()).args, ['contabilidad', 'cemento']);
  });

  test('commands about tickets offer those of the customer', async () => {
    const call = { user: shop.marta, rid: roomId, args: [], preview: true };
    const offered = async (name, ...args) =>
      (await shop.commandOf({ ...call, args }, name)).map(({ value }) => value);
    const both = ['1042 · Varilla · Nuevo', '1007 · Factura · Pendiente'];
    assert.deepEqual(await offered('urgente'), both);
    assert.deepEqual(await offered('tomar', '100'), both.slice(1));
    assert.deepEqual(await offered('vincular'), both.slice(1), 'only what is not here yet');
    const choose = { id: '1007', type: 'text', value: both[1] };
    await shop.commandOf({ ...call, preview: false, choose }, 'vincular');
    const { name, args } = await wish();
    assert.deepEqual([name, args], ['vincular', ['1007']]);
  });

  test('a command tells of all of them when asked for help', async () => {
    await shop.command(shop.marta, roomId, 'bot', 'ayuda');
    assert.match(await whisper(), /\/crear-ticket \[departamento\].*\n.*\/cerrar-ticket/);
    assert.deepEqual(shop.brain.events(), []);
  });

  test('the summary opens beside the conversation', async () => {
    await shop.presses(shop.marta, 'room-summary', roomId);
    const bar = await view();
    assert.equal(bar.type, 'contextualBar');
    for (const words of ['Ana', '1042', 'Quiere varilla', 'necesito varilla', '23/11'])
      assert.ok(JSON.stringify(bar).includes(words), words);
  });

  test('giving back to the bot goes to the brain', async () => {
    await shop.presses(shop.marta, 'room-bot', roomId);
    assert.equal((await wish()).name, 'bot');
  });

  test('an administrator sees why the bot said something, and may call it a mistake', async () => {
    const bars = shop.viewsOf(shop.admin);
    const heard = shop.whispersTo(shop.admin);
    const [{ _id: mid }] = shop.linesIn(roomId);
    await shop.presses(shop.admin, 'message-decision', roomId, { mid, context: 'messageAction' });
    const bar = await eventually(() => bars[0], 'a bar');
    const read = bar.blocks.map(({ text }) => text?.text ?? '').join('\n');
    for (const words of [
      '*Respondió* · Existencia y precio · hecho · 22/11 10:00 AM',
      '• Precio (91 %)',
      '*Venía de antes*\n• Se le había preguntado: cuál de varias mercancías\n' +
        '• Para escoger: Varilla 3/8, Varilla 1/2\n• Se hablaba de: Precio\n',
      '• 2 × «cemento»: *Cemento gris (80 %)* ✓',
      '• OLD-1 (50 %)',
      '• «tola»: un producto que no está en las tablas · lo más parecido: Plancha (40 %)',
      '• Es cortés\n• Día: domingo\n• Opción elegida: 2',
      '• *Producto* Cemento gris: precio RD$ 525.00 · existencia en total 620',
      '• *Cuenta* n.º 9: sus datos no se guardan aquí',
      'Se consultó al modelo: describe un producto que no se encontró',
      'algo que no debe decir (enlaces)',
      'No se entendió por segunda vez',
      '• gemma · elegir qué consultar · respuesta que no sirve (no JSON) · 1.8 s',
      '• Entender: 2 ms\n• Decidir: menos de 1 ms\n• Leer las tablas y redactar: 50 ms\n• Existencia y precio: 49 ms\n• En total: 61 ms',
    ])
      assert.ok(read.includes(words), `${words} in ${read}`);
    assert.ok(JSON.stringify(bar).includes('abc123'));
    await shop.fillsIn(shop.admin, bar, { note: 'debió preguntar la medida' });
    const mark = shop.brain.questions().at(-1);
    assert.deepEqual(
      [mark.ask, mark.decision, mark.note],
      ['mark-error', 7, 'debió preguntar la medida'],
    );
    assert.match(await eventually(() => heard[0]), /quedó marcada/);
  });

  test('nobody else does, whatever they send', async () => {
    const [{ _id: mid }] = shop.linesIn(roomId);
    await shop.presses(shop.marta, 'message-decision', roomId, { mid, context: 'messageAction' });
    assert.match(await whisper(), /solo para administradores/);
    const id = `decision.${roomId}.7`;
    const forged = {
      id,
      type: 'contextualBar',
      title: { type: 'plain_text', text: 'x' },
      blocks: [],
    };
    await shop.fillsIn(shop.marta, forged, { note: 'x' });
    assert.deepEqual(shop.brain.questions(), []);
  });

  test('what the brain refuses is said in words', async () => {
    shop.brain.status = 403;
    shop.brain.refusal = { error: 'not-allowed' };
    await shop.presses(shop.marta, 'room-summary', roomId);
    assert.match(await whisper(), /no atiende esta conversación/);
  });

  test('a brain that does not answer is no silence', async () => {
    shop.brain.status = 500;
    await shop.presses(shop.marta, 'room-bot', roomId);
    assert.match(await whisper(), /No se pudo hacer: el asistente no contestó/);
  });

  test('what the brain whispers is for one person, and signed', async () => {
    const body = { room: roomId, username: 'ventas.marta', text: 'ya lo atiende Pedro' };
    assert.equal((await shop.call('whisper', body)).status, 200);
    assert.equal(await whisper(), 'ya lo atiende Pedro');
    const forged = signature(JSON.stringify(body), 'another secret');
    assert.equal((await shop.call('whisper', body, forged)).status, 403);
    assert.equal((await shop.call('whisper', { room: roomId })).status, 400);
  });

  test('nothing of it is in the log', async () => {
    await shop.presses(shop.marta, 'room-summary', roomId);
    await view();
    const log = await shop.log();
    assert.ok(!log.includes('18095557777') && !log.includes('necesito varilla'));
  });
});
