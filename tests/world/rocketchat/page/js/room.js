// The middle: one room, its header, its messages and the place to write.
import { get } from "./api.js";
import { composer, focusComposer } from "./composer.js";
import { byId, fill, h } from "./dom.js";
import { groupOf } from "./groups.js";
import { header } from "./header.js";
import { forgetHistories, historyOf, reloadHistory } from "./history.js";
import { icon } from "./icons.js";
import { menuIsOpen } from "./menu.js";
import { messageList, showMessages } from "./messages.js";
import { emit, nameOf, on, roomOf, state } from "./state.js";
import { closeSurfaces } from "./surfaces.js";
import { t } from "./texts.js";

let parts = null; // the regions of the room on the screen
let wanted = null; // rid asked for last: a slow answer must not win over a later click
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
  fill(
    room,
    h(
      "div",
      { class: "room-none" },
      icon("swap", 40),
      h("h2", {}, t("room.choose")),
      h("p", {}, t("room.choose_detail")),
    ),
  );
}

export async function openRoom(rid) {
  if (!rid) return parts && leave();
  wanted = rid;
  closeSurfaces();
  const room = roomOf(rid) ?? (await fetchRoom(rid));
  if (wanted !== rid) return;
  state.current = room ? rid : null;
  if (!room) return gone();
  build(room);
  emit("room-shown", rid);
  await reloadHistory(rid);
  if (state.current === rid) focusComposer();
}

async function fetchRoom(rid) {
  const answer = await get("rooms.info", { roomId: rid }).catch(() => null);
  if (!answer?.room) return null;
  (answer.room.t === "l" ? state.rooms : state.channels).set(rid, {
    ...answer.room,
    listed: roomOf(rid)?.listed ?? false,
  });
  return answer.room;
}

/** Without it the same link, pressed again, would change nothing. */
export function forgetAddress() {
  history.replaceState(null, "", location.pathname + location.search);
}

/** Back to the lists, where the screen shows one thing at a time. */
function leave() {
  wanted = null;
  closeSurfaces();
  showRoom();
  emit("room-shown", null);
}

function gone() {
  forgetAddress();
  parts = null;
  state.current = null;
  fill(
    byId("room"),
    h(
      "div",
      { class: "room-none" },
      icon("forward", 40),
      h("h2", {}, t("room.gone")),
      h("p", {}, t("room.gone_detail")),
    ),
  );
  emit("room-shown", null);
}

function build(room) {
  parts = {
    head: h("header", { class: "room-head" }),
    list: messageList(readTo(room)),
    foot: h("footer", { class: "room-foot" }),
  };
  drawn = "";
  const label = room.t === "l" ? "room.label" : "room.channel_label";
  byId("room").setAttribute("aria-label", t(label, { name: nameOf(room) }));
  fill(byId("room"), parts.head, parts.list, parts.foot);
  redraw();
  if (historyOf(room._id).loaded) showMessages(room._id);
}

function readTo(room) {
  const { unread, ls } = state.subscriptions.get(room._id) ?? {};
  return unread && ls ? new Date(ls) : null;
}

function drawnFor(room) {
  const server = state.people.get(room.servedBy?._id)?.name;
  const member = state.subscriptions.has(room._id);
  return JSON.stringify([
    groupOf(room),
    room.servedBy,
    server,
    room.departmentId,
    room.topic,
    nameOf(room),
    member,
    state.commands.length,
    state.buttons.length,
    state.permissions.size,
    state.departments.size,
    room.v?.phone,
  ]);
}

function redraw() {
  const room = roomOf(state.current);
  if (!room || !parts) return;
  const now = drawnFor(room);
  if (now === drawn || menuIsOpen(parts.head)) return;
  drawn = now;
  const writing = parts.foot.contains(document.activeElement);
  fill(parts.head, header(room));
  fill(parts.foot, composer(room));
  if (writing) focusComposer();
}

on("rooms", redraw);
on("people", redraw);
on("menu-closed", redraw);
on("apps", redraw);
on("history", (rid) => parts && rid === state.current && showMessages(rid));

on("room-lost", (rid) => rid === state.current && gone());
