// The queue: who gets a waiting room, taking it, giving it back, handing it on.
import { CodedError, PlainError } from '../errors.mjs';
import { randomId } from '../ids.mjs';

export function createRouting(world) {
  const { db, clock, users, settings, departments, messages, apps, webhook } = world;

  const isManual = () => settings.get('Livechat_Routing_Method') !== 'Auto_Selection';
  const skipsQueue = (agent) =>
    Boolean(agent && users.rolesIn(db.users.get(agent.agentId) ?? {}).includes('bot'));
  const inquiryOf = (room) => db.inquiries.firstBy('rid', room._id);

  const publishInquiry = (inquiry, action) =>
    world.feed.publish('inquiry', { action, inquiry }, (userId) => {
      const user = db.users.get(userId);
      return users.may(user, 'view-livechat-queue') && world.access.mayTakeFrom(user, inquiry);
    });

  function changeInquiry(inquiry, patch) {
    db.inquiries.update(inquiry, { ...patch, _updatedAt: clock.date() });
    publishInquiry(inquiry, 'changed');
  }

  /** Agent for whom a new room is meant: the one asked for, else a bot where the setting says so. */
  function defaultAgentFor(agent, departmentId) {
    if (agent) return agent;
    if (!settings.get('Livechat_assign_new_conversation_to_bot')) return undefined;
    const pool = departmentId
      ? departments.onlineAgents(departmentId)
      : db.users.filter((u) => u.roles.includes('livechat-agent'));
    return asAgent(fewestRooms(pool.filter((user) => user.active && user.roles.includes('bot'))));
  }

  function nextAgent(departmentId) {
    return isManual() ? undefined : asAgent(fewestRooms(departments.onlineAgents(departmentId)));
  }

  function fewestRooms(candidates) {
    const load = (user) => db.rooms.by('servedBy', user._id).length;
    return [...candidates].sort((a, b) => load(a) - load(b) || a.username.localeCompare(b.username))[0];
  }

  function createInquiry(room, { guest, message = '', agent, department }) {
    const ready = !isManual() || skipsQueue(agent);
    const inquiry = db.inquiries.insert({
      _id: randomId(),
      rid: room._id,
      name: room.fname,
      ts: clock.date(),
      ...(department && { department }),
      message,
      status: ready ? 'ready' : 'queued',
      v: { _id: guest._id, username: guest.username, token: guest.token, status: guest.status ?? 'online' },
      t: 'l',
      source: room.source,
      ...(!ready && { queuedAt: clock.date() }),
      ...(agent && { defaultAgent: agent }),
      _updatedAt: clock.date(),
    });
    publishInquiry(inquiry, 'created');
    return inquiry;
  }

  /** Gives a ready inquiry to its agent or to the next one; the community edition queues it no further. */
  function delegate(inquiry, room, agent) {
    const usable = agent && (skipsQueue(agent) || departments.isOnline(db.users.get(agent.agentId)));
    const chosen = usable ? agent : nextAgent(inquiry.department);
    if (!chosen) return room;
    return take(inquiry, chosen, room);
  }

  function take(inquiry, agent, room) {
    if (!room.open || room.servedBy?._id === agent.agentId) return room;
    const user = db.users.get(agent.agentId);
    changeInquiry(inquiry, {
      status: 'taken',
      takenAt: clock.date(),
      queuedAt: undefined,
      defaultAgent: undefined,
    });
    subscribe(room, user, inquiry.department);
    world.updateRoom(room, { servedBy: { _id: user._id, username: user.username, ts: clock.date() } });
    messages.system('command', room, user, 'connected');
    messages.system('uj', room, user);
    apps.tell('IPostLivechatAgentAssigned', { room, user });
    webhook.send('LivechatSessionTaken', room);
    return room;
  }

  function subscribe(room, user, department) {
    if (db.subscriptions.firstBy('pair', `${room._id}/${user._id}`)) return;
    const subscription = db.subscriptions.insert({
      _id: randomId(),
      rid: room._id,
      name: room.fname,
      fname: room.fname,
      alert: true,
      open: true,
      unread: 1,
      userMentions: 1,
      groupMentions: 0,
      u: { _id: user._id, username: user.username },
      t: 'l',
      v: room.v,
      ts: clock.date(),
      ...(department && { department }),
      _updatedAt: clock.date(),
    });
    world.publishSubscription(subscription, 'inserted');
  }

  function unsubscribeAll(room, except) {
    for (const subscription of db.subscriptions.by('rid', room._id)) {
      if (subscription.u._id === except) continue;
      const user = db.users.get(subscription.u._id);
      db.subscriptions.remove(subscription._id);
      world.publishSubscription(subscription, 'removed');
      if (!user) continue;
      messages.system('ul', room, user, user.username);
      apps.tell('IPostLivechatAgentUnassigned', { room, user });
    }
  }

  /** Takes the room from whoever serves it and puts it into a queue. */
  function unassign(inquiry, departmentId) {
    const room = db.rooms.get(inquiry.rid);
    if (!room?.open) return false;
    if (departmentId && departmentId !== inquiry.department) moveToDepartment(room, departmentId);
    if (room.servedBy) {
      world.updateRoom(room, { servedBy: undefined });
      unsubscribeAll(room);
    }
    changeInquiry(inquiry, { status: 'queued', queuedAt: clock.date(), takenAt: undefined });
    webhook.send('LivechatSessionQueued', room);
    return true;
  }

  function moveToDepartment(room, departmentId) {
    const from = room.departmentId;
    world.updateRoom(room, { departmentId });
    const inquiry = inquiryOf(room);
    if (inquiry) changeInquiry(inquiry, { department: departmentId });
    for (const subscription of db.subscriptions.by('rid', room._id)) {
      db.subscriptions.update(subscription, { department: departmentId });
    }
    apps.tell('IPostLivechatRoomTransferred', { type: 'department', room, from, to: departmentId });
    webhook.send('LivechatSessionForwarded', room, { oldDepartmentId: from });
  }

  function takeByUser(user, inquiryId) {
    const inquiry = db.inquiries.get(inquiryId);
    if (!inquiry) throw new CodedError('error-not-found', 'Inquiry not found');
    if (inquiry.status === 'taken') throw new CodedError('error-inquiry-taken', 'Inquiry already taken');
    world.faults.mustBeWithinLimit(db.rooms.get(inquiry.rid));
    if (!departments.mayTake(user)) {
      throw new CodedError(
        'error-agent-status-service-offline',
        'Agent status is offline or Omnichannel service is not active',
      );
    }
    take(inquiry, asAgent(user), db.rooms.get(inquiry.rid));
    return inquiry;
  }

  function giveBack(room, departmentId) {
    world.faults.mustBeWithinLimit(room);
    if (!room.open) throw new CodedError('room-closed', 'Room closed');
    if (room.onHold) throw new CodedError('error-room-onHold');
    const inquiry = inquiryOf(room);
    if (!room.servedBy || !inquiry) return false;
    const user = db.users.get(room.servedBy._id);
    if (!user) throw new CodedError('error-invalid-user');
    saveTransfer(room, {
      transferredBy: transferredBy(user, room),
      scope: 'queue',
      ...departmentTarget(departmentId),
    });
    return unassign(inquiry, departmentId);
  }

  const departmentTarget = (departmentId) =>
    departmentId ? { department: db.departments.get(departmentId) } : {};

  function saveTransfer(room, { transferredBy: by, transferredTo, department, scope, comment }) {
    messages.system('livechat_transfer_history', room, by, '', {
      transferData: {
        transferredBy: by,
        ts: clock.date(),
        scope: scope ?? (department ? 'department' : 'agent'),
        ...(comment !== undefined && { comment }),
        ...(room.departmentId && { previousDepartment: room.departmentId }),
        ...(department && { nextDepartment: { _id: department._id, name: department.name } }),
        ...(transferredTo && { transferredTo }),
      },
    });
  }

  /** @returns false where the room is closed or says not where to. */
  function transfer(room, { userId, departmentId, ...data }) {
    world.faults.mustBeWithinLimit(room);
    if (room.onHold) throw new PlainError('error-room-onHold');
    const department = departmentId ? db.departments.get(departmentId) : undefined;
    if (departmentId && !department) throw new PlainError('error-invalid-department');
    if (!room.open) return false;
    if (department) return toDepartment(room, { userId, department, ...data });
    return userId ? toAgent(room, { userId, ...data }) : false;
  }

  function toAgent(room, { userId, ...data }) {
    const user = onlineAgent(userId);
    const inquiry = inquiryOf(room);
    if (!inquiry) throw new PlainError('error-invalid-inquiry');
    const previous = room.servedBy;
    if (previous?._id === userId) throw new PlainError('error-selected-agent-room-agent-are-same');
    take(inquiry, asAgent(user), room);
    saveTransfer(room, {
      ...data,
      transferredTo: { _id: user._id, username: user.username, name: user.name },
    });
    if (previous) unsubscribeAll(room, user._id);
    apps.tell('IPostLivechatRoomTransferred', { type: 'agent', room, from: previous?._id, to: user._id });
    webhook.send('LivechatSessionForwarded', room, { oldServedBy: previous });
    return true;
  }

  function onlineAgent(userId) {
    const user = db.users.get(userId);
    if (!departments.isOnline(user)) throw new PlainError('error-user-is-offline');
    return user;
  }

  function toDepartment(room, { userId, department, ...data }) {
    const inquiry = inquiryOf(room);
    if (!inquiry) throw new PlainError('error-transferring-inquiry');
    if (room.departmentId === department._id) throw new PlainError('error-forwarding-chat-same-department');
    const agent = userId && asAgent(onlineAgent(userId));
    if (agent && !departments.agentsOf(department._id).some(({ agentId }) => agentId === userId)) {
      throw new PlainError('error-user-not-belong-to-department');
    }
    const waits =
      isManual() ||
      (department.allowReceiveForwardOffline && !departments.onlineAgents(department._id).length);
    if (waits) {
      saveTransfer(room, { ...data, department });
      return unassign(inquiry, department._id);
    }
    return toDepartmentsAgent(room, inquiry, { agent, department, ...data });
  }

  function toDepartmentsAgent(room, inquiry, { agent, department, ...data }) {
    const chosen = agent ?? nextAgent(department._id);
    if (!chosen || chosen.agentId === room.servedBy?._id)
      throw new PlainError('error-no-agents-online-in-department');
    saveTransfer(room, { ...data, department });
    take(inquiry, chosen, room);
    unsubscribeAll(room, chosen.agentId);
    moveToDepartment(room, department._id);
    return true;
  }

  return {
    defaultAgentFor,
    createInquiry,
    delegate,
    takeByUser,
    giveBack,
    transfer,
    inquiryOf,
    publishInquiry,
    unsubscribeAll,
  };
}

export const asAgent = (user) => user && { agentId: user._id, username: user.username };

/** As the transfer history names people: the serving agent, or another user. */
export function transferredBy(user, room) {
  const userType = user._id === room.servedBy?._id ? 'agent' : 'user';
  return { _id: user._id, username: user.username, ...(user.name && { name: user.name }), userType };
}
