// What each event of the server changes on this page.
import { learn, refreshApps, refreshSoon } from "./lists.js";
import { receiveEphemeral, receiveMessage, reloadHistory, removeMessage } from "./history.js";
import { receiveInteraction } from "./surfaces.js";
import { emit, groupOf, on, roomOf, state } from "./state.js";
import { connect } from "./stream.js";

export function listenToTheServer() {
  on("live:message", ({ action, message }) => (action === "deleted" ? removeMessage(message.rid, message._id) : heard(message)));
  on("live:ephemeral", ({ message }) => receiveEphemeral(message));
  on("live:ui", ({ interaction }) => receiveInteraction(interaction));
  on("live:room", ({ room }) => roomChanged(room));
  on("live:inquiry", () => refreshSoon());
  on("live:subscription", () => refreshSoon());
  on("live:user", ({ user }) => userChanged(user));
  on("live:app", refreshApps);
  on("reconnected", catchUp);
  on("session-renewed", () => {
    connect();
    catchUp();
  });
}

function roomChanged(room) {
  learn(room);
  draw();
  refreshSoon();
}

function userChanged(user) {
  if (state.agents.has(user._id)) state.agents.set(user._id, { ...state.agents.get(user._id), ...user });
  if (user._id !== state.me?._id) return;
  state.me = { ...state.me, ...user };
  emit("me");
}

// Many events in one moment are drawn once.
let drawing = null;
function draw() {
  drawing ??= setTimeout(() => {
    drawing = null;
    emit("rooms");
  }, 40);
}

function catchUp() {
  refreshSoon(0);
  refreshApps();
  if (state.current) reloadHistory(state.current);
}

function heard(message) {
  const fresh = receiveMessage(message);
  const room = roomOf(message.rid);
  if (!room) return refreshSoon();
  if (fresh && !message.t) {
    room.lastMessage = message;
    count(message, room);
  }
  if (message.t) refreshSoon();
  draw();
}

// Only what is mine, waits, or stands in a channel calls for attention; the bot's work does not.
function count(message, room) {
  const seen = state.current === message.rid && document.visibilityState === "visible";
  if (seen || message.u._id === state.me._id || ["bot", "others", "closed"].includes(groupOf(room))) return;
  state.unread.set(message.rid, (state.unread.get(message.rid) ?? 0) + 1);
  emit("unread");
}
