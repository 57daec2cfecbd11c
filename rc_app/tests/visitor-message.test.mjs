import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openShop, spoken } from './support/shop.mjs';

const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]).toString('base64');

describe('what a visitor says', () => {
  let shop;
  let customer;
  let count = 0;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(() => {
    const token = `wa-${++count}`;
    customer = { visitor: { token, name: 'María', phone: null, username: null } };
  });
  after(() => shop.close());

  const hear = (text, changes = {}) => shop.hear(text, { ...customer, ...changes });
  const photo = (wamid, caption = null) => ({
    wamid,
    file: { name: `${wamid}.jpg`, mime: 'image/jpeg', base64: JPEG, caption },
  });

  test('stands in a room of WhatsApp that the bot serves', async () => {
    const heard = await hear('¿tienen varilla?');
    const { roomId, messageId, opened, repeated, servedBy, department, ts } = heard;
    assert.deepEqual([heard.status, opened, repeated, department], [200, true, false, null]);
    assert.deepEqual(servedBy, { id: shop.bot._id, username: 'mostrador', isBot: true });
    const [line] = shop.linesIn(roomId);
    assert.deepEqual(
      [line._id, line.msg, line.ts.toISOString()],
      [messageId, '¿tienen varilla?', ts],
    );
    const { source } = shop.room(roomId);
    assert.deepEqual(
      [source.type, source.label, source.sidebarIcon],
      ['app', 'WhatsApp', 'whatsapp'],
    );
  });

  test('shows the icon of WhatsApp', async () => {
    const { status, content } = await shop.icon();
    assert.equal(status, 200);
    assert.match(content, /^<svg /);
  });

  test('goes on in the same room', async () => {
    const first = await hear('hola');
    const second = await hear('¿cuánto vale?');
    assert.equal(second.roomId, first.roomId);
    assert.equal(second.opened, false);
  });

  test('is said once however often it comes', async () => {
    const message = { wamid: 'wamid.again' };
    const first = await hear('hola', message);
    const again = await hear('hola', message);
    assert.deepEqual(again, { ...first, repeated: true });
    await shop.restart();
    assert.equal((await hear('hola', message)).messageId, first.messageId);
    assert.deepEqual(shop.textsIn(first.roomId), ['hola']);
  });

  test('is said once when it comes twice at once', async () => {
    const twice = await Promise.all([1, 2].map(() => hear('hola', { wamid: 'wamid.twin' })));
    assert.equal(new Set(twice.map(({ messageId }) => messageId)).size, 1);
    assert.deepEqual(shop.textsIn(twice[0].roomId), ['hola']);
  });

  test('never opens two rooms, even where ten things are said at once', async () => {
    const all = await Promise.all(
      ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'].map((text) => hear(text)),
    );
    assert.equal(new Set(all.map(({ roomId }) => roomId)).size, 1);
    assert.equal(all.filter(({ opened }) => opened).length, 1);
    assert.equal(shop.openRooms(customer.visitor.token).length, 1);
    assert.equal(shop.linesIn(all[0].roomId).length, 10);
  });

  describe('while something breaks', () => {
    test('is not said again when the app died before it could write the answer down', async () => {
      await hear('hola');
      shop.breaks('PersistenceBridge', 'updateByAssociations');
      const first = await hear('hola', { wamid: 'wamid.crash' });
      await shop.restart();
      shop.mends();
      const again = await hear('hola', { wamid: 'wamid.crash' });
      assert.deepEqual(again, { ...first, repeated: true });
      assert.deepEqual(shop.textsIn(first.roomId), ['hola', 'hola']);
    });

    test('is said by the repeat when the app died before it could say it', async () => {
      const { roomId } = await hear('hola');
      shop.breaks('LivechatBridge', 'createMessage');
      assert.equal((await hear('hola', { wamid: 'wamid.unsaid' })).status, 500);
      shop.mends();
      const again = await hear('hola', { wamid: 'wamid.unsaid' });
      assert.deepEqual([again.status, again.repeated], [200, false]);
      assert.deepEqual(shop.textsIn(roomId), ['hola', 'hola']);
    });

    test('says a file once when the words beside it were lost', async () => {
      const { roomId } = await hear('mire');
      shop.breaks('LivechatBridge', 'createMessage');
      assert.equal((await hear('¿tienen de estas?', photo('wamid.half'))).status, 500);
      shop.mends();
      const again = await hear('¿tienen de estas?', photo('wamid.half'));
      const lines = shop.linesIn(roomId);
      assert.deepEqual(
        lines.map(({ msg, file }) => file?.name ?? msg),
        ['mire', 'wamid.half.jpg', '¿tienen de estas?'],
      );
      assert.equal(again.messageId, lines[2]._id);
    });

    test('is answered with the room that the server opened when theirs was closed under way', async () => {
      const first = await hear('hola');
      shop.before('LivechatBridge', 'createMessage', () => shop.closes(shop.admin, first.roomId));
      const second = await hear('¿siguen ahí?');
      assert.notEqual(second.roomId, first.roomId);
      assert.equal(second.opened, true);
      assert.deepEqual(shop.textsIn(second.roomId), ['¿siguen ahí?']);
      assert.equal(shop.openRooms(customer.visitor.token).length, 1);
    });
  });

  test('opens a new room once the old one is closed', async () => {
    const first = await hear('hola');
    shop.closes(shop.admin, first.roomId);
    const second = await hear('otra cosa');
    assert.notEqual(second.roomId, first.roomId);
    assert.equal(second.opened, true);
    assert.equal(second.servedBy.isBot, true);
  });

  describe('with a file', () => {
    test('stands in the room under the name of its wamid', async () => {
      const heard = await hear(null, photo('wamid.photo'));
      const [line] = shop.linesIn(heard.roomId);
      assert.equal(line._id, heard.messageId);
      assert.equal(line.file.name, 'wamid.photo.jpg');
      assert.equal(line.file.type, 'image/jpeg');
      await shop.restart();
      await hear(null, photo('wamid.photo'));
      assert.equal(shop.linesIn(heard.roomId).length, 1);
    });

    test('is refused where it is too large for the way through the engine', async () => {
      const base64 = Buffer.alloc(5_000_003).toString('base64');
      const heard = await hear(null, { file: { ...photo('wamid.big').file, base64 } });
      assert.equal(heard.status, 413);
      assert.equal(heard.error, 'file-too-large');
      assert.deepEqual(shop.openRooms(customer.visitor.token), []);
    });

    test('is followed by its caption', async () => {
      const heard = await hear(null, photo('wamid.captioned', 'así la quiero'));
      const lines = shop.linesIn(heard.roomId);
      assert.deepEqual(
        lines.map(({ msg }) => msg),
        ['', 'así la quiero'],
      );
      assert.equal(heard.messageId, lines[1]._id);
    });

    test('says a caption that is also the text once', async () => {
      const { roomId } = await hear('así', photo('wamid.both', 'así'));
      assert.deepEqual(shop.textsIn(roomId), ['', 'así']);
    });
  });

  describe('to people', () => {
    const people = { serve: 'people', department: 'ventas' };

    test("waits in the department's queue", async () => {
      const heard = await hear('quiero cotizar', people);
      assert.equal(heard.servedBy, null);
      assert.equal(heard.department, shop.departments.ventas._id);
    });

    test('waits there although the server gives new rooms to the bot', async () => {
      shop.world.settings.set('Livechat_assign_new_conversation_to_bot', true);
      const bot = { upsert: [{ agentId: shop.bot._id }] };
      shop.world.departments.saveAgents(shop.departments.contabilidad, bot);
      const heard = await hear('quiero pagar', { serve: 'people', department: 'contabilidad' });
      shop.world.departments.saveAgents(shop.departments.contabilidad, { remove: bot.upsert });
      shop.world.settings.set('Livechat_assign_new_conversation_to_bot', false);
      assert.equal(heard.servedBy, null);
    });

    test('is refused with a name of its own while nobody is there', async () => {
      shop.world.users.update(shop.marta, { statusLivechat: 'not-available' });
      const heard = await hear('hola', people);
      shop.world.users.update(shop.marta, { statusLivechat: 'available' });
      assert.equal(heard.status, 409);
      assert.equal(heard.error, 'no-agent-online');
    });
  });

  describe('as somebody', () => {
    const called = (name, phone) => ({ visitor: { ...customer.visitor, name, phone } });

    test('keeps the name and phone that they have now', async () => {
      await hear('hola', called('María', '18095550001'));
      await hear('hola', called('María Pérez', '18095550002'));
      const { name, phone } = shop.visitor(customer.visitor.token);
      assert.equal(name, 'María Pérez');
      assert.deepEqual(phone, [{ phoneNumber: '18095550002' }]);
    });

    test('keeps the phone when WhatsApp does not tell it', async () => {
      await hear('hola', called('Ana', '18095550003'));
      await hear('hola', called('Ana', null));
      assert.deepEqual(shop.visitor(customer.visitor.token).phone, [
        { phoneNumber: '18095550003' },
      ]);
    });

    test('stays themselves although somebody else has their phone', async () => {
      await shop.hear('hola', {
        visitor: { token: 'wa-other', name: 'Luis', phone: '18095550004', username: null },
      });
      const heard = await hear('hola', called('Ana', '18095550004'));
      assert.equal(shop.room(heard.roomId).v.token, customer.visitor.token);
      assert.equal(shop.visitor('wa-other').name, 'Luis');
    });
  });

  test('is never written into the log, nor is a phone', async () => {
    const secret = spoken('no lo diga', {
      visitor: { token: 'wa-log', name: 'Secreta', phone: '18095559999', username: null },
    });
    await shop.call('visitor-message', secret);
    await shop.call('visitor-message', secret, { 'x-bridge-signature': 'sha256=00' });
    shop.breaks('LivechatBridge', 'createMessage');
    await shop.call('visitor-message', { ...secret, wamid: 'wamid.log' });
    shop.mends();
    const log = await shop.log();
    assert.match(log, /a request failed/);
    for (const word of ['no lo diga', 'Secreta', '18095559999'])
      assert.ok(!log.includes(word), word);
  });
});
