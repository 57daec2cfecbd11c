// What I have not read: the server counts it for my rooms, this page for those that only wait.
import { get, post } from "./api.js";
import { groupOf } from "./groups.js";
import { soft } from "./soft.js";
import { emit, on, roomOf, state } from "./state.js";

const WAIT = 250;
const seen = new Set(); // rooms to be marked as read
let reading = null;
let asking = null;
let asked = 0;
let answered = 0;

const looksAt = (rid) => state.current === rid && document.visibilityState === "visible";

/** Answers may overtake each other: only the one to the latest question counts. */
export async function loadUnread() {
  const number = (asked += 1);
  const me = state.me;
  const answer = await soft(get("subscriptions.get"));
  if (!answer || number <= answered || me !== state.me) return;
  answered = number;
  take(answer.update);
}

function take(subscriptions) {
  for (const rid of state.subscriptions.keys()) state.unread.delete(rid);
  state.subscriptions.clear();
  subscriptions.forEach(keep);
  emit("unread");
}

function keep(subscription) {
  const { rid, unread } = subscription;
  state.subscriptions.set(rid, subscription);
  if (unread && looksAt(rid)) readSoon(rid);
  else if (unread) state.unread.set(rid, unread);
  else state.unread.delete(rid);
}

/** What an event says of a subscription is newer than any answer that is still under way. */
export function learnSubscription(action, subscription) {
  if (asked > answered) askSoon();
  answered = asked += 1;
  if (action === "removed") forgetSubscription(subscription.rid);
  else keep(subscription);
  emit("unread");
}

function forgetSubscription(rid) {
  state.subscriptions.delete(rid);
  state.unread.delete(rid);
}

function askSoon() {
  asking ??= setTimeout(() => {
    asking = null;
    if (state.token) loadUnread();
  }, WAIT);
}

/** A new message calls for attention, unless it is my own or the work of others. */
export function countUnread(message) {
  const room = roomOf(message.rid);
  if (message.u._id === state.me._id || !room) return;
  if (looksAt(message.rid)) readSoon(message.rid);
  else if (state.subscriptions.has(message.rid)) askSoon();
  else if (groupOf(room) === "queue") {
    state.unread.set(message.rid, (state.unread.get(message.rid) ?? 0) + 1);
    emit("unread");
  }
}

export function markRead(rid) {
  if (state.unread.delete(rid)) emit("unread");
  readSoon(rid);
}

// What was on the screen is read, also where somebody moves on at once.
function readSoon(rid) {
  seen.add(rid);
  reading ??= setTimeout(readNow, WAIT);
}

function readNow() {
  clearTimeout(reading);
  reading = null;
  for (const each of seen)
    if (state.token && state.subscriptions.has(each)) soft(post("subscriptions.read", { rid: each }));
  seen.clear();
}

// A room that is left is read up to here: read later, it would swallow what comes meanwhile.
on("room-shown", (rid) => {
  readNow();
  if (rid) markRead(rid);
});
document.addEventListener("visibilitychange", () => state.current && looksAt(state.current) && markRead(state.current));
