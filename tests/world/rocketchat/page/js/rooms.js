// The left column: who waits, whom I serve, whom others serve, and the channels.
import { avatar } from "./avatar.js";
import { byId, fill, h } from "./dom.js";
import { groupOf } from "./groups.js";
import { icon } from "./icons.js";
import { plain } from "./markdown.js";
import { departmentName, isBot, personName } from "./people.js";
import { nameOf, on, state } from "./state.js";
import { briefly, clock, counted, t } from "./texts.js";

const GROUPS = ["queue", "mine", "bot", "others", "channels", "closed"];
const ALWAYS_SHOWN = { queue: "rooms.empty_queue", mine: "rooms.empty_mine" };
const folded = new Set(["closed"]);
let wanted = "";
let list = null;

export function showRooms() {
  const search = h("input", {
    type: "search",
    placeholder: t("rooms.search"),
    "aria-label": t("rooms.search"),
    on: {
      input: (event) => {
        wanted = event.target.value;
        render();
      },
    },
  });
  wanted = "";
  list = h("div", { class: "rooms-list" });
  fill(byId("rooms"), h("label", { class: "rooms-search" }, icon("search", 16), search), list);
  render();
}

for (const topic of ["rooms", "people", "unread", "room-shown"]) on(topic, render);

function render() {
  if (!list || !state.me) return;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  const scrolled = list.scrollTop;
  const groups = Object.groupBy(visible(), groupOf);
  const sections = GROUPS.map((group) => section(group, groups[group] ?? []));
  fill(list, sections.some(Boolean) ? sections : h("p", { class: "rooms-none" }, t("rooms.nothing_found")));
  list.scrollTop = scrolled;
  if (focused) list.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
  showTitle();
}

function visible() {
  const all = [...state.rooms.values(), ...state.channels.values()];
  const needle = fold(wanted.trim());
  return needle ? all.filter((room) => fold(`${nameOf(room)} ${phoneOf(room)}`).includes(needle)) : all;
}

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
const phoneOf = (room) => room.v?.phone?.[0]?.phoneNumber ?? room.v?.phone ?? "";

function section(group, rooms) {
  if (!rooms.length && (wanted || !ALWAYS_SHOWN[group])) return null;
  const open = wanted || !folded.has(group);
  const toggle = () => {
    if (!folded.delete(group)) folded.add(group);
    render();
  };
  return h(
    "section",
    { class: `group group-${group}`, "aria-label": t(`rooms.${group}`) },
    h(
      "h2",
      {},
      h(
        "button",
        { type: "button", "aria-expanded": String(Boolean(open)), dataset: { focus: group }, on: { click: toggle } },
        icon(open ? "down" : "right", 14),
        t(`rooms.${group}`),
        h("span", { class: "group-count" }, rooms.length || ""),
      ),
    ),
    open &&
      (rooms.length
        ? h("ul", {}, sorted(group, rooms).map(entry))
        : h("p", { class: "group-empty" }, t(ALWAYS_SHOWN[group]))),
  );
}

// Whoever waits longest stands first in the queue; elsewhere the newest word.
function sorted(group, rooms) {
  if (group === "channels") return rooms.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  if (group === "queue") return rooms.toSorted((a, b) => new Date(waitingSince(a)) - new Date(waitingSince(b)));
  return rooms.toSorted((a, b) => new Date(lastMoment(b)) - new Date(lastMoment(a)));
}

const waitingSince = (room) => state.inquiries.get(room._id)?.queuedAt ?? state.inquiries.get(room._id)?.ts ?? room.ts;
const lastMoment = (room) => room.lastMessage?.ts ?? room.closedAt ?? room.lm ?? room.ts ?? 0;

function entry(room) {
  const unread = state.unread.get(room._id) ?? 0;
  const current = state.current === room._id;
  const label = [nameOf(room), serving(room), unread ? counted("rooms.unread", unread) : ""].filter(Boolean).join(", ");
  return h(
    "li",
    {},
    h(
      "a",
      {
        href: `#/room/${room._id}`,
        class: `entry ${unread ? "entry-unread" : ""}`,
        "aria-label": label,
        "aria-current": current ? "true" : null,
        dataset: { focus: room._id, rid: room._id },
      },
      room.t === "l"
        ? avatar(nameOf(room))
        : h("span", { class: "entry-hash" }, icon(room.t === "p" ? "lock" : "hash", 16)),
      h(
        "span",
        { class: "entry-text" },
        h(
          "span",
          { class: "entry-top" },
          h("span", { class: "entry-name" }, nameOf(room)),
          room.t === "l" && h("time", { class: "entry-time" }, when(room)),
        ),
        room.t === "l" && h("span", { class: "entry-last" }, h("span", {}, lastWords(room)), chip(room)),
      ),
      unread ? h("span", { class: "badge" }, unread > 99 ? "99+" : unread) : null,
    ),
  );
}

function when(room) {
  const moment = groupOf(room) === "queue" ? waitingSince(room) : lastMoment(room);
  return moment ? briefly(moment) : "";
}

function serving(room) {
  const group = groupOf(room);
  if (group === "queue") return t("rooms.waiting_since", { time: clock(waitingSince(room) ?? Date.now()) });
  if (group === "bot") return t("room.served_by_bot");
  return group === "others" ? t("room.served_by", { name: personName(room.servedBy) }) : "";
}

function chip(room) {
  const group = groupOf(room);
  if (group === "queue" && departmentName(room.departmentId))
    return h("span", { class: "chip" }, departmentName(room.departmentId));
  if (group === "others") return h("span", { class: "chip" }, personName(room.servedBy).split(" ")[0]);
  return null;
}

function lastWords(room) {
  const last = room.lastMessage;
  if (!last) return "";
  const words = plain(last.msg || last.attachments?.[0]?.title || (last.file ? t("rooms.file") : ""));
  if (last.u?._id === state.me._id) return `${t("rooms.you")}: ${words}`;
  return isBot(last.u) && !last.token ? `${t("messages.bot")}: ${words}` : words;
}

function showTitle() {
  const count = [...state.unread.values()].reduce((sum, value) => sum + value, 0);
  document.title = count ? t("page.unread", { count }) : t("page.title");
}
