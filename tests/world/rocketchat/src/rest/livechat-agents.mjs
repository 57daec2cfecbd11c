// Omnichannel for those who serve: rooms, queue, transfer, closing.
import { CodedError, PlainError, failure, forbidden } from '../errors.mjs';
import { transferredBy } from '../livechat/routing.mjs';
import { page } from './paging.mjs';

export function agentRoutes({ route }, world) {
  const { db, users, access, messages, livechatRooms, routing, departments } = world;
  const inRooms = { permissions: ['view-l-room'] };

  const livechatRoom = (id, word = 'error-invalid-room') => {
    const room = db.rooms.get(id);
    if (room?.t !== 'l') throw new PlainError(word);
    return room;
  };

  route('GET', '/api/v1/livechat/rooms', { validate: 'isGETLivechatRoomsParams' }, ({ user, query }) => {
    const all = users.may(user, 'view-livechat-rooms');
    if (!all && !users.may(user, 'view-l-room')) throw forbidden();
    const list = db.rooms.by('type', 'l').filter(filterOf(query, all ? undefined : user));
    return page(
      'rooms',
      list.map((room) => ({ ...room, department: db.departments.get(room.departmentId) })),
      query,
    );
  });

  route(
    'GET',
    '/api/v1/livechat/:rid/messages',
    { ...inRooms, validate: 'isLivechatRidMessagesProps' },
    ({ user, params, query }) => {
      const room = livechatRoom(params.rid, 'invalid-room');
      if (!access.canSee(room, user)) throw new PlainError('not-allowed');
      const wanted = query.searchTerm?.toLowerCase();
      // Of the server's own lines only the closing one.
      const list = messages.ofRoom(room._id).filter(({ t }) => !t || t === 'livechat-close');
      return page(
        'messages',
        wanted ? list.filter(({ msg }) => msg.toLowerCase().includes(wanted)) : list,
        query,
      );
    },
  );

  route(
    'POST',
    '/api/v1/livechat/room.forward',
    { permissions: ['view-l-room', 'transfer-livechat-guest'], validate: 'isLiveChatRoomForwardProps' },
    ({ user, body }) => {
      const room = livechatRoom(body.roomId);
      if (!access.canSee(room, user)) throw new CodedError('error-not-allowed', 'Not allowed');
      if (!room.open) throw new PlainError('This_conversation_is_already_closed');
      const { userId, departmentId, comment } = body;
      if (
        !routing.transfer(room, { userId, departmentId, comment, transferredBy: transferredBy(user, room) })
      )
        throw failure();
      return {};
    },
  );

  route(
    'POST',
    '/api/v1/livechat/room.closeByUser',
    { permissions: ['close-livechat-room'], validate: 'isPOSTLivechatRoomCloseByUserParams' },
    ({ user, body }) => {
      const room = livechatRoom(body.rid);
      if (!room.open) throw new PlainError('error-room-already-closed');
      const serves = db.subscriptions.firstBy('pair', `${room._id}/${user._id}`);
      if (!serves && !users.may(user, 'close-others-livechat-room'))
        throw new PlainError('error-not-authorized');
      livechatRooms.close(room, { user, comment: body.comment, tags: body.tags, clientAction: true });
      return {};
    },
  );

  route(
    'POST',
    '/api/v1/livechat/room.saveInfo',
    { ...inRooms, validate: 'isLiveChatRoomSaveInfoProps' },
    ({ user, body }) => {
      const { roomData, guestData } = body;
      const room = livechatRoom(roomData._id);
      if (room.servedBy?._id !== user._id && !users.may(user, 'save-others-livechat-room-info'))
        throw forbidden();
      saveGuest(guestData, user);
      const { topic, tags, livechatData } = roomData;
      world.updateRoom(room, {
        ...(topic !== undefined && { topic: topic || undefined }),
        ...(tags !== undefined && { tags: tags.length ? tags : undefined }),
        ...(livechatData && { livechatData: { ...room.livechatData, ...known(livechatData, 'room') } }),
        ...(guestData.name?.trim() && { fname: guestData.name }),
      });
      world.apps.tell('IPostLivechatRoomSaved', { room });
      return {};
    },
  );

  function saveGuest({ _id, name, email, phone, livechatData }) {
    const visitor = db.visitors.get(_id);
    if (!visitor) throw new PlainError('error-invalid-visitor');
    world.visitors.update(visitor, {
      ...(name && { name }),
      ...(email && { visitorEmails: [{ address: email }] }),
      ...(phone && { phone: [{ phoneNumber: phone }] }),
      ...(livechatData && { livechatData: { ...visitor.livechatData, ...known(livechatData, 'visitor') } }),
    });
  }

  const known = (data, scope) =>
    Object.fromEntries(Object.entries(data).filter(([key]) => db.customFields.get(key)?.scope === scope));

  route('GET', '/api/v1/livechat/room.join', inRooms, ({ user, query }) => {
    const room = livechatRoom(query.roomId);
    if (!access.canSee(room, user)) throw new PlainError('error-not-allowed');
    world.channels.join(room, user, [], {
      name: room.fname,
      announce: { type: 'uj', by: user, msg: user.username },
    });
    return {};
  });

  const inquiries = (list, query) => page('inquiries', list, { sort: '{"ts": -1}', ...query });
  const queued = (department) => {
    const wanted = department && departments.find(department)?._id;
    return db.inquiries.by('status', 'queued').filter((each) => !wanted || each.department === wanted);
  };

  route(
    'GET',
    '/api/v1/livechat/inquiries.list',
    { permissions: ['view-livechat-manager'], validate: 'isGETLivechatInquiriesListParams' },
    ({ query }) => inquiries(queued(query.department), query),
  );

  for (const name of ['queuedForUser', 'queued']) {
    route('GET', `/api/v1/livechat/inquiries.${name}`, {}, ({ user, query }) => {
      if (!users.may(user, 'view-l-room')) throw forbidden();
      return inquiries(
        queued(query.department).filter((each) => access.mayTakeFrom(user, each)),
        query,
      );
    });
  }

  route(
    'GET',
    '/api/v1/livechat/inquiries.getOne',
    { validate: 'isGETLivechatInquiriesGetOneParams' },
    ({ query }) => ({
      inquiry: db.inquiries.firstBy('rid', query.roomId) ?? null,
    }),
  );

  route(
    'POST',
    '/api/v1/livechat/inquiries.take',
    { validate: 'isPOSTLivechatInquiriesTakeParams' },
    ({ user, body }) => {
      const taker = body.userId ? db.users.get(body.userId) : user;
      if (!taker) throw failure('The user is invalid');
      if (!users.may(user, 'view-l-room')) throw new CodedError('error-not-allowed', 'Not allowed');
      return { inquiry: routing.takeByUser(taker, body.inquiryId) };
    },
  );

  route(
    'POST',
    '/api/v1/livechat/inquiries.returnAsInquiry',
    {
      permissions: ['view-l-room', 'transfer-livechat-guest'],
      validate: 'isPOSTLivechatInquiriesReturnAsInquiry',
    },
    ({ body }) => {
      const room = db.rooms.get(body.roomId);
      if (room?.t !== 'l') throw new PlainError('error-room-not-found');
      return { result: routing.giveBack(room, body.departmentId) };
    },
  );

  route(
    'GET',
    '/api/v1/livechat/visitors.info',
    { ...inRooms, validate: 'isLivechatVisitorsInfoProps' },
    ({ query }) => {
      const visitor = db.visitors.get(query.visitorId);
      if (!visitor) throw new PlainError('visitor-not-found');
      return { visitor };
    },
  );

  route(
    'GET',
    '/api/v1/livechat/visitor/:token/room',
    { permissions: ['view-livechat-manager'] },
    ({ params }) => ({
      rooms: livechatRooms.openRoomsOf(params.token),
    }),
  );
}

/** What `livechat/rooms` filters by. @param only the agent who may see nothing but their own rooms */
function filterOf(query, only) {
  const agents = only ? [only._id] : query.agents && [query.agents].flat();
  const departmentIds = query.departmentId && [query.departmentId].flat();
  const tags = query.tags && [query.tags].flat();
  const created = spanOf(query.createdAt);
  const closed = spanOf(query.closedAt);
  const isOpen = flag(query.open);
  const isQueued = flag(query.queued);
  return (room) =>
    (!agents || agents.includes(room.servedBy?._id)) &&
    (!departmentIds || departmentIds.includes(room.departmentId)) &&
    (!tags || tags.some((tag) => room.tags?.includes(tag))) &&
    (isOpen === undefined || isOpen === Boolean(room.open)) &&
    (!isQueued || (room.open && !room.servedBy)) &&
    (!query.roomName || room.fname.toLowerCase().includes(query.roomName.toLowerCase())) &&
    created(room.ts) &&
    closed(room.closedAt);
}

const flag = (value) => (value === undefined ? undefined : String(value) === 'true');

function spanOf(text) {
  if (!text) return () => true;
  let span;
  try {
    span = JSON.parse(text);
  } catch {
    throw new PlainError('The "createdAt" query parameter must be a valid JSON object.');
  }
  return (date) =>
    date && (!span.start || date >= new Date(span.start)) && (!span.end || date <= new Date(span.end));
}
