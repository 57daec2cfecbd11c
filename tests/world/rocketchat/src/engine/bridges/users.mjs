// Users and roles as apps see them, and the user that every app is.
import { randomId } from '../../ids.mjs';

export function users(world, { convert }) {
  const { db } = world;

  async function create(data, appId) {
    const user = world.users.create({
      _id: data.id ?? randomId(),
      username: data.username,
      name: data.name,
      email: data.emails?.[0]?.address,
      roles: data.roles ?? ['app'],
      type: data.type ?? 'app',
      status: data.status ?? 'online',
      statusConnection: 'online',
      appId,
    });
    return user._id;
  }

  async function update({ id }, { statusText, status, name }) {
    const user = db.users.get(id);
    if (name) world.users.update(user, { name });
    world.users.setStatus(user, {
      statusDefault: status,
      connected: user.type === 'app' || undefined,
      text: statusText,
    });
    return true;
  }

  return {
    UserBridge: {
      getById: async (id) => convert.userById(id),
      getByUsername: async (username) => convert.user(world.users.byUsername(username)),
      getAppUser: async (appId) => convert.user(db.users.firstBy('appId', appId)),
      getActiveUserCount: async () => db.users.filter((user) => user.active).length,
      getUserUnreadMessageCount: async () => 0,
      getUserRoomIds: async (userId) => db.subscriptions.by('user', userId).map(({ rid }) => rid),
      create,
      update,
      async remove(user) {
        return Boolean(db.users.remove(user.id));
      },
      async deleteUsersCreatedByApp(appId) {
        for (const user of db.users.by('appId', appId)) db.users.remove(user._id);
        return true;
      },
      async deactivate(userId) {
        world.users.update(db.users.get(userId), { active: false });
        return true;
      },
    },
    RoleBridge: {
      getOneByIdOrName: async (idOrName) => role(db.roles.get(idOrName)) ?? null,
      getCustomRoles: async () => db.roles.filter((each) => !each.protected).map(role),
    },
  };
}

const role = (doc) =>
  doc && {
    id: doc._id,
    name: doc.name,
    description: doc.description,
    mandatory2fa: doc.mandatory2fa,
    protected: doc.protected,
    scope: doc.scope,
  };
