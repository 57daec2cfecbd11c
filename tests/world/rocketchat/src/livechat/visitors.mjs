// Visitors: registered by token, then found again by phone, then by e-mail.
import { CodedError } from '../errors.mjs';
import { randomId } from '../ids.mjs';

export function createVisitors({ db, clock, feed }) {
  const byToken = (token) => db.visitors.firstBy('token', token);
  const byPhone = (phone) => db.visitors.firstBy('phone', phone);
  const byEmail = (email) => db.visitors.firstBy('email', email);

  /** A visitor matched by phone keeps the token that was there first. */
  function register({ id, token, name, phone, email, department, username, status = 'online' }) {
    if (typeof token !== 'string' || !token.trim())
      throw new CodedError('error-invalid-token', 'Token cannot be empty');
    const known = byToken(token) ?? (phone && byPhone(phone)) ?? (email && byEmail(email)) ?? undefined;
    const patch = {
      status,
      ...(name && { name }),
      ...(phone && { phone: [{ phoneNumber: phone }] }),
      ...(email && { visitorEmails: [{ address: email.trim().toLowerCase() }] }),
      ...(department && { department: departmentId(department) }),
      _updatedAt: clock.date(),
    };
    if (known) return db.visitors.update(known, patch);
    return db.visitors.insert({
      _id: id ?? randomId(),
      token,
      username: username ?? nextUsername(),
      ts: clock.date(),
      ...patch,
    });
  }

  function departmentId(idOrName) {
    const department = db.departments.get(idOrName) ?? db.departments.firstBy('name', idOrName);
    if (!department) throw new CodedError('error-invalid-department', 'The provided department is invalid');
    return department._id;
  }

  function nextUsername() {
    const counter = db.secrets.get('guest-count') ?? db.secrets.insert({ _id: 'guest-count', value: 0 });
    return `guest-${db.secrets.update(counter, { value: counter.value + 1 }).value}`;
  }

  function update(visitor, patch) {
    db.visitors.update(visitor, { ...patch, _updatedAt: clock.date() });
    feed.publish('visitor', { visitor });
    return visitor;
  }

  /** @returns false where the field has a value that must not be overwritten. */
  function setCustomField(visitor, key, value, overwrite) {
    const data = visitor.livechatData ?? {};
    if (!overwrite && data[key] !== undefined) return false;
    update(visitor, { livechatData: { ...data, [key]: value } });
    return true;
  }

  return { byToken, byPhone, byEmail, register, update, setCustomField };
}
