// Everything Rocket.Chat knows about the contact of a room.
import { get } from "./api.js";
import { avatar } from "./avatar.js";
import { h } from "./dom.js";
import { groupOf } from "./groups.js";
import { icon } from "./icons.js";
import { departmentName, personName } from "./people.js";
import { emit, nameOf, on } from "./state.js";
import { moment, t } from "./texts.js";

const visitors = new Map(); // visitor id -> visitor as REST gives it, or null while it is asked for

on("reconnected", () => visitors.clear());
on("live:visitor", ({ visitor }) => visitor && visitors.set(visitor._id, visitor));

export function phoneLabel(room) {
  const phone = room.v?.phone;
  return phoneWords(Array.isArray(phone) ? phone[0]?.phoneNumber : phone);
}

// Dominican numbers are read in groups; others stay as they are.
function phoneWords(phone) {
  if (!phone) return "";
  const [, area, first, last] = /^\+?1(\d{3})(\d{3})(\d{4})$/.exec(phone) ?? [];
  return area ? `+1 ${area}-${first}-${last}` : /^\d{8,}$/.test(phone) ? `+${phone}` : phone;
}

export function contact(room, hide) {
  const visitor = known(room.v?._id) ?? {};
  return [
    h(
      "header",
      { class: "panel-head" },
      h("h2", {}, t("visitor.label")),
      h(
        "button",
        { type: "button", class: "icon-button quiet", "aria-label": t("visitor.hide"), on: { click: hide } },
        icon("close"),
      ),
    ),
    h(
      "div",
      { class: "panel-body" },
      h(
        "div",
        { class: "contact" },
        avatar(nameOf(room), { size: "large" }),
        h("strong", {}, nameOf(room)),
        h("span", {}, phoneLabel(room) || phoneWords(visitor.phone?.[0]?.phoneNumber) || t("visitor.no_phone")),
      ),
      h(
        "section",
        { "aria-label": t("visitor.contact") },
        h("h3", {}, t("visitor.contact")),
        facts(contactFacts(room, visitor)),
      ),
      h(
        "section",
        { "aria-label": t("visitor.conversation") },
        h("h3", {}, t("visitor.conversation")),
        facts(conversationFacts(room)),
        tags(room.tags),
      ),
      fields({ ...visitor.livechatData, ...room.livechatData, ...room.customFields }),
    ),
  ];
}

function known(id) {
  if (!id) return null;
  if (!visitors.has(id)) {
    visitors.set(id, null);
    get("livechat/visitors.info", { visitorId: id }).then(
      ({ visitor }) => {
        visitors.set(id, visitor);
        emit("visitor");
      },
      () => {},
    );
  }
  return visitors.get(id);
}

function contactFacts(room, visitor) {
  return {
    phone: phoneLabel(room) || phoneWords(visitor.phone?.[0]?.phoneNumber) || t("visitor.no_phone"),
    email: visitor.visitorEmails?.[0]?.address,
    username: usernameOf(visitor.username ?? room.v?.username),
    source: sourceLabel(room),
  };
}

// A visitor without a name of his own is called by the token that his messages come in with.
const usernameOf = (name = "") => (name.startsWith("wa-") ? "" : name);

function sourceLabel({ source }) {
  if (!source) return "";
  return source.alias || source.label || t(`source.${source.type}`);
}

function conversationFacts(room) {
  const group = groupOf(room);
  const state = { queue: "queued", closed: "closed" }[group] ?? "open";
  return {
    status: t(`visitor.${state}`),
    served_by: room.servedBy ? personName(room.servedBy) : t("visitor.nobody"),
    department: departmentName(room.departmentId),
    topic: room.topic,
    since: room.ts && moment(room.ts),
    closed_at: room.closedAt && moment(room.closedAt),
    closing_comment: room.closingMessage?.msg ?? room.comment,
  };
}

function facts(values) {
  const filled = Object.entries(values).filter(([, value]) => value);
  return h(
    "dl",
    { class: "facts" },
    filled.map(([name, value]) => h("div", {}, h("dt", {}, t(`visitor.${name}`)), h("dd", {}, value))),
  );
}

function tags(list) {
  if (!list?.length) return null;
  return h(
    "dl",
    { class: "facts" },
    h(
      "div",
      {},
      h("dt", {}, t("visitor.tags")),
      h(
        "dd",
        { class: "tags" },
        list.map((tag) => h("span", { class: "chip" }, tag)),
      ),
    ),
  );
}

function fields(data) {
  const filled = Object.entries(data).filter(
    ([, value]) => value !== "" && value !== null && typeof value !== "object",
  );
  if (!filled.length) return null;
  return h(
    "section",
    { "aria-label": t("visitor.fields") },
    h("h3", {}, t("visitor.fields")),
    h(
      "dl",
      { class: "facts" },
      filled.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, String(value)))),
    ),
  );
}
