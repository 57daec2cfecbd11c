// Opening a visitor's room, speaking in it, closing it.
import { CodedError, PlainError } from '../errors.mjs';
import { randomId } from '../ids.mjs';

export function createLivechatRooms(world) {
  const { db, clock, settings, departments, routing, messages, apps, webhook, feed } = world;

  const openRoomsOf = (token) => db.rooms.by('openOfVisitor', token);

  /** Opens a room whatever the visitor has open already: looking first is the caller's part. */
  async function open({ visitor, message, source, agent, extra = {} }) {
    if (!settings.get('Livechat_enabled')) throw new CodedError('error-omnichannel-is-disabled');
    const wanted = visitor.department ?? (agent ? undefined : departments.whenNoneSaid()?._id);
    const defaultAgent = routing.defaultAgentFor(agent, wanted);
    const department = wanted && departments.onlineAgents(wanted).length > 0 ? wanted : undefined;
    refuseWithoutAgents({ wanted, department, defaultAgent });
    const room = newRoom(visitor, department, source, extra);
    if (await apps.prevents('IPreLivechatRoomCreatePrevent', room)) {
      throw new CodedError('error-app-prevented', 'A Rocket.Chat App prevented the room creation.');
    }
    db.rooms.insert(room);
    publish(room, 'inserted');
    messages.system('livechat-started', room, visitor);
    const inquiry = routing.createInquiry(room, { guest: visitor, message, agent: defaultAgent, department });
    apps.tell('IPostLivechatRoomStarted', { room });
    webhook.send('LivechatSessionStart', room);
    if (inquiry.status === 'ready') routing.delegate(inquiry, room, defaultAgent);
    else webhook.send('LivechatSessionQueued', room);
    return room;
  }

  function refuseWithoutAgents({ wanted, department, defaultAgent }) {
    if (settings.get('Livechat_accept_chats_with_no_agents') || defaultAgent) return;
    const nobody = wanted ? !department : departments.onlineAgents().length === 0;
    if (nobody) throw new CodedError('no-agent-online', 'Sorry, no online agents');
  }

  function newRoom(visitor, departmentId, source, { customFields, ...extra }) {
    const now = clock.date();
    return {
      _id: randomId(),
      msgs: 0,
      usersCount: 1,
      lm: now,
      fname: visitor.name ?? visitor.username,
      t: 'l',
      ts: now,
      ...(departmentId && { departmentId }),
      v: {
        _id: visitor._id,
        username: visitor.username,
        token: visitor.token,
        status: visitor.status ?? 'online',
        ...(visitor.phone?.[0] && { phone: visitor.phone[0].phoneNumber }),
      },
      cl: false,
      open: true,
      waitingResponse: true,
      source,
      queuedAt: now,
      ...(customFields && { customFields }),
      ...extra,
      _updatedAt: now,
    };
  }

  /** What a visitor says; into a new room where the one named is closed. Undefined where nothing was stored. */
  async function say({ visitor, message, source, agent }) {
    const named = db.rooms.get(message.rid);
    const room = named?.open ? named : await open({ visitor, message: message.msg, source, agent });
    if (room.v.token !== visitor.token) throw new CodedError('cannot-access-room');
    const spoken = { ...message, token: visitor.token, ...(visitor.name && { alias: visitor.name }) };
    return messages.send(visitor, spoken, room);
  }

  function close(room, { user, visitor, comment, tags, clientAction = false }) {
    if (!room?.open) throw new PlainError('error-room-closed');
    if (settings.get('Livechat_request_comment_when_closing_conversation') && !comment?.trim()) {
      throw new PlainError('error-comment-is-required');
    }
    const closer = user ?? visitor;
    const roomTags = closingTags(room, tags, clientAction);
    const now = clock.date();
    const inquiry = routing.inquiryOf(room);
    if (inquiry) {
      db.inquiries.remove(inquiry._id);
      routing.publishInquiry(inquiry, 'removed');
    }
    for (const subscription of db.subscriptions.by('rid', room._id)) {
      db.subscriptions.remove(subscription._id);
      world.publishSubscription(subscription, 'removed');
    }
    update(room, {
      open: undefined,
      waitingResponse: undefined,
      closedAt: now,
      closer: user ? 'user' : 'visitor',
      closedBy: { _id: closer._id, username: closer.username },
      metrics: { ...room.metrics, chatDuration: (now - room.ts) / 1000 },
      ...(roomTags.length && { tags: roomTags }),
    });
    messages.system('livechat-close', room, closer, comment ?? '', {
      transcriptRequested: false,
      ...(!user && { token: visitor.token }),
    });
    apps.tell('ILivechatRoomClosedHandler', { room });
    apps.tell('IPostLivechatRoomClosed', { room });
    webhook.send('LivechatSession', room);
  }

  function closingTags(room, given = [], clientAction) {
    const tags = [...new Set([...given, ...(room.tags ?? [])])];
    const department = db.departments.get(room.departmentId);
    if (!department) return tags;
    const ofDepartment = department.chatClosingTags ?? [];
    if (department.requestTagBeforeClosingChat && ((clientAction && !tags.length) || !ofDepartment.length)) {
      throw new PlainError('error-tags-must-be-assigned-before-closing-chat');
    }
    return [...new Set([...tags, ...ofDepartment])];
  }

  function update(room, patch) {
    db.rooms.update(room, { ...patch, _updatedAt: clock.date() });
    publish(room, 'updated');
    return room;
  }

  /** What is removed with a visitor: his rooms, and all that stands in them. */
  function removeAllOf(token) {
    for (const room of db.rooms.filter((each) => each.t === 'l' && each.v.token === token)) {
      for (const message of db.messages.by('rid', room._id)) db.messages.remove(message._id);
      world.uploads.removeOf(room._id);
      db.rooms.remove(room._id);
      publish(room, 'removed');
    }
  }

  function publish(room, action) {
    feed.publish('room', { action, room }, (userId) => world.access.canSee(room, db.users.get(userId)));
  }

  return { open, openRoomsOf, say, close, update, removeAllOf, publish };
}
