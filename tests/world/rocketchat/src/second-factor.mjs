// The second factor: an authenticator app, a code by e-mail, or the password once more.
import { randomInt } from 'node:crypto';
import { CodedError, HttpError } from './errors.mjs';
import { sha256 } from './users.mjs';

const BY_EMAIL = 'Accounts_TwoFactorAuthentication_By_Email_Enabled';

export function createSecondFactor({ settings, users, clock, log }) {
  const remembered = new Map();
  const mailed = new Map();

  const proven = (user) => (user.emails ?? []).filter(({ verified }) => verified);

  /** The methods of the user's own; who has none may have to show the password. */
  function methodsOf(user) {
    if (!settings.get('Accounts_TwoFactorAuthentication_Enabled')) return [];
    const { totp, email2fa } = user.services;
    const byEmail = settings.get(BY_EMAIL) && email2fa?.enabled && proven(user).length > 0;
    return [...(totp?.enabled ? ['totp'] : []), ...(byEmail ? ['email'] : [])];
  }

  function refusal(user, method, code, availableMethods) {
    const codeGenerated = method === 'email' && !mailed.has(user._id);
    if (codeGenerated) mail(user);
    const details = { method, codeGenerated, availableMethods };
    return code
      ? new CodedError('totp-invalid', 'TOTP Invalid', details)
      : new CodedError('totp-required', 'TOTP Required', details);
  }

  /** Nobody reads these e-mails but `GET /_world/mailed`. */
  function mail(user) {
    mailed.set(user._id, String(randomInt(100000, 1000000)));
    log.info?.(`a code was sent to ${user.username}`);
  }

  function fits(user, method, code) {
    if (method === 'totp') return code === user.services.totp.code;
    if (method === 'password') return users.passwordFits(user, code);
    const right = mailed.get(user._id) === code;
    if (right) mailed.delete(user._id);
    return right;
  }

  /** @throws 401 where a login by password needs a code. */
  function atLogin(user, code) {
    const methods = methodsOf(user);
    if (!methods.length || (code && fits(user, methods[0], String(code)))) return;
    const { code: error, message, details } = refusal(user, methods[0], code, methods);
    throw new HttpError(401, { success: false, status: 'error', error, message, details });
  }

  /** Changing what matters asks for a code, or for the password once more: its SHA-256 in hex. */
  function atChange({ user, token, request }) {
    if (!settings.get('Accounts_TwoFactorAuthentication_Enabled')) return;
    const methods = methodsOf(user);
    const fallback = settings.get('Accounts_TwoFactorAuthentication_Enforce_Password_Fallback');
    const method = methods[0] ?? (fallback ? 'password' : undefined);
    if (!method || remembered.get(sha256(token)) > clock.now()) return;
    // A method that the user does not have counts as the first that he has.
    const { 'x-2fa-code': code } = request.headers;
    if (!code || !fits(user, method, code)) throw refusal(user, method, code, methods);
    const seconds = settings.get('Accounts_TwoFactorAuthentication_RememberFor');
    remembered.set(sha256(token), clock.now() + seconds * 1000);
  }

  return {
    atLogin,
    atChange,
    mailedTo: (user) => mailed.get(user._id),
    forget: () => remembered.clear(),
  };
}
