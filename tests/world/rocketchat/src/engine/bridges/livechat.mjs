// Omnichannel as apps reach it, with the real bridge's rules: a message for a closed room opens a new one,
// and opening a room never looks for an open one first.
import { PlainError } from '../../errors.mjs';

export function livechat(world, { convert, nameOf }) {
  const { db, departments, livechatRooms, messages, routing, settings, users, visitors } = world;

  const sourceOf = (appId, extra = {}) => ({ type: 'app', id: appId, alias: nameOf(appId), ...extra });
  const visitorDoc = (visitor) => db.visitors.get(visitor?.id) ?? visitors.byToken(visitor?.token);
  const asRooms = (docs) => docs.map(convert.room);

  function isOnline(departmentId) {
    return departments.onlineAgents(departmentId).length > 0;
  }

  function registerFrom({ id, token, name, username, department, phone, visitorEmails }) {
    return visitors.register({
      id,
      token,
      name,
      username,
      department,
      phone: phone?.[0]?.phoneNumber,
      email: visitorEmails?.[0]?.address,
    });
  }

  async function createRoom(visitor, agent, appId, { source, customFields } = {}) {
    if (source?.type !== 'app') throw new PlainError('Invalid source type for livechat room');
    const serving = agent?.id ? db.users.get(agent.id) : undefined;
    if (agent?.id && !serving?.roles.includes('livechat-agent')) {
      throw new PlainError(`The agent with id "${agent.id}" was not found.`);
    }
    const { label, sidebarIcon, defaultIcon, destination } = source;
    const room = await livechatRooms.open({
      visitor: { ...visitorDoc(visitor), ...(visitor.department && { department: visitor.department }) },
      source: sourceOf(appId, { label, sidebarIcon, defaultIcon, ...(destination && { destination }) }),
      agent: serving && { agentId: serving._id, username: serving.username },
      extra: { customFields },
    });
    return convert.room(room);
  }

  async function transferVisitor(visitor, { currentRoom, targetAgent, targetDepartment }, appId) {
    if (!visitor) throw new PlainError('Invalid visitor, cannot transfer');
    const by = db.users.firstBy('appId', appId);
    if (!by) throw new PlainError('Invalid app user, cannot transfer');
    if (targetAgent?.id && !db.users.get(targetAgent.id)?.roles.includes('livechat-agent')) {
      throw new PlainError('Invalid target agent, cannot transfer');
    }
    return routing.transfer(db.rooms.get(currentRoom.id), {
      userId: targetAgent?.id,
      departmentId: targetDepartment,
      transferredBy: { _id: by._id, username: by.username, name: by.name, type: by.type, userType: 'user' },
    });
  }

  return {
    LivechatBridge: {
      isOnline,
      isOnlineAsync: async (departmentId) => isOnline(departmentId),

      async createMessage(message, appId) {
        if (!message.token) throw new PlainError('Invalid token for livechat message');
        const draft = convert.messageFromApp(message);
        delete draft.u;
        delete draft._id;
        const sent = await livechatRooms.say({
          visitor: visitorDoc(message.visitor),
          message: draft,
          source: sourceOf(appId),
        });
        return sent?._id;
      },
      getMessageById: async (id) => convert.messageById(id),
      async updateMessage(message) {
        const stored = db.messages.get(message.id);
        if (!stored || stored.u._id !== message.visitor?.id) throw new PlainError('error-action-not-allowed');
        await messages.update(db.visitors.get(stored.u._id), stored, { msg: message.text });
      },

      createVisitor: async (visitor) => registerFrom(visitor)._id,
      createAndReturnVisitor: async (visitor) => convert.visitor(registerFrom(visitor)),
      findVisitors: async (query) => db.visitors.filter((doc) => matches(doc, query)).map(convert.visitor),
      findVisitorById: async (id) => convert.visitorById(id),
      findVisitorByEmail: async (email) => convert.visitor(visitors.byEmail(email)),
      findVisitorByToken: async (token) => convert.visitor(visitors.byToken(token)),
      findVisitorByPhoneNumber: async (phone) => convert.visitor(visitors.byPhone(phone)),

      async resolveVisitor({ entityId }, contact, appId) {
        const known = db.visitors.find((doc) =>
          doc.externalIds?.some((each) => each.appId === appId && each.entityId === entityId),
        );
        return convert.visitor(
          known ??
            (contact?.phone && visitors.byPhone(contact.phone)) ??
            (contact?.email && visitors.byEmail(contact.email)) ??
            undefined,
        );
      },
      async updateVisitorExternalId(visitorId, externalId, appId) {
        const doc = db.visitors.get(visitorId);
        if (!doc) return undefined;
        const others = (doc.externalIds ?? []).filter((each) => each.appId !== appId);
        return convert.visitor(visitors.update(doc, { externalIds: [...others, { ...externalId, appId }] }));
      },

      createRoom,
      transferVisitor,
      async closeRoom(room, comment, closer) {
        const user = closer && db.users.get(closer.id);
        livechatRooms.close(db.rooms.get(room.id), { user, visitor: visitorDoc(room.visitor), comment });
        return true;
      },
      findOpenRoomsByAgentId: async (agentId) => asRooms(db.rooms.by('servedBy', agentId)),
      countOpenRoomsByAgentId: async (agentId) => db.rooms.by('servedBy', agentId).length,
      async findRooms(visitor, departmentId) {
        const open = livechatRooms.openRoomsOf(visitor?.token);
        return asRooms(departmentId ? open.filter((room) => room.departmentId === departmentId) : open);
      },

      findDepartmentByIdOrName: async (value) => convert.department(departments.find(value)),
      findDepartmentsEnabledWithAgents: async () =>
        db.departments.filter((doc) => doc.enabled && doc.numAgents > 0).map(convert.department),
      _fetchLivechatRoomMessages: async (_appId, rid) =>
        messages.ofRoom(rid, { ascending: true }).map(convert.message),
      async setCustomFields({ token, key, value, overwrite }) {
        const visitor = visitors.byToken(token);
        return visitor && visitors.setCustomField(visitor, key, value, overwrite) ? 1 : 0;
      },
    },
  };
}

const matches = (doc, query) => Object.entries(query ?? {}).every(([field, value]) => doc[field] === value);
