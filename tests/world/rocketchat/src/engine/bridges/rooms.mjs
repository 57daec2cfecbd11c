// Rooms of every kind as apps see and make them.
export function rooms(world, { convert }) {
  const { db, channels, users } = world;

  const doc = (id) => db.rooms.get(id);
  const membersWithRole = (rid, role) =>
    db.subscriptions
      .by('rid', rid)
      .filter(({ roles }) => roles?.includes(role))
      .map(({ u }) => convert.userById(u._id));

  async function create(room, members) {
    const creator = db.users.get(room.creator?.id);
    if (room.type === 'd')
      return channels.direct([...new Set([creator, ...members.map(users.byUsername)])].filter(Boolean))._id;
    const made = channels.create(room.type, {
      name: room.slugifiedName,
      owner: creator,
      members,
      readOnly: room.isReadOnly,
      customFields: room.customFields,
    });
    if (room.displayName) db.rooms.update(made, { fname: room.displayName });
    return made._id;
  }

  async function getDirectByUsernames(usernames) {
    const people = usernames.map(users.byUsername);
    if (people.some((user) => !user)) return undefined;
    const ids = people.map(({ _id }) => _id).sort();
    return convert.room(
      db.rooms
        .by('type', 'd')
        .find(({ uids }) => uids.length === ids.length && uids.every((id, i) => id === ids[i])),
    );
  }

  async function getMessages(rid, { limit = 100, skip = 0, sort } = {}) {
    // The server's own lines are left out, and without a wish the oldest come first.
    const written = world.messages
      .ofRoom(rid, { ascending: sort?.createdAt !== 'desc' })
      .filter(({ t, tmid }) => !t && !tmid);
    return written.slice(skip, skip + limit).map((message) => {
      const { room: _room, ...value } = convert.message(message);
      return { ...value, roomId: rid, sender: message.u };
    });
  }

  async function update(room) {
    const { customFields, topic, description, displayName } = room;
    const patch = { customFields, topic, description, fname: displayName };
    for (const key of Object.keys(patch)) if (patch[key] === undefined) delete patch[key];
    world.updateRoom(doc(room.id), patch);
  }

  return {
    RoomBridge: {
      create,
      getById: async (id) => convert.roomById(id),
      getByName: async (name) => convert.room(db.rooms.firstBy('name', name)),
      getCreatorById: async (id) => convert.userById(doc(id)?.u?._id),
      getCreatorByName: async (name) => convert.userById(db.rooms.firstBy('name', name)?.u?._id),
      getDirectByUsernames,
      getMembers: async (id) => channels.members(doc(id)).map(convert.user),
      getAllRooms: async () => [...db.rooms.values()].map(convert.room),
      update,
      createDiscussion: async () => undefined,
      async delete(id) {
        db.rooms.remove(id);
      },
      getModerators: async (id) => membersWithRole(id, 'moderator'),
      getOwners: async (id) => membersWithRole(id, 'owner'),
      getLeaders: async (id) => membersWithRole(id, 'leader'),
      getMessages,
      async removeUsers(id, usernames) {
        for (const username of usernames) channels.leave(doc(id), users.byUsername(username));
      },
      getUnreadByUser: async () => [],
      getUserUnreadMessageCount: async (rid, uid) =>
        db.subscriptions.firstBy('pair', `${rid}/${uid}`)?.unread ?? 0,
    },
    InternalBridge: {
      getUsernamesOfRoomById: async (id) => db.subscriptions.by('rid', id).map(({ u }) => u.username),
      getUsernamesOfRoomByIdSync: (id) => db.subscriptions.by('rid', id).map(({ u }) => u.username),
      getWorkspacePublicKey: async () => ({ value: world.signingKeys().publicKey }),
    },
  };
}
