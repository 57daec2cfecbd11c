// What the page knows, and who wants to hear when it changes.

export const state = {
  me: null,
  token: null,
  rooms: new Map(), // rid -> room of Omnichannel, open or lately closed
  inquiries: new Map(), // rid -> inquiry, while queued
  channels: new Map(), // rid -> channel or private group
  departments: new Map(), // id -> department
  agents: new Map(), // id -> agent
  bots: new Set(), // usernames with the role bot
  unread: new Map(), // rid -> count
  commands: [],
  buttons: [],
  current: null, // rid of the room on the screen
  connected: true,
};

const listeners = new Map();

export function on(topic, listener) {
  if (!listeners.has(topic)) listeners.set(topic, new Set());
  listeners.get(topic).add(listener);
}

export function emit(topic, detail) {
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

export function forget() {
  for (const value of Object.values(state)) {
    if (value instanceof Map || value instanceof Set) value.clear();
  }
  Object.assign(state, { me: null, token: null, commands: [], buttons: [], current: null });
}

export const roomOf = (rid) => state.rooms.get(rid) ?? state.channels.get(rid) ?? null;

export const isBot = (user) =>
  Boolean(user) && (state.bots.has(user.username) || /(^|[._-])bot([._-]|$)/.test(user.username ?? ""));

export function groupOf(room) {
  if (room.t !== "l") return "channels";
  if (room.open === false || room.closedAt) return "closed";
  if (!room.servedBy) return "queue";
  if (room.servedBy._id === state.me?._id) return "mine";
  return isBot(room.servedBy) ? "bot" : "others";
}

export function nameOf(room) {
  if (room.t === "l") return room.fname || room.v?.name || room.v?.username || room._id;
  return room.fname || room.name || room._id;
}

export function personName(user) {
  const known = state.agents.get(user?._id);
  return user?.name || known?.name || user?.username || "";
}

export const departmentName = (id) => state.departments.get(id)?.name ?? id ?? "";

export const hasRole = (...roles) => roles.some((role) => state.me?.roles?.includes(role));
