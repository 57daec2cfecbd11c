// Fetches what stands in the left column. REST is the truth; events only say that it is time to look.
import { get, getApps } from "./api.js";
import { loadAppWords } from "./appwords.js";
import { loadPeople, may, meet, meetDepartments } from "./people.js";
import { soft } from "./soft.js";
import { emit, roomOf, state } from "./state.js";
import { loadUnread } from "./unread.js";

const LIMIT = 100;
const CLOSED_LIMIT = 20;
let timer = null;
let running = null;
let again = false;

export async function loadEverything() {
  await loadPeople();
  await Promise.all([loadRooms(), loadChannels(), loadApps()]);
  emit("rooms");
}

/** Looks soon, once, however many events ask for it meanwhile. */
export function refreshSoon(delay = 300) {
  if (timer && delay) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, delay);
}

async function refresh() {
  timer = null;
  if (running) {
    again = true;
    return;
  }
  running = Promise.all([loadRooms(), loadChannels()]).catch(() => {});
  await running;
  running = null;
  emit("rooms");
  if (again) {
    again = false;
    refreshSoon();
  }
}

/** What an event said of a room stands until the next look. */
export function learn(room) {
  if (room.t === "l") state.rooms.set(room._id, { ...room, listed: true });
  else if (state.channels.has(room._id)) state.channels.set(room._id, room);
}

// Managers get every conversation here, an agent her own; the queue has a path for each of them too.
async function loadRooms() {
  const me = state.me;
  const queue = may("view-livechat-manager") ? "livechat/inquiries.list" : "livechat/inquiries.queuedForUser";
  const [inquiries, open, closed] = await Promise.all([
    soft(get(queue, { count: LIMIT })),
    soft(get("livechat/rooms", { open: true, count: LIMIT, sort: '{"ts":-1}' })),
    soft(get("livechat/rooms", { open: false, count: CLOSED_LIMIT, sort: '{"closedAt":-1}' })),
    loadUnread(),
  ]);
  if (me !== state.me) return;
  if (inquiries) state.inquiries = new Map(inquiries.inquiries.map((inquiry) => [inquiry.rid, inquiry]));
  if (open && closed) keepRooms([...closed.rooms, ...open.rooms]);
  if (roomOf(state.current)?.listed === false) await lookAgain(state.current);
  await Promise.all([...state.rooms.values()].filter((room) => room.sketch).map(complete));
  const rooms = [...state.rooms.values()];
  await Promise.all([
    meet(rooms.map((room) => room.servedBy)),
    meetDepartments(rooms.map((room) => room.departmentId)),
  ]);
}

// The room on the screen may have left the lists: closed, passed on, or out of reach.
async function lookAgain(rid) {
  const answer = await soft(get("rooms.info", { roomId: rid }));
  if (rid !== state.current) return;
  if (answer?.room) state.rooms.set(rid, { ...answer.room, listed: false });
  else if (state.rooms.delete(rid)) emit("room-lost", rid);
}

function keepRooms(fetched) {
  const before = state.rooms;
  const rooms = new Map(fetched.map((room) => [room._id, newer(before.get(room._id), room)]));
  for (const inquiry of state.inquiries.values()) {
    if (!rooms.has(inquiry.rid)) rooms.set(inquiry.rid, roomFromInquiry(inquiry, before.get(inquiry.rid)));
  }
  const current = before.get(state.current);
  if (current && !rooms.has(current._id)) rooms.set(current._id, { ...current, listed: false });
  state.rooms = rooms;
}

// An event may have overtaken the answer.
function newer(known, room) {
  const stale = known && new Date(known._updatedAt) > new Date(room._updatedAt);
  return { ...(stale ? known : room), t: "l", listed: true };
}

function roomFromInquiry({ rid, name, v, ts, source, department, message }, known) {
  const lastMessage = message ? { msg: message, ts } : undefined;
  const room = {
    _id: rid,
    t: "l",
    open: true,
    fname: name,
    v,
    ts,
    lm: ts,
    source,
    departmentId: department,
    lastMessage,
  };
  return { sketch: true, ...room, ...(known?.open ? known : {}), servedBy: undefined, listed: true };
}

// An inquiry tells little of its room, and agents get no list of rooms that wait.
async function complete({ _id }) {
  const answer = await soft(get("rooms.info", { roomId: _id }));
  const sketch = state.rooms.get(_id);
  if (sketch?.sketch) state.rooms.set(_id, { ...sketch, ...answer?.room, sketch: false });
}

async function loadChannels() {
  const [channels, groups] = await Promise.all([
    soft(get("channels.list", { count: LIMIT })),
    soft(get("groups.list", { count: LIMIT })),
  ]);
  if (!channels || !groups) return;
  state.channels = new Map([...channels.channels, ...groups.groups].map((room) => [room._id, room]));
}

async function loadApps() {
  const [commands, buttons] = await Promise.all([
    soft(get("commands.list", { count: LIMIT })),
    soft(getApps("actionButtons")),
    loadAppWords(),
  ]);
  state.commands = commands?.commands ?? [];
  state.buttons = Array.isArray(buttons) ? buttons : [];
}

export async function refreshApps() {
  await loadApps();
  emit("apps");
}
