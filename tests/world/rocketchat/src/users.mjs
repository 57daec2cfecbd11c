// Users, their passwords and sessions, roles and what these permit, and who is online.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { CodedError } from './errors.mjs';
import { randomId, randomToken } from './ids.mjs';

export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

export function createUsers({ db, clock, feed, settings }) {
  const sessions = new Map();
  let hooks = { statusChanged: () => {}, userChanged: () => {} };

  function restoreSessions() {
    sessions.clear();
    for (const user of db.users.values()) {
      for (const { hashedToken } of user.services?.resume?.loginTokens ?? [])
        sessions.set(hashedToken, user._id);
    }
  }

  function create({
    username,
    name,
    email,
    password,
    roles = ['user'],
    type = 'user',
    active = true,
    ...rest
  }) {
    if (!/^[0-9a-zA-Z-_.]+$/.test(username)) {
      throw new CodedError('error-invalid-username', `${username} is not a valid username`);
    }
    if (db.users.firstBy('username', username)) {
      throw new CodedError('error-field-unavailable', `${username} is already in use :(`, {
        field: 'username',
      });
    }
    if (email && db.users.find((user) => user.emails?.some(({ address }) => address === email))) {
      throw new CodedError('error-field-unavailable', `${email} is already in use :(`, { field: 'email' });
    }
    const now = clock.date();
    const user = db.users.insert({
      _id: randomId(),
      createdAt: now,
      username,
      name,
      emails: email ? [{ address: email, verified: false }] : [],
      type,
      active,
      roles,
      status: 'offline',
      statusConnection: 'offline',
      statusDefault: 'online',
      utcOffset: -4,
      services: {
        password: password === undefined ? undefined : sealed(sha256(password)),
        ...(byEmailToo() && { email2fa: { enabled: true, changedAt: now } }),
      },
      _updatedAt: now,
      ...rest,
    });
    if (roles.includes('livechat-agent')) becomeAgent(user);
    return user;
  }

  /** New users are given codes by e-mail, which take effect once an address of theirs is verified. */
  const byEmailToo = () =>
    ['Enabled', 'By_Email_Enabled', 'By_Email_Auto_Opt_In'].every((name) =>
      settings.get(`Accounts_TwoFactorAuthentication_${name}`),
    );

  function update(user, patch) {
    db.users.update(user, { ...patch, _updatedAt: clock.date() });
    feed.publish('user', { user: visible(user) });
    return user;
  }

  const setPassword = (user, password) =>
    update(user, { services: { ...user.services, password: sealed(sha256(password)) } });

  /** @param digest the password's SHA-256 in hex, as the protocol carries it. */
  function passwordFits(user, digest) {
    const seal = user.services?.password;
    if (!seal) return false;
    const tried = sealed(digest.toLowerCase(), seal.salt).hash;
    return timingSafeEqual(Buffer.from(tried), Buffer.from(seal.hash));
  }

  function openSession(user) {
    const token = randomToken();
    const hashedToken = sha256(token);
    const tokens = user.services?.resume?.loginTokens ?? [];
    sessions.set(hashedToken, user._id);
    update(user, {
      lastLogin: clock.date(),
      services: {
        ...user.services,
        resume: { loginTokens: [...tokens, { when: clock.date(), hashedToken }] },
      },
    });
    return token;
  }

  function closeSession(user, token) {
    const hashedToken = sha256(token);
    sessions.delete(hashedToken);
    const tokens = (user.services?.resume?.loginTokens ?? []).filter(
      (each) => each.hashedToken !== hashedToken,
    );
    update(user, { services: { ...user.services, resume: { loginTokens: tokens } } });
  }

  function ofSession(userId, token) {
    const user = db.users.get(userId);
    return user?.active && sessions.get(sha256(token)) === userId ? user : undefined;
  }

  const rolesIn = (user, rid) =>
    rid
      ? [...(user.roles ?? []), ...(db.subscriptions.firstBy('pair', `${rid}/${user._id}`)?.roles ?? [])]
      : (user.roles ?? []);

  function may(user, permission, rid) {
    const allowed = db.permissions.get(permission)?.roles;
    return Boolean(user && allowed && rolesIn(user, rid).some((role) => allowed.includes(role)));
  }

  function addRole(user, role) {
    if (user.roles.includes(role)) return false;
    update(user, { roles: [...user.roles, role] });
    if (role === 'livechat-agent') becomeAgent(user);
    return true;
  }

  function removeRole(user, role) {
    if (!user.roles.includes(role)) return false;
    update(user, { roles: user.roles.filter((each) => each !== role) });
    if (role === 'livechat-agent')
      update(user, { operator: false, livechat: undefined, statusLivechat: undefined });
    return true;
  }

  /** Made an agent by their roles somebody who is offline does not take part yet; made one by Omnichannel they do. */
  function becomeAgent(user, takesPart = user.status !== 'offline') {
    const statusLivechat = takesPart ? 'available' : 'not-available';
    update(user, {
      operator: true,
      statusLivechat,
      livechat: user.livechat ?? { maxNumberSimultaneousChat: '' },
    });
  }

  /** `connected` says whether a client is there; without one a chosen status stays invisible. */
  function setStatus(
    user,
    { statusDefault = user.statusDefault, connected = user.statusConnection !== 'offline', text },
  ) {
    const before = user.status;
    const status = connected ? statusDefault : 'offline';
    update(user, {
      statusDefault,
      statusConnection: connected ? 'online' : 'offline',
      status,
      ...(text !== undefined && { statusText: text }),
    });
    if (before !== status) hooks.statusChanged(user, before);
  }

  /** Takes part in Omnichannel right now. Bots need no client that is connected. */
  function isOnlineAgent(user, { idleCounts = true, offlineCounts = false } = {}) {
    if (!user?.active || user.statusLivechat !== 'available' || !user.roles.includes('livechat-agent'))
      return false;
    if (!idleCounts && user.statusConnection === 'away') return false;
    return offlineCounts || user.roles.includes('bot') || user.status !== 'offline';
  }

  return {
    create,
    update,
    setPassword,
    passwordFits,
    openSession,
    closeSession,
    ofSession,
    restoreSessions,
    may,
    rolesIn,
    addRole,
    removeRole,
    becomeAgent,
    setStatus,
    isOnlineAgent,
    byUsername: (username) => db.users.firstBy('username', username),
    onChange: (listeners) => {
      hooks = { ...hooks, ...listeners };
    },
  };
}

function sealed(digest, salt = randomBytes(12).toString('hex')) {
  return { salt, hash: sha256(`${salt}${digest}`) };
}

/** What others may see of a user. */
export function visible(user) {
  const { services: _, ...rest } = user;
  return rest;
}
