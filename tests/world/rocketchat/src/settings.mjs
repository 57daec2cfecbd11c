// The workspace's settings and permissions, as documents that REST shows and changes.
import { PERMISSIONS, ROLES, SETTINGS } from './defaults.mjs';

export function createSettings({ db, clock, rootUrl }) {
  const listeners = [];

  function seed() {
    const now = clock.date();
    for (const [_id, value] of Object.entries({ ...SETTINGS, Site_Url: rootUrl })) {
      db.settings.insert({ _id, value, packageValue: value, type: typeOf(value), ts: now, _updatedAt: now });
    }
    for (const [_id, roles] of Object.entries(PERMISSIONS)) {
      db.permissions.insert({ _id, roles: [...roles], _updatedAt: now });
    }
    for (const role of ROLES) db.roles.insert({ ...role, _updatedAt: now });
  }

  function set(id, value) {
    const setting = db.settings.get(id);
    db.settings.update(setting, { value, _updatedAt: clock.date() });
    for (const listener of listeners) listener(setting);
    return setting;
  }

  return {
    seed,
    set,
    get: (id) => db.settings.get(id)?.value,
    onChange: (listener) => listeners.push(listener),
  };
}

const typeOf = (value) => ({ boolean: 'boolean', number: 'int' })[typeof value] ?? 'string';
