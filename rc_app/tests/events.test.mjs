import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { eventually, openShop, signature } from './support/shop.mjs';

describe('what the brain is told', () => {
  let shop;
  let customer;
  let count = 0;
  before(async () => {
    shop = await openShop();
  });
  beforeEach(() => {
    customer = { visitor: { token: `wa-${++count}`, name: 'Ana', phone: null, username: null } };
    shop.brain.status = 200;
    shop.brain.forget();
  });
  after(() => shop.close());
  const hear = (text) => shop.hear(text, customer);
  const toldOf = (id) => shop.told('message', ({ message }) => message.id === id);

  test('is signed and goes to its one door', async () => {
    await hear('hola');
    await shop.told('assigned');
    for (const { path, headers, body } of shop.brain.requests) {
      assert.equal(path, '/rocketchat/events');
      assert.match(headers['content-type'], /^application\/json/);
      const expected = signature(body, undefined, headers['x-bridge-timestamp']);
      assert.equal(headers['x-bridge-signature'], expected['x-bridge-signature']);
    }
  });

  test('a customer speaks by another door than ours', async () => {
    const { roomId } = await hear('hola');
    const { _id, ts: at } = await shop.speaks(customer, roomId, '¿tienen varilla?');
    const ts = new Date(at).toISOString();
    const { visitor } = shop.world.apps.convert.roomById(roomId);
    assert.deepEqual(await toldOf(_id), {
      event: 'message',
      id: _id,
      ts,
      room: {
        id: roomId,
        open: true,
        visitor: {
          id: visitor.id,
          token: customer.visitor.token,
          username: customer.visitor.token,
        },
        servedBy: { id: shop.bot._id, username: 'mostrador', isBot: true },
        department: null,
      },
      message: {
        id: _id,
        text: '¿tienen varilla?',
        ts,
        sender: { id: visitor.id, username: customer.visitor.token, kind: 'visitor' },
        system: null,
        edited: false,
        deleted: false,
        file: null,
      },
    });
  });

  test('what the brain itself had stored is not told to it', async () => {
    const { messageId, roomId } = await hear('hola');
    await shop.botSays(roomId, 'Buenas', `b-${roomId}`);
    await shop.says(shop.bridge, roomId, 'aviso', `c-${roomId}`);
    await shop.says(shop.bridge, roomId, 'nota', `n-${roomId}`);
    await shop.takes(shop.marta, roomId);
    await shop.says(shop.marta, roomId, 'Le atiendo', `marta-${roomId}`);
    await toldOf(`marta-${roomId}`);
    const told = shop.brain.requests
      .map(({ body }) => JSON.parse(body))
      .filter(({ event, room }) => event === 'message' && room.id === roomId)
      .filter(({ message }) => !message.system);
    assert.deepEqual(
      told.map(({ message }) => message.id),
      [`marta-${roomId}`],
      `and not ${messageId}`,
    );
  });

  test('bot, bridge and agents speak', async () => {
    const { roomId } = await hear('hola');
    await shop.botSays(roomId, 'Buenas', 'answer-1');
    await shop.says(shop.bridge, roomId, 'aviso', 'by-hand-1');
    const kinds = { 'answer-1': 'bot', 'by-hand-1': 'agent' };
    for (const [id, kind] of Object.entries(kinds)) {
      assert.equal((await toldOf(id)).message.sender.kind, kind);
    }
    await shop.takes(shop.marta, roomId);
    await shop.says(shop.marta, roomId, 'Le atiendo', 'marta-1');
    const { message, room } = await toldOf('marta-1');
    assert.equal(message.sender.kind, 'agent');
    assert.equal(message.sender.username, 'ventas.marta');
    assert.deepEqual(room.servedBy, {
      id: shop.marta._id,
      username: 'ventas.marta',
      isBot: false,
    });
  });

  test("an agent's file comes with its caption and where it lies", async () => {
    const { roomId } = await hear('hola');
    const { _id } = await shop.sendsFile(shop.bridge, roomId, 'cotización.pdf', 'Su cotización');
    const { message } = await toldOf(_id);
    assert.equal(message.text, 'Su cotización');
    const { id, ...file } = message.file;
    assert.deepEqual(file, {
      name: 'cotización.pdf',
      type: 'application/pdf',
      size: 4,
      url: `/file-upload/${id}/${encodeURIComponent('cotización.pdf')}`,
    });
  });

  test('a message is changed, and taken back', async () => {
    const { roomId } = await hear('hola');
    const line = await shop.botSays(roomId, 'Vale 100', 'price-1');
    await shop.edits(shop.bot, line, 'Vale 200');
    const edit = await shop.told('message', ({ message }) => message.edited);
    assert.match(edit.id, /^price-1:edited:\d+$/);
    assert.equal(edit.message.id, 'price-1');
    assert.equal(edit.message.text, 'Vale 200');
    await shop.deletes(shop.bot, line);
    const removal = await shop.told('message', ({ message }) => message.deleted);
    assert.equal(removal.id, 'price-1:deleted');
    assert.equal(removal.message.id, 'price-1');
  });

  test('a room starts, and is given to the bot', async () => {
    const { roomId } = await hear('hola');
    const started = await shop.told('room-started');
    assert.equal(started.room.id, roomId);
    assert.equal(started.id, `room-started:${roomId}`);
    const assigned = await shop.told('assigned');
    assert.equal(assigned.room.servedBy.username, 'mostrador');
  });

  test('a room goes from the bot to an agent, and the last word is who serves', async () => {
    const { roomId } = await hear('hola');
    const here = ({ room }) => room.id === roomId;
    for (const event of ['room-started', 'assigned']) await shop.told(event, here);
    shop.brain.forget();
    await shop.takes(shop.marta, roomId);
    await shop.told('transferred');
    await eventually(() => shop.brain.events().filter(({ event }) => event === 'assigned')[1]);
    const servers = shop.brain
      .events()
      .filter(here)
      .map(({ room }) => room.servedBy?.username);
    assert.ok(
      servers.every((username) => username === 'ventas.marta'),
      servers.join(),
    );
  });

  test('a room is given to an agent, also where the server shows it as it was before', async () => {
    const { roomId } = await hear('hola');
    const { apps } = shop.world;
    const room = { ...apps.convert.roomById(roomId), servedBy: undefined };
    await apps.execute('IPostLivechatAgentAssigned', {
      room,
      agent: apps.convert.user(shop.marta),
    });
    await shop.told('assigned', (event) => event.room.servedBy?.username === 'ventas.marta');
  });

  test('a room goes to a department, served by nobody', async () => {
    const { roomId } = await hear('hola');
    await shop.passes(roomId, shop.departments.ventas);
    const nobody = ({ room }) => room.servedBy === null;
    const { room } = await shop.told('assigned', nobody);
    assert.deepEqual(room.department, { id: shop.departments.ventas._id, name: 'ventas' });
    await shop.told('transferred');
    const line = await shop.told('message', ({ message }) => message.system);
    assert.equal(line.message.system, 'livechat_transfer_history');
    assert.equal(line.message.sender.username, 'admin');
  });

  test('a room is closed, and by whom', async () => {
    const { roomId } = await hear('hola');
    shop.closes(shop.marta, roomId);
    const { room, by } = await shop.told('closed');
    assert.equal(room.open, false);
    assert.deepEqual(by, { id: shop.marta._id, username: 'ventas.marta' });
    const line = await shop.told('message', ({ message }) => message.system === 'livechat-close');
    assert.equal(line.message.text, 'gracias');
  });

  test("is nothing of other channels' rooms", async () => {
    const visitor = shop.world.visitors.register({ token: 'web-1', name: 'Web' });
    const room = await shop.world.livechatRooms.open({ visitor, source: { type: 'widget' } });
    await shop.says(shop.admin, room._id, 'hola');
    shop.closes(shop.admin, room._id);
    await hear('hola');
    await shop.told('assigned');
    assert.ok(shop.brain.events().every((event) => event.room.id !== room._id));
  });

  test('is logged by its id where the brain does not take it, and nothing is held up', async () => {
    const { roomId } = await hear('hola');
    shop.brain.status = 503;
    const { _id: messageId } = await shop.speaks(customer, roomId, 'no lo diga');
    const log = await eventually(async () => {
      const text = await shop.log();
      return text.includes(messageId) && text;
    });
    assert.match(log, /the brain did not take an event/);
    assert.match(log, /503/);
    assert.ok(!log.includes('no lo diga'));
  });

  test('is lost without harm where nobody listens', async () => {
    await shop.set('brain_url', 'http://127.0.0.1:1');
    assert.equal((await hear('hola')).status, 200);
    await shop.set('brain_url', `${shop.brain.url}/`);
    const { roomId } = await hear('otra');
    const { _id } = await shop.speaks(customer, roomId, 'y otra');
    await toldOf(_id);
  });
});
