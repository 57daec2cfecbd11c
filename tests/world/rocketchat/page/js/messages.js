// The list of messages: days, groups of one speaker, the line above what is new, and where it is scrolled to.
import { h, fill } from "./dom.js";
import { historyOf, loadOlder, ordered, reloadHistory } from "./history.js";
import { icon } from "./icons.js";
import { messageRow } from "./message.js";
import { isApp, isBot, personName } from "./people.js";
import { on, roomOf, state } from "./state.js";
import { counted, dayKey, dayName, t } from "./texts.js";

const GROUP_SPAN = 5 * 60_000;
const NEAR = 80;
let view = null; // {rid, scroller, rows, jump, below, atBottom}

/** `readTo` is when this room was last read, where something came since. */
export function messageList(readTo = null) {
  const rows = h(
    "div",
    { class: "message-rows" },
    h("p", { class: "messages-wait" }, h("span", { class: "spinner" }), t("room.loading")),
  );
  const scroller = h(
    "div",
    { class: "messages", tabindex: "0", role: "log", "aria-label": t("messages.label"), "aria-live": "polite" },
    rows,
  );
  const jump = h(
    "button",
    { type: "button", class: "jump", hidden: true, on: { click: toBottom } },
    icon("down", 16),
    h("span", {}),
  );
  view = { rid: state.current, scroller, rows, jump, below: 0, atBottom: true, top: 0, kept: new Map(), readTo };
  scroller.addEventListener("scroll", () => watchScroll());
  new ResizeObserver(() => view?.scroller === scroller && view.atBottom && stick()).observe(rows);
  new ResizeObserver(() => view?.scroller === scroller && view.atBottom && stick()).observe(scroller);
  return h("div", { class: "messages-holder" }, scroller, jump);
}

export function showMessages(rid) {
  if (view?.rid !== rid) return;
  const history = historyOf(rid);
  if (history.failed && !history.loaded) return fill(view.rows, failure(rid, history.failed));
  const first = view.rows.querySelector("[data-id]");
  const [top, offset] = [view.scroller.scrollTop, first?.offsetTop ?? 0];
  place(rowsOf(rid));
  if (view.atBottom) return stick();
  // Older messages come in above: what is being read stays where it is.
  view.scroller.scrollTop = top + (first?.isConnected ? first.offsetTop - offset : 0);
}

function failure(rid, error) {
  return h(
    "div",
    { class: "messages-wait", role: "alert" },
    h("p", {}, t("room.failed"), " ", error.message),
    h("button", { type: "button", class: "button", on: { click: () => reloadHistory(rid) } }, t("room.retry")),
  );
}

function rowsOf(rid) {
  const room = roomOf(rid);
  const rows = [beginning(rid)];
  let before = null;
  for (const message of withoutEchoes(ordered(rid))) {
    const newDay = !before || dayKey(before.ts) !== dayKey(message.ts);
    if (newDay) rows.push(kept(`day ${dayKey(message.ts)}`, "", () => dayRow(message.ts)));
    const firstNew = isFirstNew(before, message);
    if (firstNew) rows.push(kept("new", "", newRow));
    const continued = !newDay && !firstNew && continues(before, message);
    rows.push(kept(message._id, signature(message, continued), () => messageRow(message, room, continued)));
    before = message;
  }
  if (!before) rows.push(kept("empty", "", () => h("p", { class: "messages-wait" }, t("messages.empty"))));
  return rows.filter(Boolean);
}

function isFirstNew(before, message) {
  const after = view.readTo && new Date(message.ts) > view.readTo && message.u._id !== state.me._id;
  return after && !(before && new Date(before.ts) > view.readTo);
}

const newRow = () => h("div", { class: "day day-new", role: "separator" }, h("span", {}, t("messages.new_line")));

const dayRow = (ts) => h("div", { class: "day", role: "separator" }, h("span", {}, dayName(ts)));

// A row that says the same stays as it is: pictures do not blink, sounds play on, the focus stays.
function kept(id, sign, make) {
  const known = view.kept.get(id);
  if (known?.sign === sign) return known.row;
  const row = make();
  view.kept.set(id, { sign, row });
  return row;
}

function signature({ _updatedAt, pending, failed, u, msg, reactions, blocks, attachments }, continued) {
  return JSON.stringify([
    _updatedAt,
    pending,
    failed,
    msg,
    personName(u),
    isBot(u),
    isApp(u),
    reactions,
    blocks,
    attachments,
    continued,
    state.buttons.length,
    state.permissions.size,
  ]);
}

function place(rows) {
  let at = view.rows.firstChild;
  for (const row of rows) {
    if (row === at) at = at.nextSibling;
    else view.rows.insertBefore(row, at);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

// Whoever takes a conversation also "joins" it: once is enough.
function withoutEchoes(messages) {
  const takes = (other, message) => other?.t === "command" && other.u._id === message.u._id;
  return messages.filter(
    (message, at) => message.t !== "uj" || !(takes(messages[at - 1], message) || takes(messages[at + 1], message)),
  );
}

function beginning(rid) {
  if (!historyOf(rid).more) return null;
  return kept("older", "", () =>
    h("button", { type: "button", class: "button older", on: { click: () => loadOlder(rid) } }, t("messages.older")),
  );
}

function continues(before, message) {
  if (before.t || message.t || before.ephemeral || message.ephemeral || message.groupable === false) return false;
  if (message.attachments?.some((attachment) => attachment.color) || message.alias !== before.alias) return false;
  return (
    before.u._id === message.u._id &&
    kind(before) === kind(message) &&
    new Date(message.ts) - new Date(before.ts) < GROUP_SPAN
  );
}

const kind = (message) => /^[cn]-/.exec(message._id)?.[0] ?? "";

function watchScroll() {
  const { scroller } = view;
  // A picture that grows moves the end away; only somebody who scrolls up leaves it.
  const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR;
  if (near) view.atBottom = true;
  else if (scroller.scrollTop < view.top) view.atBottom = false;
  view.top = scroller.scrollTop;
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
on("people", () => view?.rid === state.current && historyOf(view.rid).loaded && showMessages(view.rid));
on("message-removed", ({ rid }) => showMessages(rid));
