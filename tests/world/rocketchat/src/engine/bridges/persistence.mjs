// What apps keep for themselves, found again by associations.
import { randomId } from '../../ids.mjs';

export function persistence({ db }) {
  const records = db.appRecords;
  // One index entry per app is too coarse for a busy app: find by the first association.
  const byAssociation = new Map();

  const keyOf = (association) =>
    `${association.model ?? association.getModel()}:${association.id ?? association.getID()}`;
  const keysOf = (associations) => (Array.isArray(associations) ? associations : [associations]).map(keyOf);

  function index(record) {
    for (const key of record.associations) {
      const id = `${record.appId} ${key}`;
      if (!byAssociation.has(id)) byAssociation.set(id, new Set());
      byAssociation.get(id).add(record);
    }
  }

  function forget(record) {
    for (const key of record.associations) byAssociation.get(`${record.appId} ${key}`)?.delete(record);
    records.remove(record._id);
    return record.data;
  }

  function find(associations, appId) {
    const [first, ...others] = keysOf(associations);
    const candidates = byAssociation.get(`${appId} ${first}`) ?? [];
    return [...candidates].filter((record) => others.every((key) => record.associations.includes(key)));
  }

  async function createWithAssociations(data, associations, appId) {
    const record = records.insert({
      _id: randomId(),
      appId,
      data,
      associations: associations ? keysOf(associations) : [],
    });
    index(record);
    return record._id;
  }

  for (const record of records.values()) index(record);

  return {
    PersistenceBridge: {
      create: (data, appId) => createWithAssociations(data, undefined, appId),
      createWithAssociations,
      readById: async (id) => records.get(id)?.data,
      readByAssociations: async (associations, appId) => find(associations, appId).map(({ data }) => data),
      async remove(id) {
        const record = records.get(id);
        return record && forget(record);
      },
      removeByAssociations: async (associations, appId) => find(associations, appId).map(forget),
      async update(id, data, upsert, appId) {
        const record = records.get(id);
        if (record) records.update(record, { data });
        else if (upsert) return createWithAssociations(data, undefined, appId);
        return id;
      },
      async updateByAssociations(associations, data, upsert, appId) {
        const found = find(associations, appId);
        for (const record of found) records.update(record, { data });
        if (found.length) return found[0]._id;
        return upsert ? createWithAssociations(data, associations, appId) : undefined;
      },
      async purge(appId) {
        for (const record of records.by('app', appId)) forget(record);
      },
    },
  };
}
