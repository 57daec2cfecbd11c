// Logging in and out, and who one is.
import { HttpError, forbidden } from '../errors.mjs';
import { sha256, visible } from '../users.mjs';

export function sessionRoutes({ route }, { db, users, settings, clock, apps, secondFactor }) {
  const me = (user) => ({
    ...visible(user),
    email: user.emails?.[0]?.address,
    settings: user.settings ?? { profile: {}, preferences: {} },
    avatarUrl: `${settings.get('Site_Url')}/avatar/${user.username}`,
    isOAuthUser: false,
  });

  const refused = () =>
    new HttpError(401, { status: 'error', error: 'Unauthorized', message: 'Unauthorized' });

  function whoLogsIn({ resume, user, username, email, password }) {
    if (resume) {
      const holder = db.users.find((each) =>
        each.services?.resume?.loginTokens?.some((t) => t.hashedToken === sha256(resume)),
      );
      return { found: holder, token: resume };
    }
    const name = typeof user === 'object' ? user?.username : (user ?? username);
    const address = email ?? (typeof user === 'object' ? user?.email : undefined) ?? name;
    const found =
      users.byUsername(name) ?? db.users.find((each) => each.emails?.some((e) => e.address === address));
    const digest =
      typeof password === 'object' ? password?.digest : password === undefined ? undefined : sha256(password);
    return { found: found && digest && users.passwordFits(found, digest) ? found : undefined };
  }

  /** Where addresses must be verified, that of an administrator need not be. */
  function mayLogIn(user, code) {
    const proven = user.emails?.some(({ verified }) => verified) || user.roles.includes('admin');
    if (settings.get('Accounts_EmailVerification') && !proven) {
      const error = 'error-invalid-email';
      throw new HttpError(401, { success: false, status: 'error', error, message: 'Invalid email __email__' });
    }
    secondFactor.atLogin(user, code);
  }

  // The validator of the vendor's is not used for this path: its `user` is an object only.
  route('POST', '/api/v1/login', { auth: false, limit: false }, ({ body }) => {
    const { found, token } = whoLogsIn(body ?? {});
    if (!found?.active) throw refused();
    if (!token) mayLogIn(found, body.code);
    const authToken = token ?? users.openSession(found);
    apps.tell('IPostUserLoggedIn', { user: found });
    return { status: 'success', success: undefined, data: { userId: found._id, authToken, me: me(found) } };
  });

  route('POST', '/api/v1/logout', {}, ({ user, token }) => {
    users.closeSession(user, token);
    return { status: 'success', data: { message: "You've been logged out!" } };
  });

  route('GET', '/api/v1/me', {}, ({ user }) => me(user));

  const version = '8.8.1';
  const info = ({ user }) =>
    users.may(user, 'get-server-info')
      ? { info: { version, build: { date: clock.date() }, marketplaceApiVersion: '1.62.0' } }
      : {};
  route('GET', '/api/v1/info', { auth: false, limit: false }, (context) => ({
    version: '8.8',
    ...info(context),
  }));
  route('GET', '/api/info', { auth: false }, (context) => ({ version: '8.8', ...info(context) }));

  route(
    'POST',
    '/api/v1/users.generatePersonalAccessToken',
    { permissions: ['create-personal-access-tokens'] },
    ({ user, body }) => {
      if (!body?.tokenName) throw forbidden();
      return { token: users.openSession(user) };
    },
  );
}
