// Writing, changing and deleting messages, with the apps asked before and told after.
import { checkMessage } from './message-shape.mjs';
import { CodedError, PlainError } from './errors.mjs';
import { randomId } from './ids.mjs';

export function createMessages(world) {
  const { db, clock, feed, users, settings } = world;

  const told = (type, action, message) => {
    const room = db.rooms.get(message.rid);
    feed.publish(type, { action, message }, (userId) => world.access.canSee(room, db.users.get(userId)));
  };

  /**
   * Stores what a user or a visitor says.
   * @returns the message, or undefined where an app prevented it or its _id is taken: callers of the
   *   real server stumble over that undefined, and so do ours (`asStumble`).
   */
  async function send(sender, draft, room) {
    checkMessage(draft, { sender, room, may: users.may });
    if (!draft.token && !draft.t) world.faults.mustBeWithinLimit(room);
    let message = {
      ...draft,
      _id: draft._id ?? randomId(),
      rid: room._id,
      msg: typeof draft.msg === 'string' ? draft.msg : '',
      ts: draft.ts ? new Date(draft.ts) : clock.date(),
      u: { _id: sender._id, username: sender.username, name: sender.name },
    };
    if (await world.apps.prevents('IPreMessageSentPrevent', message)) return undefined;
    message = await world.apps.reshape(message);
    if (db.messages.has(message._id)) return undefined;
    return store({ urls: [], mentions: mentionsIn(message.msg, db), channels: [], ...message }, room);
  }

  function store(message, room) {
    message._updatedAt = clock.date();
    db.messages.insert(message);
    const visitorSpoke = Boolean(message.token);
    if (!message.t) {
      db.rooms.update(room, {
        lm: message.ts,
        msgs: (room.msgs ?? 0) + 1,
        lastMessage: message,
        _updatedAt: clock.date(),
        ...(room.t === 'l' && answeredState(room, message, visitorSpoke)),
      });
      raiseUnread(message, room);
    }
    told('message', 'sent', message);
    world.apps.tell(message.t ? 'IPostSystemMessageSent' : 'IPostMessageSent', { message });
    if (room.t === 'l') world.livechatMessageSaved(message, room);
    return message;
  }

  /** One of the server's own lines: joined, transferred, closed… */
  function system(type, room, author, msg = '', extra = {}) {
    const u = { _id: author._id, username: author.username, name: author.name };
    return store(
      { _id: randomId(), t: type, rid: room._id, ts: clock.date(), msg, u, groupable: false, ...extra },
      room,
    );
  }

  function raiseUnread(message, room) {
    for (const subscription of db.subscriptions.by('rid', room._id)) {
      if (subscription.u._id === message.u._id) continue;
      db.subscriptions.update(subscription, {
        unread: (subscription.unread ?? 0) + 1,
        alert: true,
        open: true,
        _updatedAt: clock.date(),
      });
    }
  }

  async function update(editor, message, patch) {
    const edited = { ...message, ...patch };
    if (await world.apps.prevents('IPreMessageUpdatedPrevent', edited)) {
      throw new CodedError(
        'error-app-prevented-updating',
        'A Rocket.Chat App prevented the message updating.',
      );
    }
    db.messages.update(message, {
      ...patch,
      editedAt: clock.date(),
      editedBy: { _id: editor._id, username: editor.username },
      _updatedAt: clock.date(),
    });
    told('message', 'updated', message);
    world.apps.tell('IPostMessageUpdated', { message });
    return message;
  }

  async function remove(deleter, message) {
    if (await world.apps.prevents('IPreMessageDeletePrevent', message)) {
      throw new CodedError(
        'error-app-prevented-deleting',
        'A Rocket.Chat App prevented the message deleting.',
      );
    }
    db.messages.remove(message._id);
    db.trash.insert({ _id: message._id, rid: message.rid, _deletedAt: clock.date() });
    told('message', 'deleted', message);
    world.apps.tell('IPostMessageDeleted', { message, user: deleter });
  }

  /** Newest first unless `ascending`. */
  function ofRoom(rid, { ascending = false } = {}) {
    const list = db.messages.by('rid', rid).sort((a, b) => a.ts - b.ts);
    return ascending ? list : list.reverse();
  }

  /** As a user over REST or through an app: with the user's rights in the room. */
  async function sendAs(user, draft) {
    const room = db.rooms.get(draft.rid);
    world.access.mustWrite(room, user);
    if ((draft.msg ?? '').length > settings.get('Message_MaxAllowedSize')) {
      throw new CodedError('error-message-size-exceeded', 'Message size exceeds Message_MaxAllowedSize');
    }
    return send(user, draft, room);
  }

  return { send, sendAs, system, update, remove, ofRoom };
}

/** The words with which the real server fails when a message was not stored. */
export function asStumble(message, words = "Cannot read properties of undefined (reading '_id')") {
  if (!message) throw new PlainError(words);
  return message;
}

function answeredState(room, message, visitorSpoke) {
  if (visitorSpoke) {
    return { waitingResponse: true, responseBy: undefined, v: { ...room.v, lastMessageTs: message.ts } };
  }
  return {
    waitingResponse: undefined,
    responseBy: { _id: message.u._id, username: message.u.username, lastMessageTs: message.ts },
  };
}

function mentionsIn(text, db) {
  const mentions = [];
  for (const [, name] of (text ?? '').matchAll(/(?:^|\s)@([\w.-]+)/g)) {
    const user = db.users.firstBy('username', name);
    if (user) mentions.push({ _id: user._id, username: name, name: user.name, type: 'user' });
  }
  return mentions;
}
