// Where the engine keeps its apps, their packages and their logs.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { randomId } from '../ids.mjs';

const require = createRequire(import.meta.url);
const {
  AppMetadataStorage,
  AppLogStorage,
  AppSourceStorage,
} = require('@rocket.chat/apps-engine/server/storage');

export class MetadataStorage extends AppMetadataStorage {
  constructor(apps) {
    super('memory');
    this.apps = apps;
  }

  byAppId(id) {
    return this.apps.find((item) => item.id === id);
  }

  async create(item) {
    return {
      ...this.apps.insert({
        ...item,
        _id: item._id ?? randomId(),
        createdAt: new Date(),
        updatedAt: new Date(),
      }),
    };
  }

  // Copies, as a database would give: the engine compares what was with what it made of it since.
  async retrieveOne(id) {
    const item = this.byAppId(id);
    return item ? { ...item } : null;
  }

  async retrieveAll() {
    return new Map([...this.apps.values()].map((item) => [item.id, { ...item }]));
  }

  async retrieveAllPrivate() {
    return this.retrieveAll();
  }

  async remove(id) {
    const item = this.byAppId(id);
    return { success: Boolean(item && this.apps.remove(item._id)) };
  }

  async updatePartialAndReturnDocument({ _id, ...patch }, { unsetPermissionsGranted = false } = {}) {
    const more = unsetPermissionsGranted ? { permissionsGranted: undefined } : {};
    return { ...this.apps.update(this.apps.get(_id), { ...patch, ...more, updatedAt: new Date() }) };
  }

  async #set(_id, patch) {
    const item = this.apps.get(_id);
    if (item) this.apps.update(item, patch);
    return Boolean(item);
  }

  async updateStatus(_id, status) {
    return this.#set(_id, { status });
  }

  async updateSetting(_id, setting) {
    return this.#set(_id, { settings: { ...this.apps.get(_id).settings, [setting.id]: setting } });
  }

  async updateAppInfo(_id, info) {
    return this.#set(_id, { info });
  }

  async updateMarketplaceInfo(_id, marketplaceInfo) {
    return this.#set(_id, { marketplaceInfo });
  }
}

/** The last entries only: an app logs with every event. */
export class LogStorage extends AppLogStorage {
  constructor(keep = 300) {
    super('memory');
    this.keep = keep;
    this.entries = [];
  }

  async storeEntries(entry) {
    entry._id = randomId();
    this.entries.push(entry);
    if (this.entries.length > 2 * this.keep) this.entries = this.entries.slice(-this.keep);
    return entry;
  }

  async getEntriesFor(appId) {
    return this.entries.filter((entry) => entry.appId === appId);
  }

  async findPaginated({ appId }, { skip = 0, limit = 50 } = {}) {
    const logs = (await this.getEntriesFor(appId)).reverse();
    return { logs: logs.slice(skip, skip + limit), total: logs.length };
  }

  async removeEntriesFor(appId) {
    this.entries = this.entries.filter((entry) => entry.appId !== appId);
  }
}

export class SourceStorage extends AppSourceStorage {
  constructor(dataDir) {
    super();
    this.folder = dataDir && path.join(dataDir, 'apps');
    this.packages = new Map();
    if (this.folder) mkdirSync(this.folder, { recursive: true });
  }

  #file(item) {
    return path.join(this.folder, `${item.id}.zip`);
  }

  async store(item, zip) {
    this.packages.set(item.id, zip);
    if (this.folder) writeFileSync(this.#file(item), zip);
    return `GridFS:/${item.id}`;
  }

  async update(item, zip) {
    return this.store(item, zip);
  }

  async fetch(item) {
    return this.packages.get(item.id) ?? readFileSync(this.#file(item));
  }

  async remove(item) {
    this.packages.delete(item.id);
    if (this.folder) rmSync(this.#file(item), { force: true });
  }
}
