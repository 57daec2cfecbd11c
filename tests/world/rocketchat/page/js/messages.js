// The list of messages: days, groups of one speaker, the line above what is new, and where it is scrolled to.
import { h, fill } from "./dom.js";
import { historyOf, loadOlder, ordered, reloadHistory } from "./history.js";
import { icon } from "./icons.js";
import { messageRow } from "./message.js";
import { on, roomOf, state } from "./state.js";
import { counted, dayKey, dayName, t } from "./texts.js";

const GROUP_SPAN = 5 * 60_000;
const NEAR = 80;
let view = null; // {rid, scroller, rows, jump, below, atBottom}

export function messageList() {
  const rows = h("div", { class: "message-rows", role: "log", "aria-label": t("messages.label"), "aria-live": "polite" },
    h("p", { class: "messages-wait" }, h("span", { class: "spinner" }), t("room.loading")));
  const scroller = h("div", { class: "messages", tabindex: "0", role: "region", "aria-label": t("messages.label") }, rows);
  const jump = h("button", { type: "button", class: "jump", hidden: true, on: { click: toBottom } }, icon("down", 16), h("span", {}));
  view = { rid: state.current, scroller, rows, jump, below: 0, atBottom: true };
  scroller.addEventListener("scroll", () => watchScroll());
  new ResizeObserver(() => view?.scroller === scroller && view.atBottom && stick()).observe(rows);
  new ResizeObserver(() => view?.scroller === scroller && view.atBottom && stick()).observe(scroller);
  return h("div", { class: "messages-holder" }, scroller, jump);
}

export function showMessages(rid) {
  if (view?.rid !== rid) return;
  const history = historyOf(rid);
  if (history.failed && !history.loaded) return fill(view.rows, failure(rid, history.failed));
  const height = view.scroller.scrollHeight;
  const top = view.scroller.scrollTop;
  fill(view.rows, rowsOf(rid));
  if (view.atBottom) stick();
  else view.scroller.scrollTop = top + Math.max(0, view.scroller.scrollHeight - height) * (top < 200 ? 1 : 0);
}

function failure(rid, error) {
  return h("div", { class: "messages-wait", role: "alert" }, h("p", {}, t("room.failed"), " ", error.message),
    h("button", { type: "button", class: "button", on: { click: () => reloadHistory(rid) } }, t("room.retry")));
}

function rowsOf(rid) {
  const room = roomOf(rid);
  const history = historyOf(rid);
  const rows = [beginning(rid, history)];
  let before = null;
  for (const message of ordered(rid)) {
    const newDay = !before || dayKey(before.ts) !== dayKey(message.ts);
    if (newDay) rows.push(h("div", { class: "day", role: "separator" }, h("span", {}, dayName(message.ts))));
    rows.push(messageRow(message, room, !newDay && continues(before, message)));
    before = message;
  }
  if (!before) rows.push(h("p", { class: "messages-wait" }, t("messages.empty")));
  return rows;
}

function beginning(rid, history) {
  if (!history.more) return null;
  return h("button", { type: "button", class: "button older", on: { click: () => loadOlder(rid) } }, t("messages.older"));
}

function continues(before, message) {
  if (before.t || message.t || before.ephemeral || message.ephemeral || message.groupable === false) return false;
  if (message.attachments?.some((attachment) => attachment.color) || message.alias !== before.alias) return false;
  return before.u._id === message.u._id && kind(before) === kind(message) && new Date(message.ts) - new Date(before.ts) < GROUP_SPAN;
}

const kind = (message) => /^[cn]-/.exec(message._id)?.[0] ?? "";

function watchScroll() {
  const { scroller } = view;
  view.atBottom = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  if (view.atBottom) view.below = 0;
  showJump();
}

function showJump() {
  view.jump.hidden = view.atBottom;
  view.jump.lastChild.textContent = view.below ? counted("messages.new_below", view.below) : t("messages.to_bottom");
  view.jump.classList.toggle("jump-new", view.below > 0);
}

function stick() {
  view.scroller.scrollTop = view.scroller.scrollHeight;
}

function toBottom() {
  view.atBottom = true;
  view.below = 0;
  stick();
  showJump();
}

on("message", (message) => {
  if (view?.rid !== message.rid || state.current !== message.rid) return;
  const known = view.rows.querySelector(`[data-id="${CSS.escape(message._id)}"]`);
  const mine = message.u?._id === state.me._id;
  showMessages(message.rid);
  if (known || view.atBottom) return;
  if (mine) return toBottom();
  view.below += 1;
  showJump();
});
on("message-removed", ({ rid }) => showMessages(rid));
