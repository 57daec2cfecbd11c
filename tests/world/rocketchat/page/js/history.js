// The messages of the rooms that were looked at: fetched by REST, kept current by events.
import { get, post, randomId, Refused } from "./api.js";
import { know, meet } from "./people.js";
import { emit, roomOf, state } from "./state.js";

const PAGE = 50;
const histories = new Map(); // rid -> {messages: Map, loaded, failed, more}

export function historyOf(rid) {
  if (!histories.has(rid)) histories.set(rid, { messages: new Map(), loaded: false, failed: null, more: false });
  return histories.get(rid);
}

export const ordered = (rid) => [...historyOf(rid).messages.values()].sort((a, b) => new Date(a.ts) - new Date(b.ts));

export function forgetHistories() {
  histories.clear();
}

export async function reloadHistory(rid) {
  await load(rid, 0);
}

export async function loadOlder(rid) {
  await load(rid, stored(rid));
}

const stored = (rid) =>
  [...historyOf(rid).messages.values()].filter((message) => !message.pending && !message.ephemeral).length;

async function load(rid, offset) {
  const history = historyOf(rid);
  try {
    const answer = await get(path(rid), { count: PAGE, offset, ...(roomOf(rid)?.t === "l" ? {} : { roomId: rid }) });
    if (!offset) dropVanished(history, answer.messages ?? []);
    for (const message of answer.messages ?? []) history.messages.set(message._id, message);
    meetAuthors(answer.messages ?? []);
    history.loaded = true;
    history.failed = null;
    if (offset || stored(rid) <= PAGE) history.more = offset + (answer.messages?.length ?? 0) < (answer.total ?? 0);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    history.failed = error;
  }
  emit("history", rid);
}

// Visitors are no users: nobody is asked about them.
function meetAuthors(messages) {
  const authors = messages.filter((message) => !message.token && message.t !== "livechat-started").map(({ u }) => u);
  authors.forEach(know);
  meet(authors);
}

// What was deleted while nobody listened.
function dropVanished(history, messages) {
  const oldest = messages.at(-1)?.ts;
  const ids = new Set(messages.map((message) => message._id));
  for (const [id, { ts, pending, ephemeral }] of history.messages) {
    if (!pending && !ephemeral && !ids.has(id) && new Date(ts) >= new Date(oldest ?? 0)) history.messages.delete(id);
  }
}

function path(rid) {
  const type = roomOf(rid)?.t;
  if (type === "c") return "channels.messages";
  return type === "p" ? "groups.messages" : `_world/history/${rid}`;
}

// What is written now stands last, also where the server's clock is ahead of this one.
function nowIn(rid) {
  const last = new Date(ordered(rid).at(-1)?.ts ?? 0);
  return new Date(Math.max(Date.now(), last.getTime() + 1)).toISOString();
}

/** Tells whether the message was not known before. */
export function receiveMessage(message) {
  const history = historyOf(message.rid);
  const known = history.messages.get(message._id);
  if (!known && !message.pending) meetAuthors([message]);
  history.messages.set(message._id, message);
  emit("message", message);
  return !known || Boolean(known.pending);
}

export function receiveEphemeral(message) {
  const _id = message._id ?? randomId();
  receiveMessage({ ...message, _id, ts: message.ts ?? nowIn(message.rid), ephemeral: true });
}

export function removeMessage(rid, _id) {
  if (histories.get(rid)?.messages.delete(_id)) emit("message-removed", { rid, _id });
}

/** Shows the message at once, and says so when the server refuses it. */
export async function send(rid, msg, _id = randomId()) {
  const { me } = state;
  const draft = {
    _id,
    rid,
    msg,
    ts: nowIn(rid),
    u: { _id: me._id, username: me.username, name: me.name },
    pending: true,
  };
  receiveMessage(draft);
  try {
    const { message } = await post("chat.sendMessage", { message: { _id, rid, msg } });
    if (historyOf(rid).messages.get(_id)?.pending) receiveMessage(message);
  } catch (error) {
    if (historyOf(rid).messages.get(_id)?.pending) receiveMessage({ ...draft, failed: error.message });
  }
}
