// The workspace itself as apps see it: settings, environment, and news of apps for the console.
import { PlainError } from '../../errors.mjs';

const SECRET = /secret|token|password/i;

export function workspace({ db, settings, feed }) {
  const asSetting = (doc) =>
    doc && {
      id: doc._id,
      value: doc.value,
      packageValue: doc.packageValue,
      type: doc.type,
      required: false,
      public: true,
      i18nLabel: doc._id,
      createdAt: doc.ts,
      updatedAt: doc._updatedAt,
    };
  const readable = (id) => !SECRET.test(id);
  const news = (type) => async (app) => feed.publish('app', { type, appId: app?.getID?.() });

  return {
    ServerSettingBridge: {
      getAll: async () => db.settings.filter(({ _id }) => readable(_id)).map(asSetting),
      async getOneById(id) {
        if (!readable(id)) throw new PlainError(`The setting "${id}" is not readable.`);
        return asSetting(db.settings.get(id));
      },
      isReadableById: async (id) => readable(id),
      async hideGroup() {
        throw new PlainError('Method not implemented.');
      },
      async hideSetting() {},
      async updateOne({ id, value }) {
        settings.set(id, value);
      },
      async incrementValue(id, by) {
        settings.set(id, settings.get(id) + by);
      },
    },
    EnvironmentalVariableBridge: {
      getValueByName: async () => undefined,
      isReadable: async () => false,
      isSet: async () => false,
    },
    AppDetailChangesBridge: {
      onAppSettingsChange: (appId, setting) =>
        feed.publish('app', { type: 'setting', appId, setting: setting.id }),
    },
    AppActivationBridge: {
      appAdded: news('added'),
      appUpdated: news('updated'),
      appRemoved: news('removed'),
      appStatusChanged: news('status'),
      actionsChanged: news('actions'),
    },
  };
}
