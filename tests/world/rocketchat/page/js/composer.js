// The foot of a room: where one writes, or the button that lets one write.
import { get, post } from "./api.js";
import { appButtons, pressBoxButton } from "./apps.js";
import { runCommand, suggestions } from "./commands.js";
import { h } from "./dom.js";
import { groupOf } from "./groups.js";
import { send } from "./history.js";
import { icon } from "./icons.js";
import { refreshSoon } from "./lists.js";
import { menuButton } from "./menu.js";
import { isAgent, may, personName } from "./people.js";
import { nameOf, on, state } from "./state.js";
import { t } from "./texts.js";
import { complain, toast } from "./toast.js";
import { acceptFiles } from "./uploads.js";

const drafts = new Map(); // rid -> text not sent yet
let justTaken = null; // rid

export function composer(room) {
  const group = groupOf(room);
  if (group === "closed") return h("p", { class: "foot-note" }, t("room.closed_detail"));
  if (group === "queue") return takeBar(room);
  if (group === "channels" && !state.subscriptions.has(room._id)) return joinBar(room);
  return [["bot", "others"].includes(group) && watchBar(room, group), writer(room)];
}

function joinBar(room) {
  const join = () => post("channels.join", { roomId: room._id }).then(() => refreshSoon(0), complain);
  return h(
    "div",
    { class: "foot-bar foot-bar-slim" },
    h("p", {}, t("room.join_detail")),
    h("button", { type: "button", class: "button", on: { click: join } }, t("room.join")),
  );
}

function takeBar(room) {
  if (!isAgent()) return h("p", { class: "foot-note" }, t("room.agents_take"));
  return h(
    "div",
    { class: "foot-bar" },
    h("p", {}, t("room.take_detail")),
    h(
      "button",
      { type: "button", class: "button primary", on: { click: (event) => take(room, event.currentTarget) } },
      t("room.take"),
    ),
  );
}

async function take(room, button) {
  button.disabled = true;
  try {
    const inquiry = state.inquiries.get(room._id) ?? (await inquiryOf(room._id));
    await post("livechat/inquiries.take", { inquiryId: inquiry._id });
    justTaken = room._id;
    toast(t("room.taken"));
  } catch (error) {
    complain(error);
  }
  button.disabled = false;
  refreshSoon(0);
}

// Whoever has just taken a room wants to write.
on("rooms", () => {
  const box = document.querySelector("[data-composer]");
  if (box && box.dataset.composer === justTaken) {
    justTaken = null;
    box.focus({ preventScroll: true });
  }
});

async function inquiryOf(rid) {
  return (await get("livechat/inquiries.getOne", { roomId: rid })).inquiry;
}

function watchBar(room, group) {
  const words = t(`room.watching_${group}`, { name: personName(room.servedBy) });
  return h(
    "div",
    { class: "foot-bar foot-bar-slim" },
    h("p", {}, words),
    isAgent() &&
      may("transfer-livechat-guest") &&
      h("button", { type: "button", class: "button", on: { click: () => serve(room) } }, t("room.serve")),
  );
}

async function serve(room) {
  try {
    await post("livechat/room.forward", { roomId: room._id, userId: state.me._id });
    toast(t("room.taken"));
    refreshSoon(0);
  } catch (error) {
    complain(error);
  }
}

function writer(room) {
  const rid = room._id;
  const placeholder = t(room.t === "l" ? "composer.placeholder" : "composer.placeholder_channel", {
    name: nameOf(room),
  });
  const box = h("textarea", {
    rows: 1,
    placeholder,
    "aria-label": t("composer.label"),
    dataset: { composer: rid },
    value: drafts.get(rid) ?? "",
  });
  const button = h(
    "button",
    {
      type: "submit",
      class: "button primary icon-button",
      "aria-label": t("composer.send"),
      title: t("composer.send"),
    },
    icon("send"),
  );
  const popup = suggestions(box, rid);
  const form = h(
    "form",
    { class: "composer" },
    popup.element,
    h("div", { class: "composer-box" }, attachButton(rid), boxMenu(room, box), box, button),
    h("p", { class: "composer-hint", "aria-hidden": "true" }, t("composer.hint")),
  );
  const submit = () => say(rid, box, popup);
  form.addEventListener("submit", (event) => (event.preventDefault(), submit()));
  box.addEventListener("keydown", (event) => keys(event, popup, submit));
  box.addEventListener("input", () => typed(rid, box, popup));
  acceptFiles(form, box, rid);
  requestAnimationFrame(() => grow(box));
  return form;
}

function keys(event, popup, submit) {
  if (event.isComposing || popup.steer(event)) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  }
}

function typed(rid, box, popup) {
  drafts.set(rid, box.value);
  grow(box);
  popup.update();
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

async function say(rid, box, popup) {
  const text = box.value.trim();
  if (!text) return;
  box.value = "";
  typed(rid, box, popup);
  if (await runCommand(rid, text)) return;
  await send(rid, text);
}

function attachButton(rid) {
  const input = h("input", {
    type: "file",
    hidden: true,
    "aria-label": t("composer.attach"),
    dataset: { upload: rid },
  });
  const button = h(
    "button",
    {
      type: "button",
      class: "icon-button quiet",
      "aria-label": t("composer.attach"),
      title: t("composer.attach"),
      on: { click: () => input.click() },
    },
    icon("clip"),
  );
  return [input, button];
}

function boxMenu(room, box) {
  const buttons = appButtons("messageBoxAction", room);
  if (!buttons.length) return null;
  const items = buttons.map(({ label, button }) => ({ label, act: () => pressBoxButton(button, room._id, box.value) }));
  return menuButton({ label: t("composer.more"), symbol: "spark", items, className: "icon-button quiet" });
}

export function focusComposer() {
  document.querySelector("[data-composer]")?.focus({ preventScroll: true });
}
