// What the page knows, and who wants to hear when it changes.

export const state = {
  me: null,
  token: null,
  rooms: new Map(), // rid -> room of Omnichannel, open or lately closed
  inquiries: new Map(), // rid -> inquiry, while queued
  channels: new Map(), // rid -> channel or private group
  departments: new Map(), // id -> department
  agents: new Map(), // id -> agent of Omnichannel, for those who may pass rooms on
  people: new Map(), // id -> whatever is known of a user
  permissions: new Map(), // permission -> roles
  subscriptions: new Map(), // rid -> my subscription
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

// While a button or link is held down nothing is drawn anew beneath it: the press would be lost.
const REDRAWN = new Set(["rooms", "people", "unread", "apps"]);
const held = new Set();
let pressed = false;

export function emit(topic, detail) {
  if (pressed && REDRAWN.has(topic)) {
    held.add(topic);
    return;
  }
  for (const listener of listeners.get(topic) ?? []) listener(detail);
}

function release() {
  pressed = false;
  const topics = [...held];
  held.clear();
  topics.forEach((topic) => emit(topic));
}

addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(release), true);

export function forget() {
  for (const value of Object.values(state)) {
    if (value instanceof Map || value instanceof Set) value.clear();
  }
  Object.assign(state, { me: null, token: null, commands: [], buttons: [], current: null });
}

export const roomOf = (rid) => state.rooms.get(rid) ?? state.channels.get(rid) ?? null;

export function nameOf(room) {
  if (room.t === "l") return room.fname || room.v?.name || room.v?.username || room._id;
  return room.fname || room.name || room._id;
}
