import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually, openShop } from './support/shop.mjs';

const HOUR = 60 * 60 * 1000;
const TEMPLATES = [
  {
    id: 'seguimiento/es',
    name: 'seguimiento',
    language: 'es',
    text: 'Pedido {{1}}\n\nHola, seguimos aquí.',
    parameters: [{ name: '1', example: 'María' }],
  },
];

describe('after 24 hours of silence', () => {
  let shop;
  let roomId;
  let whispers;
  let count = 0;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(async () => {
    shop.brain.status = 200;
    shop.brain.answers = { templates: { templates: TEMPLATES } };
    whispers = shop.whispersTo(shop.marta);
  });
  after(() => shop.close());

  /** A customer of Marta's who wrote last so many hours ago. */
  async function heardHoursAgo(hours) {
    const visitor = { token: `wa-9${++count}`, name: 'Ana', phone: null, username: null };
    ({ roomId } = await shop.ago(hours * HOUR, () => shop.hear('hola', { visitor })));
    await shop.takes(shop.marta, roomId);
  }
  const texts = () => shop.textsIn(roomId).slice(1);

  test('an agent is not let write what WhatsApp would refuse', async () => {
    await heardHoursAgo(25);
    assert.equal(await shop.says(shop.marta, roomId, '¿Sigue interesado?'), undefined);
    assert.deepEqual(texts(), []);
  });

  test('the agent reads why, the own words, and what may be sent', async () => {
    await heardHoursAgo(25);
    const frames = [];
    shop.world.feed.listen(shop.marta._id, (frame) => frames.push(frame));
    await shop.says(shop.marta, roomId, '¿Sigue interesado?');
    const shown = await eventually(() =>
      frames.find((frame) => frame.includes('event: ephemeral')),
    );
    for (const words of [
      'no se envió',
      '24 horas',
      '¿Sigue interesado?',
      '}} · Hola, seguimos aquí',
    ])
      assert.match(shown, new RegExp(words.replace('?', '\\?')));
    assert.match(shown, /"actionId":"template-open-0".*"value":"seguimiento\/es"/);
  });

  test('so it is with the brain away, but for the list', async () => {
    shop.brain.status = 500;
    await heardHoursAgo(25);
    assert.equal(await shop.says(shop.marta, roomId, '¿Sigue interesado?'), undefined);
    assert.match(await eventually(() => whispers[0]), /no se envió/);
  });

  test('a file is refused as well', async () => {
    await heardHoursAgo(25);
    assert.equal(await shop.sendsFile(shop.marta, roomId, 'lista.pdf'), undefined);
  });

  test('before that an agent writes as ever', async () => {
    await heardHoursAgo(23.9);
    await shop.says(shop.marta, roomId, 'Le atiendo');
    assert.deepEqual(texts(), ['Le atiendo']);
  });

  test('notices, notes, commands and the bot are nothing of the sort', async () => {
    await heardHoursAgo(25);
    await shop.says(shop.bridge, roomId, 'aviso', 'c-late');
    await shop.says(shop.bridge, roomId, 'nota', 'n-late');
    await shop.says(shop.marta, roomId, '!plantilla seguimiento María');
    assert.deepEqual(texts(), ['aviso', 'nota', '!plantilla seguimiento María']);
  });

  test('a word of the customer opens the window again', async () => {
    await heardHoursAgo(25);
    const visitor = { token: `wa-9${count}`, name: 'Ana', phone: null, username: null };
    await shop.hear('sí', { visitor });
    await shop.says(shop.marta, roomId, 'Qué bueno');
    assert.deepEqual(texts(), ['sí', 'Qué bueno']);
  });

  test('a room that does not say when it was heard last is read', async () => {
    await heardHoursAgo(25);
    await shop.restart();
    delete shop.room(roomId).v.lastMessageTs;
    assert.equal(await shop.says(shop.marta, roomId, '¿Sigue ahí?'), undefined);
  });

  test('rooms of others and channels are let be', async () => {
    const general = shop.world.db.rooms.firstBy('name', 'general');
    assert.ok(await shop.says(shop.marta, general._id, 'Buenos días'));
  });
});
