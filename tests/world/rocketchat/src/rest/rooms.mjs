// Channels, groups, direct rooms, subscriptions, and files in any of them.
import { CodedError, PlainError, failure } from '../errors.mjs';
import { asStumble } from '../messages.mjs';
import { page } from './paging.mjs';

export function roomRoutes({ route }, world) {
  const { db, channels, access, messages, users, uploads, clock } = world;

  function named({ roomId, roomName }, type) {
    const room = roomId ? db.rooms.get(roomId) : db.rooms.firstBy('name', roomName);
    if (!room || (type && room.t !== type)) {
      throw new CodedError(
        'error-room-not-found',
        'The required "roomId" or "roomName" param provided does not match any channel',
      );
    }
    return room;
  }

  function visibleRoom(reference, user, type) {
    const room = named(reference, type);
    if (!access.canSee(room, user))
      throw new CodedError(
        'error-room-not-found',
        'The required "roomId" or "roomName" param provided does not match any channel',
      );
    return room;
  }

  function history(room, query) {
    const ends = {
      latest: query.latest ? new Date(query.latest) : clock.date(),
      oldest: query.oldest ? new Date(query.oldest) : new Date(0),
    };
    const inclusive = query.inclusive === 'true';
    const within = ({ ts }) =>
      inclusive ? ts >= ends.oldest && ts <= ends.latest : ts > ends.oldest && ts < ends.latest;
    const offset = Number(query.offset ?? 0);
    return {
      messages: messages
        .ofRoom(room._id)
        .filter(within)
        .slice(offset, offset + Number(query.count ?? 20)),
    };
  }

  for (const [path, type, key] of [
    ['channels', 'c', 'channel'],
    ['groups', 'p', 'group'],
  ]) {
    route(
      'POST',
      `/api/v1/${path}.create`,
      { validate: type === 'c' ? 'isChannelsCreateProps' : 'isGroupsCreateProps' },
      ({ user, body }) => {
        const { name, members, readOnly, customFields, extraData } = body;
        return {
          [key]: channels.create(type, {
            name,
            owner: user,
            members,
            readOnly,
            customFields,
            topic: extraData?.topic,
          }),
        };
      },
    );
    route('GET', `/api/v1/${path}.info`, {}, ({ user, query }) => ({
      [key]: visibleRoom(query, user, type),
    }));
    route('GET', `/api/v1/${path}.list`, {}, ({ user, query }) => {
      const list = db.rooms
        .by('type', type)
        .filter((room) => (type === 'c' ? access.canSee(room, user) : access.isMember(room, user)));
      return page(path, list, query);
    });
    route('GET', `/api/v1/${path}.messages`, {}, ({ user, query }) =>
      page('messages', messages.ofRoom(visibleRoom(query, user, type)._id), query),
    );
    route('GET', `/api/v1/${path}.history`, {}, ({ user, query }) =>
      history(visibleRoom(query, user, type), query),
    );
    route('GET', `/api/v1/${path}.members`, {}, ({ user, query }) =>
      page('members', channels.members(visibleRoom(query, user, type)).map(brief), query),
    );
    route('POST', `/api/v1/${path}.invite`, {}, ({ user, body }) => {
      const room = visibleRoom(body ?? {}, user, type);
      for (const invited of invitedBy(body)) invite(room, user, invited);
      return { [key]: room };
    });
    route('POST', `/api/v1/${path}.kick`, {}, ({ user, body }) => {
      const room = visibleRoom(body ?? {}, user, type);
      for (const removed of invitedBy(body)) {
        if (channels.leave(room, removed)) messages.system('ru', room, user, removed.username);
      }
      return { [key]: room };
    });
    route('POST', `/api/v1/${path}.leave`, {}, ({ user, body }) => {
      const room = visibleRoom(body ?? {}, user, type);
      if (channels.leave(room, user)) messages.system('ul', room, user, user.username);
      return { [key]: room };
    });
    route('POST', `/api/v1/${path}.setTopic`, {}, ({ user, body }) => {
      const room = visibleRoom(body ?? {}, user, type);
      db.rooms.update(room, { topic: body.topic, _updatedAt: clock.date() });
      messages.system('room_changed_topic', room, user, body.topic);
      return { topic: body.topic };
    });
  }

  route('GET', '/api/v1/channels.list.joined', {}, ({ user, query }) =>
    page(
      'channels',
      db.rooms.by('type', 'c').filter((room) => access.isMember(room, user)),
      query,
    ),
  );

  route('POST', '/api/v1/channels.join', {}, ({ user, body }) => {
    const room = visibleRoom(body ?? {}, user, 'c');
    channels.join(room, user, [], { announce: { type: 'uj', by: user, msg: user.username } });
    return { channel: room };
  });

  function invitedBy(body) {
    const references = [body.userId, ...(body.userIds ?? [])].filter(Boolean).map((id) => db.users.get(id));
    const byName = [body.username, body.user, ...(body.usernames ?? [])]
      .filter(Boolean)
      .map(users.byUsername);
    const found = [...references, ...byName];
    if (found.length === 0 || found.some((user) => !user))
      throw new CodedError('error-invalid-user', 'invalid-user');
    return found;
  }

  function invite(room, by, invited) {
    const allowed =
      users.may(by, 'add-user-to-joined-room', room._id) || users.may(by, `add-user-to-any-${room.t}-room`);
    if (!allowed) throw new CodedError('error-not-allowed', 'Not allowed');
    channels.join(room, invited, [], { announce: { type: 'au', by, msg: invited.username } });
  }

  for (const path of ['im', 'dm']) {
    route('POST', `/api/v1/${path}.create`, { validate: 'isDmCreateProps' }, ({ user, body }) => {
      const names = body.username ? [body.username] : body.usernames.split(',').map((name) => name.trim());
      const people = [...(body.excludeSelf ? [] : [user]), ...names.map(users.byUsername)];
      if (people.some((each) => !each)) throw new CodedError('error-invalid-user', 'Invalid user');
      const room = channels.direct([...new Set(people)]);
      return { room: { ...room, rid: room._id } };
    });
    route('GET', `/api/v1/${path}.list`, {}, ({ user, query }) =>
      page(
        'ims',
        db.rooms.by('type', 'd').filter((room) => access.isMember(room, user)),
        query,
      ),
    );
    route('GET', `/api/v1/${path}.messages`, {}, ({ user, query }) =>
      page('messages', messages.ofRoom(visibleRoom(query, user, 'd')._id), query),
    );
    route('GET', `/api/v1/${path}.history`, {}, ({ user, query }) =>
      history(visibleRoom(query, user, 'd'), query),
    );
  }

  route('GET', '/api/v1/rooms.info', { validate: 'isRoomsInfoProps' }, ({ user, query }) => {
    const room = named(query);
    if (!access.canSee(room, user)) throw failure('not-allowed');
    return { room };
  });

  route('GET', '/api/v1/rooms.get', {}, ({ user, query }) => {
    const since = query.updatedSince ? new Date(query.updatedSince) : new Date(0);
    const own = db.subscriptions.by('user', user._id).map(({ rid }) => db.rooms.get(rid));
    return { update: own.filter((room) => room && room._updatedAt > since), remove: [] };
  });

  route('GET', '/api/v1/subscriptions.get', { validate: 'isSubscriptionsGetProps' }, ({ user, query }) => {
    const since = query.updatedSince ? new Date(query.updatedSince) : new Date(0);
    return {
      update: db.subscriptions.by('user', user._id).filter(({ _updatedAt }) => _updatedAt > since),
      remove: [],
    };
  });

  route(
    'GET',
    '/api/v1/subscriptions.getOne',
    { validate: 'isSubscriptionsGetOneProps' },
    ({ user, query }) => ({
      subscription: db.subscriptions.firstBy('pair', `${query.roomId}/${user._id}`) ?? null,
    }),
  );

  route('POST', '/api/v1/subscriptions.read', { validate: 'isSubscriptionsReadProps' }, ({ user, body }) => {
    const subscription = db.subscriptions.firstBy('pair', `${body.rid ?? body.roomId}/${user._id}`);
    if (subscription) db.subscriptions.update(subscription, { unread: 0, alert: false, ls: clock.date() });
    if (subscription) world.publishSubscription(subscription, 'updated');
    return {};
  });

  function received({ files, params, user }) {
    const room = db.rooms.get(params.rid);
    if (!access.canSee(room, user)) throw new PlainError('error-not-allowed');
    const file = files?.find(({ field }) => field === 'file');
    if (!file) throw new CodedError('invalid-field');
    return { room, upload: uploads.add({ ...file, rid: room._id, userId: user._id }) };
  }

  const post = async (user, upload, { msg, description }) =>
    asStumble(
      await messages.sendAs(user, { rid: upload.rid, ...uploads.asMessage(upload, { msg, description }) }),
    );

  route('POST', '/api/v1/rooms.upload/:rid', {}, async (context) => {
    const { upload } = received(context);
    return { message: await post(context.user, upload, context.body ?? {}) };
  });

  route('POST', '/api/v1/rooms.media/:rid', {}, (context) => {
    const { upload } = received(context);
    return { file: { _id: upload._id, url: upload.path } };
  });

  route('POST', '/api/v1/rooms.mediaConfirm/:rid/:fileId', {}, async ({ user, params, body }) => {
    const upload = db.uploads.get(params.fileId);
    if (!upload || upload.userId !== user._id || upload.rid !== params.rid)
      throw new PlainError('invalid-file');
    return { message: await post(user, upload, body ?? {}) };
  });
}

const brief = ({ _id, username, name, status, statusText }) => ({ _id, username, name, status, statusText });
