// Fetches what stands in the left column. REST is the truth; events only say that it is time to look.
import { get, getApps, Refused } from "./api.js";
import { emit, hasRole, roomOf, state } from "./state.js";
import { loadAppWords } from "./appwords.js";

const LIMIT = 100;
const CLOSED_LIMIT = 20;
let timer = null;
let running = null;
let again = false;

export async function loadEverything() {
  await Promise.all([loadPeople(), loadRooms(), loadChannels(), loadApps()]);
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

async function loadPeople() {
  const [departments, agents, roles] = await Promise.all([
    soft(get("livechat/department", { count: LIMIT })),
    soft(get("livechat/users/agent", { count: LIMIT })),
    soft(get("roles.getUsersInPublicRoles")),
  ]);
  state.departments = byId(departments?.departments);
  state.agents = byId(agents?.users);
  const bots = (roles?.users ?? []).filter((user) => user.roles?.includes("bot"));
  state.bots = new Set(bots.map((user) => user.username));
}

export async function refreshPeople() {
  await loadPeople();
  emit("rooms");
}

/** What an event said of a room stands until the next look. */
export function learn(room) {
  if (room.t === "l") state.rooms.set(room._id, { ...state.rooms.get(room._id), servedBy: undefined, ...room, listed: true });
  else if (state.channels.has(room._id)) state.channels.set(room._id, { ...state.channels.get(room._id), ...room });
}

async function loadRooms() {
  const me = state.me;
  const [inquiries, open, closed] = await Promise.all([
    soft(get("livechat/inquiries.list", { count: LIMIT })),
    soft(livechatRooms({ open: true, count: LIMIT })),
    soft(livechatRooms({ open: false, count: CLOSED_LIMIT })),
  ]);
  if (me !== state.me) return;
  if (inquiries) state.inquiries = new Map(queued(inquiries).map((inquiry) => [inquiry.rid, inquiry]));
  if (open && closed) keepRooms([...(closed.rooms ?? []), ...(open.rooms ?? [])]);
  if (state.current && roomOf(state.current)?.t === "l" && !state.rooms.get(state.current)?.listed) await lookAgain(state.current);
}

// The room on the screen may have left the lists: closed, passed on, or out of reach.
async function lookAgain(rid) {
  const answer = await soft(get("rooms.info", { roomId: rid }));
  if (rid !== state.current) return;
  if (answer?.room) state.rooms.set(rid, answer.room);
  else emit("room-lost", rid);
}

const queued = (answer) => (answer.inquiries ?? []).filter((inquiry) => !inquiry.status || inquiry.status === "queued");

// Managers see every conversation, an agent may only ask for her own.
function livechatRooms(query) {
  if (seesAll()) return get("livechat/rooms", query);
  return get("livechat/rooms", { ...query, "agents[]": state.me._id });
}

export const seesAll = () => hasRole("admin", "livechat-manager", "livechat-monitor");

function keepRooms(rooms) {
  const known = new Map(rooms.map((room) => [room._id, { ...room, t: "l", listed: true }]));
  for (const inquiry of state.inquiries.values()) {
    if (!known.has(inquiry.rid)) known.set(inquiry.rid, roomFromInquiry(inquiry));
  }
  const current = state.rooms.get(state.current);
  if (current && !known.has(current._id)) known.set(current._id, { ...current, listed: false });
  state.rooms = known;
}

function roomFromInquiry(inquiry) {
  const { rid, name, v, ts, source, department, departmentId, lastMessage } = inquiry;
  const last = lastMessage ?? (inquiry.message ? { msg: inquiry.message, ts } : undefined);
  return { _id: rid, t: "l", open: true, listed: true, fname: name, v, ts, lm: last?.ts ?? ts, source,
    departmentId: departmentId ?? department, lastMessage: last };
}

async function loadChannels() {
  const [channels, groups] = await Promise.all([
    soft(get("channels.list", { count: LIMIT })),
    soft(get("groups.list", { count: LIMIT })),
  ]);
  if (!channels && !groups) return;
  state.channels = byId([...(channels?.channels ?? []), ...(groups?.groups ?? [])]);
}

async function loadApps() {
  const [commands, buttons] = await Promise.all([
    soft(get("commands.list", { count: LIMIT })),
    soft(getApps("actionButtons")),
    loadAppWords(),
  ]);
  state.commands = commands?.commands ?? [];
  state.buttons = Array.isArray(buttons) ? buttons : (buttons?.buttons ?? []);
}

export async function refreshApps() {
  await loadApps();
  emit("apps");
}

const byId = (list = []) => new Map(list.map((item) => [item._id, item]));

// One list that is not to be had must not take the others along.
async function soft(promise) {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
