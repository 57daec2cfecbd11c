import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openShop, spoken } from './support/shop.mjs';

describe('what a visitor says', () => {
  let shop;
  before(async () => {
    shop = await openShop();
  });
  after(() => shop.close());
  const by = (token, changes = {}) => ({
    ...changes,
    visitor: { token, name: token, phone: null, username: null, ...changes.visitor },
  });

  test('stands in a room of WhatsApp that the bot serves', async () => {
    const heard = await shop.hear('¿tienen varilla?', by('wa-1'));
    assert.equal(heard.status, 200);
    assert.equal(heard.opened, true);
    assert.equal(heard.repeated, false);
    assert.deepEqual(heard.servedBy, {
      id: shop.bot._id,
      username: 'mostrador',
      isBot: true,
    });
    const room = shop.room(heard.roomId);
    assert.equal(room.source.label, 'WhatsApp');
    assert.deepEqual(shop.textsIn(heard.roomId), ['¿tienen varilla?']);
    const [line] = shop.linesIn(heard.roomId);
    assert.equal(line._id, heard.messageId);
    assert.equal(line.ts.toISOString(), heard.ts);
  });

  test('goes on in the same room', async () => {
    const first = await shop.hear('hola', by('wa-2'));
    const second = await shop.hear('¿cuánto vale?', by('wa-2'));
    assert.equal(second.roomId, first.roomId);
    assert.equal(second.opened, false);
  });
});
void spoken;
