// What each event of the server changes on this page.
import { receiveEphemeral, receiveMessage, reloadHistory, removeMessage } from "./history.js";
import { learn, loadEverything, refreshApps, refreshSoon } from "./lists.js";
import { forgetPeople, know } from "./people.js";
import { checkSession } from "./session.js";
import { emit, on, roomOf, state } from "./state.js";
import { connect } from "./stream.js";
import { receiveInteraction } from "./surfaces.js";
import { countUnread, learnSubscription } from "./unread.js";

export function listenToTheServer() {
  on("live:message", ({ action, message }) =>
    action === "deleted" ? removeMessage(message.rid, message._id) : heard(message),
  );
  on("live:ephemeral", ({ message }) => receiveEphemeral(message));
  on("live:ui", ({ interaction }) => receiveInteraction(interaction));
  on("live:room", ({ room }) => roomChanged(room));
  on("live:inquiry", () => refreshSoon());
  on("live:subscription", ({ action, subscription }) => {
    learnSubscription(action, subscription);
    if (action !== "updated") refreshSoon();
  });
  on("live:user", ({ user }) => userChanged(user));
  on("live:app", () => refreshApps());
  on("live:reset", startOver);
  on("reconnected", catchUp);
  on("session-renewed", async () => {
    await connect();
    catchUp();
  });
}

async function catchUp() {
  forgetPeople();
  await loadEverything();
  emit("apps");
  if (state.current) reloadHistory(state.current);
}

async function startOver() {
  if (await checkSession()) catchUp();
}

function heard(message) {
  const fresh = receiveMessage(message);
  const room = roomOf(message.rid);
  if (!room || message.t) refreshSoon();
  if (room && fresh && !message.t) {
    room.lastMessage = message;
    countUnread(message);
  }
  drawSoon();
}

function roomChanged(room) {
  learn(room);
  drawSoon();
  refreshSoon();
}

function userChanged(user) {
  know(user);
  if (state.agents.has(user._id)) state.agents.set(user._id, { ...state.agents.get(user._id), ...user });
  if (user._id !== state.me?._id) return;
  state.me = { ...state.me, ...user };
  emit("me");
}

// Many events in one moment are drawn once.
let drawing = null;
function drawSoon() {
  drawing ??= setTimeout(() => {
    drawing = null;
    emit("rooms");
  }, 40);
}
