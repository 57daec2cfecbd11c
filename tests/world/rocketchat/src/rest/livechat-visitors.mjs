// Omnichannel's open door: what a visitor does, known by a token and nothing else, and rate-limited by address.
import { setTimeout as wait } from 'node:timers/promises';
import { CodedError, PlainError, failure, forbidden } from '../errors.mjs';

// About what the real server's database takes.
const BETWEEN_STEPS_MS = 10;
const VISITOR_LIMIT = { calls: 5, milliseconds: 60_000 };

export function visitorRoutes({ route }, world) {
  const { db, visitors, livechatRooms, departments, messages, settings, uploads } = world;
  const open = { auth: false };

  const guestOf = (token) => {
    const visitor = visitors.byToken(token);
    if (!visitor) throw new PlainError('invalid-token');
    return visitor;
  };

  const roomOf = (token, rid) => {
    const room = db.rooms.get(rid);
    if (!room || room.t !== 'l' || room.v.token !== token) throw new PlainError('invalid-room');
    return room;
  };

  route('POST', '/api/v1/livechat/visitor', { ...open, limit: VISITOR_LIMIT }, ({ body }) => {
    const asked = body?.visitor;
    checkVisitor(asked);
    const visitor = visitors.register(asked);
    for (const room of livechatRooms.openRoomsOf(visitor.token)) {
      if (visitor.name && room.fname !== visitor.name) world.updateRoom(room, { fname: visitor.name });
    }
    for (const field of asked.customFields ?? []) {
      if (!db.customFields.has(field.key)) continue;
      if (!visitors.setCustomField(visitor, field.key, field.value, field.overwrite))
        throw new PlainError('error-updating-custom-fields');
    }
    return { visitor };
  });

  route('GET', '/api/v1/livechat/visitor/:token', open, ({ params }) => {
    const visitor = visitors.byToken(params.token);
    if (!visitor) throw new CodedError('invalid-token');
    return { visitor };
  });

  route('DELETE', '/api/v1/livechat/visitor/:token', open, ({ params }) => {
    const visitor = visitors.byToken(params.token);
    if (!visitor) throw new CodedError('invalid-token');
    if (livechatRooms.openRoomsOf(params.token).length)
      throw new CodedError('visitor-has-open-rooms', 'Cannot remove visitors with opened rooms');
    livechatRooms.removeAllOf(params.token);
    db.visitors.remove(visitor._id);
    return { visitor: { _id: visitor._id, ts: new Date().toISOString() } };
  });

  route('GET', '/api/v1/livechat/config', { ...open, validate: 'isGETLivechatConfigParams' }, ({ query }) => {
    const guest = query.token && visitors.byToken(query.token);
    const room = guest && livechatRooms.openRoomsOf(query.token)[0];
    const agent = room?.servedBy && db.users.get(room.servedBy._id);
    return {
      config: {
        enabled: settings.get('Livechat_enabled'),
        settings: {
          fileUpload: settings.get('Livechat_fileupload_enabled'),
          language: settings.get('Language'),
        },
        theme: { title: settings.get('Livechat_title') },
        departments: db.departments.filter((each) => each.enabled && each.showOnRegistration),
        online: departments.onlineAgents(query.department).length > 0,
        ...(guest && { guest }),
        ...(room && { room }),
        ...(agent && {
          agent: { _id: agent._id, username: agent.username, name: agent.name, status: agent.status },
        }),
      },
    };
  });

  route('GET', '/api/v1/livechat/room', open, async ({ query }) => {
    const { token, rid, agentId } = query;
    if (typeof token !== 'string')
      throw new CodedError('invalid-params', "must have required property 'token'");
    const visitor = guestOf(token);
    // The look and the opening are two steps with a wait between, as on the real server: two calls can make two rooms.
    const known = livechatRooms.openRoomsOf(token).find((room) => !rid || room._id === rid);
    await wait(BETWEEN_STEPS_MS);
    if (known) return { room: known, newRoom: false };
    if (rid) throw new PlainError('invalid-room');
    const agent = agentId && db.users.get(agentId);
    if (agentId && !agent?.roles.includes('livechat-agent')) throw new PlainError('invalid-agent');
    const room = await livechatRooms.open({
      visitor,
      source: { type: 'api' },
      agent: agent ? { agentId, username: agent.username } : undefined,
    });
    return { room, newRoom: true };
  });

  route(
    'POST',
    '/api/v1/livechat/room.close',
    { ...open, validate: 'isPOSTLivechatRoomCloseParams' },
    ({ body }) => {
      const visitor = guestOf(body.token);
      const room = roomOf(body.token, body.rid);
      if (!room.open) throw new PlainError('room-closed');
      const comment = 'Closed by visitor';
      livechatRooms.close(room, { visitor, comment });
      return { rid: body.rid, comment };
    },
  );

  route(
    'POST',
    '/api/v1/livechat/message',
    { ...open, validate: 'isPOSTLivechatMessageParams' },
    async ({ body }) => {
      const visitor = guestOf(body.token);
      const room = roomOf(body.token, body.rid);
      if (!room.open) throw new PlainError('room-closed');
      const limit =
        settings.get('Livechat_enable_message_character_limit') &&
        settings.get('Livechat_message_character_limit');
      if (limit && body.msg.length > limit) throw new PlainError('message-length-exceeds-character-limit');
      const { rid, msg, _id, agent } = body;
      const said = await livechatRooms.say({
        visitor,
        message: { rid, msg, ...(_id && { _id }) },
        source: { type: 'api' },
        agent,
      });
      // A repeated _id stores nothing, and is answered with what stands there; before 8 it was a 400.
      const message = said ?? db.messages.get(_id);
      if (!message) throw failure();
      return { message };
    },
  );

  function messageOf({ params }, { token, rid }) {
    const visitor = guestOf(token);
    roomOf(token, rid);
    const message = db.messages.get(params._id);
    if (!message) throw new PlainError('invalid-message');
    return { visitor, message };
  }

  route(
    'GET',
    '/api/v1/livechat/message/:_id',
    { ...open, validate: 'isGETLivechatMessageIdParams' },
    (context) => ({
      message: messageOf(context, context.query).message,
    }),
  );

  route(
    'PUT',
    '/api/v1/livechat/message/:_id',
    { ...open, validate: 'isPUTLivechatMessageIdParams' },
    async (context) => {
      const { visitor, message } = messageOf(context, context.body);
      if (!settings.get('Message_AllowEditing') || message.u._id !== visitor._id)
        throw new PlainError('error-action-not-allowed');
      return { message: await messages.update(visitor, message, { msg: context.body.msg }) };
    },
  );

  route(
    'DELETE',
    '/api/v1/livechat/message/:_id',
    { ...open, validate: 'isDELETELivechatMessageIdParams' },
    async (context) => {
      const { visitor, message } = messageOf(context, context.body);
      if (!settings.get('Message_AllowDeleting') || message.u._id !== visitor._id)
        throw new PlainError('error-action-not-allowed');
      await messages.remove(visitor, message);
      return { message: { _id: message._id, ts: new Date().toISOString() } };
    },
  );

  route(
    'GET',
    '/api/v1/livechat/messages.history/:rid',
    { ...open, validate: 'isGETLivechatMessagesHistoryRidParams' },
    ({ params, query }) => {
      if (!query.token) throw new PlainError('error-token-param-not-provided');
      guestOf(query.token);
      roomOf(query.token, params.rid);
      const end = query.end ? new Date(query.end) : undefined;
      const hidden = new Set(['uj', 'ul', 'livechat-started']);
      const list = messages.ofRoom(params.rid).filter(({ ts, t }) => (!end || ts < end) && !hidden.has(t));
      const offset = Number(query.offset ?? 0);
      return { messages: list.slice(offset, offset + Number(query.limit ?? 20)) };
    },
  );

  route(
    'POST',
    '/api/v1/livechat/custom.field',
    { ...open, validate: 'isPOSTLivechatCustomFieldParams' },
    ({ body }) => {
      const { token, key, value, overwrite } = body;
      return { field: setField(guestOf(token), { key, value, overwrite }) };
    },
  );

  route(
    'POST',
    '/api/v1/livechat/custom.fields',
    { ...open, validate: 'isPOSTLivechatCustomFieldsParams' },
    ({ body }) => {
      const guest = guestOf(body.token);
      return { fields: body.customFields.map((field) => setField(guest, field)) };
    },
  );

  function setField(guest, { key, value, overwrite }) {
    const field = db.customFields.get(key);
    if (!field) throw new PlainError('invalid-custom-field');
    if (field.scope === 'room') {
      const room = livechatRooms.openRoomsOf(guest.token)[0];
      if (room) world.updateRoom(room, { livechatData: { ...room.livechatData, [key]: value } });
    } else if (!visitors.setCustomField(guest, key, value, overwrite)) throw failure();
    return { Key: key, value, overwrite };
  }

  route('POST', '/api/v1/livechat/upload/:rid', open, async ({ params, request, files, body }) => {
    const token = request.headers['x-visitor-token'];
    const visitor = token && visitors.byToken(token);
    const room = visitor && livechatRooms.openRoomsOf(token).find(({ _id }) => _id === params.rid);
    if (!room) throw forbidden();
    if (!settings.get('Livechat_fileupload_enabled') || !settings.get('FileUpload_Enabled'))
      throw failure({ reason: 'error-file-upload-disabled' });
    const file = files?.find(({ field }) => field === 'file');
    if (!file) throw new CodedError('invalid-field');
    const upload = uploads.add({ ...file, rid: room._id, visitorToken: token });
    const message = { rid: room._id, ...uploads.asMessage(upload, body ?? {}) };
    return { ...(await livechatRooms.say({ visitor, message, source: { type: 'api' } })) };
  });
}

function checkVisitor(visitor) {
  const texts = ['token', 'name', 'email', 'department', 'phone', 'username'];
  if (typeof visitor !== 'object' || visitor === null || typeof visitor.token !== 'string') {
    throw new PlainError('Match error: Expected string, got undefined in field visitor.token');
  }
  for (const field of texts) {
    if (visitor[field] !== undefined && typeof visitor[field] !== 'string') {
      throw new PlainError(
        `Match error: Expected string, got ${typeof visitor[field]} in field visitor.${field}`,
      );
    }
  }
}
