// Messages over REST.
import { CodedError, PlainError, failure } from '../errors.mjs';
import { asStumble } from '../messages.mjs';

export function chatRoutes({ route }, world) {
  const { db, messages, users, access, channels, settings } = world;

  route(
    'POST',
    '/api/v1/chat.sendMessage',
    { validate: 'isChatSendMessageProps' },
    async ({ user, body }) => {
      const { rid, ...draft } = body.message;
      if (!rid)
        throw new CodedError('error-invalid-params', 'The "rid" property on the message object is missing.');
      return { message: asStumble(await messages.sendAs(user, { ...draft, rid })) };
    },
  );

  route(
    'POST',
    '/api/v1/chat.postMessage',
    { validate: 'isChatPostMessageProps' },
    async ({ user, body }) => {
      const { roomId, channel, text, ...rest } = body;
      const reference = [roomId ?? channel].flat()[0];
      const room = reference && channels.find(reference, user);
      if (!room) throw failure('invalid-channel');
      if (room.t === 'c')
        channels.join(room, user, [], { announce: { type: 'uj', by: user, msg: user.username } });
      const draft = pick(rest, [
        'alias',
        'avatar',
        'emoji',
        'attachments',
        'blocks',
        'tmid',
        'customFields',
        'parseUrls',
      ]);
      const message = asStumble(
        await messages.sendAs(user, { ...draft, rid: room._id, msg: text ?? '' }),
        'unknown-error',
      );
      return { ts: Date.now(), channel: reference, message };
    },
  );

  function stored(id, rid) {
    const message = db.messages.get(id);
    if (!message) throw failure(`No message found with the id of "${id}".`);
    if (rid !== undefined && rid !== message.rid)
      throw failure('The room id provided does not match where the message is from.');
    return message;
  }

  route('POST', '/api/v1/chat.update', { validate: 'isChatUpdateProps' }, async ({ user, body }) => {
    const message = stored(body.msgId, body.roomId);
    const own = message.u._id === user._id && settings.get('Message_AllowEditing');
    if (!own && !users.may(user, 'edit-message', message.rid)) {
      throw new CodedError('error-action-not-allowed', 'Message editing not allowed');
    }
    access.mustWrite(db.rooms.get(message.rid), user);
    const { customFields } = body;
    return {
      message: await messages.update(user, message, {
        msg: body.text,
        ...(customFields && { customFields }),
      }),
    };
  });

  function isTooOld({ ts }) {
    const minutes = settings.get('Message_AllowDeleting_BlockDeleteInMinutes');
    return minutes > 0 && world.clock.now() - ts > minutes * 60_000;
  }

  route('POST', '/api/v1/chat.delete', { validate: 'isChatDeleteProps' }, async ({ user, body }) => {
    const message = stored(body.msgId, body.roomId);
    const own =
      message.u._id === user._id &&
      users.may(user, 'delete-own-message') &&
      !isTooOld(message);
    const allowed = settings.get('Message_AllowDeleting') && (own || users.may(user, 'delete-message', message.rid));
    if (!allowed && !users.may(user, 'force-delete-message', message.rid))
      throw new CodedError('error-action-not-allowed', 'Not allowed');
    await messages.remove(user, message);
    return {
      _id: message._id,
      ts: Date.now().toString(),
      message: { _id: message._id, rid: message.rid, u: message.u },
    };
  });

  route('GET', '/api/v1/chat.getMessage', { validate: 'isChatGetMessageProps' }, ({ user, query }) => {
    const message = db.messages.get(query.msgId);
    if (!message) throw failure();
    access.mustSee(db.rooms.get(message.rid), user);
    return { message };
  });

  route('GET', '/api/v1/chat.syncMessages', { validate: 'isChatSyncMessagesProps' }, ({ user, query }) => {
    const room = db.rooms.get(query.roomId);
    access.mustSee(room, user);
    if (query.lastUpdate === undefined && query.type === undefined) {
      throw new CodedError(
        'error-param-required',
        'The required "type" or "lastUpdate" parameters must be provided',
      );
    }
    if (query.type !== undefined) return { result: cursorPage(room, query) };
    const since = new Date(query.lastUpdate).getTime();
    if (Number.isNaN(since))
      throw new CodedError(
        'error-lastUpdate-param-invalid',
        'The "lastUpdate" query parameter must be a valid date.',
      );
    return {
      result: {
        updated: messages.ofRoom(room._id).filter(({ _updatedAt }) => _updatedAt > since),
        deleted: db.trash.by('rid', room._id).filter(({ _deletedAt }) => _deletedAt > since),
      },
    };
  });

  /** Pages of changes, either way in time; a cursor is a time in milliseconds. */
  function cursorPage(room, { type, next, previous, count = 50 }) {
    const deletions = type === 'DELETED';
    const field = deletions ? '_deletedAt' : '_updatedAt';
    const forward = previous === undefined;
    const from = Number(forward ? next : previous);
    const list = (deletions ? db.trash : db.messages)
      .by('rid', room._id)
      .filter((each) => (forward ? each[field] > from : each[field] < from))
      .sort((a, b) => (forward ? a[field] - b[field] : b[field] - a[field]));
    const part = list.slice(0, Number(count));
    const [first, last] = [part[0], part.at(-1)].map((each) => each && String(each[field].getTime()));
    return {
      [deletions ? 'deleted' : 'updated']: part,
      cursor: { next: list.length > part.length ? last : null, previous: first ?? null },
    };
  }

  route('POST', '/api/v1/chat.react', {}, ({ user, body }) => {
    const message = stored(body?.messageId);
    const emoji = `:${String(body.emoji ?? body.reaction ?? '').replaceAll(':', '')}:`;
    if (emoji === '::')
      throw new CodedError('error-emoji-param-not-provided', 'The required "emoji" param is missing.');
    access.mustSee(db.rooms.get(message.rid), user);
    const names = new Set(message.reactions?.[emoji]?.usernames ?? []);
    if (body.shouldReact ?? !names.has(user.username)) names.add(user.username);
    else names.delete(user.username);
    const reactions = { ...message.reactions, [emoji]: { usernames: [...names] } };
    if (names.size === 0) delete reactions[emoji];
    db.messages.update(message, { reactions, _updatedAt: world.clock.date() });
    world.feed.publish('message', { action: 'updated', message });
    return {};
  });

  route('GET', '/api/v1/chat.search', { validate: 'isChatSearchProps' }, ({ user, query }) => {
    const room = db.rooms.get(query.roomId);
    access.mustSee(room, user);
    if (!query.searchText) throw new PlainError('The required "searchText" query param is missing.');
    const wanted = query.searchText.toLowerCase();
    return { messages: messages.ofRoom(room._id).filter(({ msg }) => msg.toLowerCase().includes(wanted)) };
  });
}

export const pick = (object, fields) =>
  Object.fromEntries(
    fields.filter((field) => object[field] !== undefined).map((field) => [field, object[field]]),
  );
