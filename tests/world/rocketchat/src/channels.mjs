// Channels, private groups and direct messages.
import { CodedError } from './errors.mjs';
import { randomId } from './ids.mjs';

export function createChannels(world) {
  const { db, clock, users, messages, feed, access } = world;

  function create(type, { name, owner, members = [], readOnly = false, topic, customFields }) {
    if (!users.may(owner, type === 'c' ? 'create-c' : 'create-p'))
      throw new CodedError('error-not-allowed', 'Not allowed');
    if (!/^[0-9a-zA-Z-_.]+$/.test(name))
      throw new CodedError('error-invalid-room-name', `${name} is not a valid room name`, {
        channel_name: name,
      });
    if (db.rooms.firstBy('name', name)) {
      throw new CodedError('error-duplicate-channel-name', `A channel with name '${name}' exists`, {
        channel_name: name,
      });
    }
    const room = insert({ t: type, name, fname: name, ro: readOnly, topic, customFields, u: brief(owner) });
    join(room, owner, ['owner']);
    for (const username of members) {
      const member = users.byUsername(username);
      if (member && member !== owner) join(room, member);
    }
    world.apps.tell('IPostRoomCreate', { room });
    return room;
  }

  function insert(fields) {
    const now = clock.date();
    const room = db.rooms.insert({
      _id: randomId(),
      msgs: 0,
      usersCount: 0,
      ts: now,
      lm: now,
      sysMes: true,
      default: false,
      ...fields,
      _updatedAt: now,
    });
    publish(room, 'inserted');
    return room;
  }

  /** The one direct room of these people. */
  function direct(people) {
    const ids = [...new Set(people.map((user) => user._id))].sort();
    const known = db.rooms
      .by('type', 'd')
      .find((room) => room.uids.length === ids.length && room.uids.every((id, i) => id === ids[i]));
    if (known) return known;
    const room = insert({ t: 'd', uids: ids, usernames: people.map((user) => user.username) });
    for (const user of people) {
      const others = people.filter((each) => each !== user).map((each) => each.username);
      join(room, user, [], { name: others.join(', ') || user.username });
    }
    return room;
  }

  function join(room, user, roles = [], { name = room.name, announce = false } = {}) {
    if (access.isMember(room, user)) return false;
    const subscription = db.subscriptions.insert({
      _id: randomId(),
      rid: room._id,
      name,
      fname: room.fname ?? name,
      t: room.t,
      u: brief(user),
      open: true,
      alert: false,
      unread: 0,
      userMentions: 0,
      groupMentions: 0,
      ...(roles.length && { roles }),
      ts: clock.date(),
      ls: clock.date(),
      _updatedAt: clock.date(),
    });
    world.publishSubscription(subscription, 'inserted');
    db.rooms.update(room, { usersCount: room.usersCount + 1 });
    if (announce) messages.system(announce.type, room, announce.by, announce.msg);
    return true;
  }

  function leave(room, user) {
    const subscription = db.subscriptions.firstBy('pair', `${room._id}/${user._id}`);
    if (!subscription) return false;
    db.subscriptions.remove(subscription._id);
    world.publishSubscription(subscription, 'removed');
    db.rooms.update(room, { usersCount: room.usersCount - 1 });
    return true;
  }

  const members = (room) =>
    db.subscriptions
      .by('rid', room._id)
      .map(({ u }) => db.users.get(u._id))
      .filter(Boolean);

  function publish(room, action) {
    feed.publish('room', { action, room }, (userId) => access.canSee(room, db.users.get(userId)));
  }

  /** By id, name, `#name` or, for a direct room, `@username`. */
  function find(reference, user) {
    if (reference.startsWith('@')) {
      const other = users.byUsername(reference.slice(1));
      return other && direct([user, other]);
    }
    const name = reference.replace(/^#/, '');
    return db.rooms.get(name) ?? db.rooms.firstBy('name', name);
  }

  return { create, direct, join, leave, members, find, publish };
}

const brief = (user) => ({ _id: user._id, username: user.username, name: user.name });
