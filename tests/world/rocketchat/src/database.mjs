// The workspace's collections, shaped like the real server's documents.
import { Collection } from './collection.mjs';

const INDEXES = {
  users: { username: (d) => d.username, appId: (d) => d.appId },
  visitors: {
    token: (d) => d.token,
    phone: (d) => d.phone?.[0]?.phoneNumber,
    email: (d) => d.visitorEmails?.[0]?.address,
  },
  rooms: {
    type: (d) => d.t,
    openOfVisitor: (d) => (d.t === 'l' && d.open ? d.v.token : undefined),
    servedBy: (d) => (d.open ? d.servedBy?._id : undefined),
    name: (d) => d.name,
  },
  messages: { rid: (d) => d.rid },
  trash: { rid: (d) => d.rid },
  subscriptions: { rid: (d) => d.rid, user: (d) => d.u._id, pair: (d) => `${d.rid}/${d.u._id}` },
  inquiries: { rid: (d) => d.rid, status: (d) => d.status },
  departments: { name: (d) => d.name },
  departmentAgents: { department: (d) => d.departmentId, agent: (d) => d.agentId },
  uploads: { rid: (d) => d.rid },
  settings: {},
  permissions: {},
  roles: {},
  customFields: {},
  apps: {},
  appRecords: { app: (d) => d.appId },
  appJobs: { app: (d) => d.appId },
  secrets: {},
};

export function createDatabase(changed) {
  const db = {};
  for (const [name, indexes] of Object.entries(INDEXES))
    db[name] = new Collection(name, { indexes, changed });
  return db;
}
