// Users, their roles and what these permit.
import { CodedError, PlainError, failure, forbidden } from '../errors.mjs';
import { checkPassword } from '../password-policy.mjs';
import { visible } from '../users.mjs';
import { page } from './paging.mjs';

const PUBLIC_FIELDS = [
  '_id',
  'name',
  'username',
  'type',
  'active',
  'status',
  'statusText',
  'utcOffset',
  'nickname',
  'bio',
];

function emailsOf({ emails = [] }, email, verified) {
  if (email) return [{ address: email, verified: Boolean(verified) }];
  if (verified === undefined) return emails;
  return emails.map((each, place) => (place === 0 ? { ...each, verified } : each));
}

export function userRoutes({ route }, world) {
  const { db, users, clock, settings } = world;

  const shown = (user, viewer) =>
    users.may(viewer, 'view-full-other-user-info') || user === viewer
      ? visible(user)
      : Object.fromEntries(
          PUBLIC_FIELDS.filter((field) => user[field] !== undefined).map((field) => [field, user[field]]),
        );

  function named({ userId, username, user }) {
    const found = userId ? db.users.get(userId) : users.byUsername(username ?? user);
    if (!found)
      throw new CodedError(
        'error-invalid-user',
        'The required "userId" or "username" param provided does not match any users',
      );
    return found;
  }

  function checkRoles(roles, assigner) {
    if (!roles) return;
    for (const role of roles)
      if (!db.roles.has(role)) throw new CodedError('error-role-not-found', 'Role not found');
    if (!users.may(assigner, 'assign-roles'))
      throw new CodedError('error-action-not-allowed', 'Assigning role is not allowed');
  }

  route('POST', '/api/v1/users.create', { validate: 'isUserCreateParamsPOST' }, ({ user, body }) => {
    if (!users.may(user, 'create-user'))
      throw new CodedError('error-action-not-allowed', 'Adding user is not allowed');
    checkRoles(body.roles, user);
    const {
      username,
      name,
      email,
      password,
      roles = ['user'],
      active,
      joinDefaultChannels = true,
      verified,
      customFields,
      bio,
      statusText,
    } = body;
    const type = roles.includes('bot') ? 'bot' : 'user';
    const made = users.create({
      username,
      name,
      email,
      password,
      roles,
      active,
      type,
      customFields,
      bio,
      statusText,
    });
    if (verified && made.emails[0]) made.emails[0].verified = true;
    if (joinDefaultChannels)
      for (const room of db.rooms.filter((each) => each.default)) world.channels.join(room, made);
    world.apps.tell('IPostUserCreated', { user: made });
    return { user: visible(made) };
  });

  route(
    'POST',
    '/api/v1/users.update',
    { validate: 'isUsersUpdateParamsPOST', secondFactor: true },
    ({ user, body }) => {
      const target = named(body);
      if (!users.may(user, 'edit-other-user-info'))
        throw new CodedError('error-action-not-allowed', 'Editing user is not allowed');
      const { roles, password, email, status, ...fields } = body.data;
      checkRoles(roles, user);
      if (password) {
        checkPassword(password, settings);
        users.setPassword(target, password);
      }
      fields.emails = emailsOf(target, email, fields.verified);
      delete fields.verified;
      users.update(target, fields);
      if (status) users.setStatus(target, { statusDefault: status });
      for (const role of roles ?? []) users.addRole(target, role);
      for (const role of roles ? target.roles.filter((each) => !roles.includes(each)) : [])
        users.removeRole(target, role);
      return { user: visible(target) };
    },
  );

  route('GET', '/api/v1/users.list', { permissions: ['view-outside-room'] }, ({ user, query }) => {
    const wanted = query.query ? Object.entries(JSON.parse(query.query)) : [];
    const fits = (each) =>
      wanted.every(([field, value]) => typeof value === 'object' || each[field] === value);
    return page(
      'users',
      db.users.filter(fits).map((each) => shown(each, user)),
      query,
    );
  });

  route('GET', '/api/v1/users.info', { validate: 'isUsersInfoParamsGetProps' }, ({ user, query }) => {
    const found = query.userId ? db.users.get(query.userId) : users.byUsername(query.username);
    if (!found) throw failure('User not found.');
    return { user: shown(found, user) };
  });

  route('GET', '/api/v1/users.getStatus', {}, ({ user, query }) => {
    const found = query.userId || query.username || query.user ? named(query) : user;
    return {
      _id: found._id,
      status: found.status,
      connectionStatus: found.statusConnection,
      message: found.statusText,
    };
  });

  route('GET', '/api/v1/users.presence', {}, () => ({
    users: db.users
      .filter((each) => each.active)
      .map(({ _id, username, name, status, statusText, utcOffset }) => ({
        _id,
        username,
        name,
        status,
        statusText,
        utcOffset,
      })),
    full: true,
  }));

  route('POST', '/api/v1/users.setStatus', {}, ({ user, body }) => {
    const { status, message, userId, username } = body ?? {};
    const target = userId || username ? named({ userId, username }) : user;
    if (target !== user && !users.may(user, 'edit-other-user-info')) throw forbidden();
    if (status && !['online', 'away', 'offline', 'busy'].includes(status)) {
      throw new CodedError(
        'error-invalid-status',
        'Valid status types include online, away, offline, and busy.',
      );
    }
    users.setStatus(target, { ...(status && { statusDefault: status }), text: message });
    return {};
  });

  route(
    'POST',
    '/api/v1/users.setActiveStatus',
    { validate: 'isUserSetActiveStatusParamsPOST' },
    ({ user, body }) => {
      if (!users.may(user, 'edit-other-user-info')) throw forbidden();
      return { user: visible(users.update(named(body), { active: body.activeStatus })) };
    },
  );

  route('POST', '/api/v1/users.delete', { permissions: ['delete-user'] }, ({ body }) => {
    const target = named(body ?? {});
    db.users.remove(target._id);
    return { deletedRooms: [] };
  });

  route('GET', '/api/v1/roles.list', {}, () => ({ roles: [...db.roles.values()] }));

  route('POST', '/api/v1/roles.create', { permissions: ['access-permissions'] }, ({ body }) => {
    const { name, scope = 'Users', description = '', mandatory2fa = false } = body ?? {};
    if (!name) throw new CodedError('error-invalid-role-properties', 'The role properties are invalid.');
    if (db.roles.has(name))
      throw new CodedError('error-duplicate-role-names-not-allowed', 'Role name already exists');
    return {
      role: db.roles.insert({
        _id: name,
        name,
        scope,
        description,
        mandatory2fa,
        protected: false,
        _updatedAt: clock.date(),
      }),
    };
  });

  route(
    'POST',
    '/api/v1/roles.addUserToRole',
    { validate: 'isRoleAddUserToRoleProps', permissions: ['access-permissions'] },
    ({ body }) => {
      const role = db.roles.get(body.roleId ?? body.roleName);
      const target = users.byUsername(body.username);
      if (!role) throw new CodedError('error-invalid-role-properties', 'No role found');
      if (!target) throw new CodedError('error-user-not-found', 'User not found');
      if (target.roles.includes(role._id))
        throw new CodedError('error-user-already-in-role', 'User already in role');
      users.addRole(target, role._id);
      return { role };
    },
  );

  route(
    'POST',
    '/api/v1/roles.removeUserFromRole',
    { validate: 'isRoleRemoveUserFromRoleProps', permissions: ['access-permissions'] },
    ({ body }) => {
      const role = db.roles.get(body.roleId ?? body.roleName);
      const target = users.byUsername(body.username);
      if (!role || !target) throw new CodedError('error-invalid-user', 'There is no user by this username');
      if (!users.removeRole(target, role._id))
        throw new CodedError('error-user-not-in-role', 'User is not in this role');
      return { role };
    },
  );

  route('GET', '/api/v1/roles.getUsersInRole', { permissions: ['access-permissions'] }, ({ query }) =>
    page('users', db.users.filter((each) => each.roles.includes(query.role)).map(visible), query),
  );

  route('GET', '/api/v1/permissions.listAll', {}, () => ({
    update: [...db.permissions.values()],
    remove: [],
  }));

  route('POST', '/api/v1/permissions.update', { permissions: ['access-permissions'] }, ({ body }) => {
    const changes = body?.permissions;
    const known =
      Array.isArray(changes) &&
      changes.every(
        (each) => db.permissions.has(each?._id) && each.roles?.every((role) => db.roles.has(role)),
      );
    if (!known) throw new PlainError('Invalid permission');
    for (const { _id, roles } of changes)
      db.permissions.update(db.permissions.get(_id), { roles, _updatedAt: clock.date() });
    return { permissions: [...db.permissions.values()] };
  });
}
