// What I have not read: the server counts it for my rooms, this page for those that only wait.
import { post } from "./api.js";
import { groupOf } from "./groups.js";
import { soft } from "./soft.js";
import { emit, on, roomOf, state } from "./state.js";

const READ_WAIT = 400;
let reading = null;

const looksAt = (rid) => state.current === rid && document.visibilityState === "visible";

export function takeUnread(subscriptions) {
  for (const rid of state.subscriptions.keys()) state.unread.delete(rid);
  state.subscriptions = new Map(subscriptions.map((subscription) => [subscription.rid, subscription]));
  for (const { rid, unread } of subscriptions) {
    if (unread && !looksAt(rid)) state.unread.set(rid, unread);
  }
  if (state.subscriptions.get(state.current)?.unread) readSoon();
}

/** A new message calls for attention, unless it is my own or the work of others. */
export function countUnread(message) {
  const room = roomOf(message.rid);
  if (message.u._id === state.me._id || !room) return;
  if (looksAt(message.rid)) return readSoon();
  const mine = state.subscriptions.has(message.rid) || groupOf(room) === "queue";
  if (mine) state.unread.set(message.rid, (state.unread.get(message.rid) ?? 0) + 1);
  emit("unread");
}

export function markRead(rid) {
  if (state.unread.delete(rid)) emit("unread");
  readSoon();
}

function readSoon() {
  reading ??= setTimeout(() => {
    reading = null;
    const rid = state.current;
    if (!looksAt(rid) || !state.subscriptions.has(rid)) return;
    state.subscriptions.get(rid).unread = 0;
    soft(post("subscriptions.read", { rid }));
  }, READ_WAIT);
}

on("room-shown", (rid) => rid && markRead(rid));
document.addEventListener("visibilitychange", () => state.current && looksAt(state.current) && markRead(state.current));
