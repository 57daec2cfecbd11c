// Who the room is with, who serves it, and what can be done with it.
import { post } from "./api.js";
import { appButtons, pressRoomButton } from "./apps.js";
import { avatar } from "./avatar.js";
import { askToClose } from "./closing.js";
import { h } from "./dom.js";
import { groupOf } from "./groups.js";
import { icon } from "./icons.js";
import { refreshSoon } from "./lists.js";
import { menuButton } from "./menu.js";
import { panelShown, togglePanel } from "./panel.js";
import { departmentName, may, personName } from "./people.js";
import { nameOf } from "./state.js";
import { t } from "./texts.js";
import { complain, toast } from "./toast.js";
import { askWhereTo } from "./transfer.js";
import { phoneLabel } from "./visitor.js";

export function header(room) {
  const livechat = room.t === "l";
  return [
    h(
      "a",
      { href: "#", class: "icon-button quiet head-back", "aria-label": t("room.back"), title: t("room.back") },
      icon("left", 20),
    ),
    livechat
      ? avatar(nameOf(room), { size: "head-avatar" })
      : h("span", { class: "head-hash" }, icon(room.t === "p" ? "lock" : "hash", 20)),
    h(
      "div",
      { class: "head-text" },
      h("h1", {}, nameOf(room)),
      h("p", {}, livechat ? facts(room) : channelFacts(room)),
    ),
    h(
      "div",
      { class: "head-actions", role: "toolbar", "aria-label": t("composer.more") },
      livechat && actions(room),
      appMenu(room),
      livechat && infoButton(),
    ),
  ];
}

function facts(room) {
  return [serving(room), room.departmentId && departmentName(room.departmentId), phoneLabel(room)]
    .filter(Boolean)
    .flatMap((fact, index) => [index ? h("span", { class: "dot", "aria-hidden": "true" }, "·") : null, fact]);
}

function serving(room) {
  const group = groupOf(room);
  const kind = { queue: "queue", bot: "bot", closed: "close" }[group] ?? "person";
  return h(
    "span",
    { class: `serving serving-${group}`, dataset: { serving: room.servedBy?.username ?? "" } },
    icon(kind, 14),
    servingText(room, group),
  );
}

function servingText(room, group) {
  if (group === "closed") {
    const by = room.closer === "user" && room.closedBy ? personName(room.closedBy) : "";
    return by ? t("room.closed_by", { name: by }) : t("room.closed");
  }
  if (group === "queue") return t("room.queued");
  if (group === "mine") return t("room.served_by_you");
  return group === "bot" ? t("room.served_by_bot") : t("room.served_by", { name: personName(room.servedBy) });
}

const channelFacts = (room) => room.topic || (room.t === "p" ? t("room.private_channel") : t("room.members"));

function actions(room) {
  const group = groupOf(room);
  if (group === "closed") return null;
  const passes = may("transfer-livechat-guest");
  const closes = may("close-livechat-room") && (group === "mine" || may("close-others-livechat-room"));
  return [
    passes &&
      h(
        "button",
        { type: "button", class: "button", title: t("room.transfer"), on: { click: () => askWhereTo(room) } },
        icon("forward"),
        h("span", {}, t("room.transfer")),
      ),
    passes &&
      group !== "queue" &&
      h(
        "button",
        { type: "button", class: "button spare", title: t("room.return"), on: { click: () => giveBack(room) } },
        icon("back"),
        h("span", {}, t("room.return")),
      ),
    closes &&
      h(
        "button",
        { type: "button", class: "button", title: t("room.close"), on: { click: () => askToClose(room) } },
        icon("check"),
        h("span", {}, t("room.close")),
      ),
  ];
}

async function giveBack(room) {
  try {
    await post("livechat/inquiries.returnAsInquiry", { roomId: room._id });
    toast(t("room.returned"));
    refreshSoon(0);
  } catch (error) {
    complain(error);
  }
}

function appMenu(room) {
  const buttons = appButtons("roomAction", room);
  if (!buttons.length) return null;
  const items = buttons.map(({ label, button }) => ({ label, act: () => pressRoomButton(button, room._id) }));
  return menuButton({ label: t("room.app_actions"), symbol: "spark", items });
}

function infoButton() {
  const shown = panelShown();
  return h(
    "button",
    {
      type: "button",
      id: "panel-toggle",
      class: "button icon-button",
      "aria-pressed": String(shown),
      "aria-label": t("room.info"),
      title: t("room.info"),
      on: { click: togglePanel },
    },
    icon("info"),
  );
}
