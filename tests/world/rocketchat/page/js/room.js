// The middle: one room, its header, its messages and the place to write.
import { get } from "./api.js";
import { closeSurfaces } from "./surfaces.js";
import { composer, focusComposer } from "./composer.js";
import { byId, fill, h } from "./dom.js";
import { header } from "./header.js";
import { forgetHistories, historyOf, reloadHistory } from "./history.js";
import { icon } from "./icons.js";
import { messageList, showMessages } from "./messages.js";
import { emit, groupOf, nameOf, on, roomOf, state } from "./state.js";
import { t } from "./texts.js";

let parts = null; // the regions of the room on the screen
let drawn = ""; // what header and foot were drawn for, so that typing is not disturbed

export function showRoom() {
  forgetHistories();
  state.current = null;
  parts = null;
  nothing();
}

function nothing() {
  const room = byId("room");
  room.setAttribute("aria-label", t("room.choose"));
  fill(room, h("div", { class: "room-none" }, icon("swap", 40), h("h2", {}, t("room.choose")), h("p", {}, t("room.choose_detail"))));
}

export async function openRoom(rid) {
  if (!rid) return;
  closeSurfaces();
  const room = roomOf(rid) ?? (await fetchRoom(rid));
  state.current = room ? rid : null;
  if (!room) return gone();
  state.unread.delete(rid);
  build(room);
  emit("room-shown", rid);
  await reloadHistory(rid);
  if (state.current === rid) focusComposer();
}

async function fetchRoom(rid) {
  const answer = await get("rooms.info", { roomId: rid }).catch(() => null);
  if (!answer?.room) return null;
  (answer.room.t === "l" ? state.rooms : state.channels).set(rid, answer.room);
  return answer.room;
}

function gone() {
  parts = null;
  state.current = null;
  fill(byId("room"), h("div", { class: "room-none" }, icon("eye", 40), h("h2", {}, t("room.gone"))));
  emit("room-shown", null);
}

function build(room) {
  parts = { head: h("header", { class: "room-head" }), list: messageList(), foot: h("footer", { class: "room-foot" }) };
  drawn = "";
  const label = room.t === "l" ? "room.label" : "room.channel_label";
  byId("room").setAttribute("aria-label", t(label, { name: nameOf(room) }));
  fill(byId("room"), parts.head, parts.list, parts.foot);
  redraw();
  if (historyOf(room._id).loaded) showMessages(room._id);
}

function redraw() {
  const room = roomOf(state.current);
  if (!room || !parts) return;
  const now = JSON.stringify([groupOf(room), room.servedBy, room.departmentId, nameOf(room), state.commands.length, state.buttons.length, state.agents.size]);
  if (now === drawn) return;
  drawn = now;
  fill(parts.head, header(room));
  fill(parts.foot, composer(room));
}

on("rooms", redraw);
on("apps", redraw);
on("history", (rid) => parts && rid === state.current && showMessages(rid));

on("room-lost", (rid) => rid === state.current && gone());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible" && state.unread.delete(state.current)) emit("unread");
});
