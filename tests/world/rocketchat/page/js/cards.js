// Attachments as cards: a colour, a title, fields, buttons.
import { h } from "./dom.js";
import { send } from "./history.js";
import { inline, link, rich, roomIn } from "./markdown.js";
import { picture } from "./files.js";
import { moment } from "./texts.js";

export function card(attachment, message) {
  const body = h(
    "div",
    { class: "card-body" },
    author(attachment),
    title(attachment),
    attachment.text && h("div", { class: "card-text" }, rich(attachment.text)),
    attachment.fields?.length > 0 && fields(attachment.fields),
    attachment.image_url && picture(attachment.image_url, attachment.title ?? ""),
    nested(attachment, message),
    actions(attachment, message),
    foot(attachment),
  );
  const element = h(
    "section",
    { class: "card", "aria-label": attachment.title ?? "" },
    attachment.pretext && h("div", { class: "card-pretext" }, rich(attachment.pretext)),
    body,
  );
  if (attachment.color && CSS.supports("color", attachment.color))
    element.style.setProperty("--accent", attachment.color);
  return element;
}

function author({ author_name, author_link }) {
  if (!author_name) return null;
  return h("p", { class: "card-author" }, author_link ? link(author_link, author_name) : author_name);
}

function title({ title: text, title_link }) {
  if (!text) return null;
  return h("h2", { class: "card-title" }, title_link ? link(title_link, text) : inline(text));
}

function fields(list) {
  return h(
    "dl",
    { class: "card-fields" },
    list.map(({ title: name, value, short }) =>
      h(
        "div",
        { class: short ? "card-field" : "card-field card-field-wide" },
        h("dt", {}, name),
        h("dd", {}, rich(String(value ?? ""))),
      ),
    ),
  );
}

const nested = ({ attachments }, message) => attachments?.map((inner) => card(inner, message));

function actions({ actions: list, button_alignment }, message) {
  if (!list?.length) return null;
  return h(
    "div",
    { class: `card-actions ${button_alignment === "vertical" ? "card-actions-column" : ""}` },
    list.map((action) => (action.url ? linkButton(action) : messageButton(action, message))),
  );
}

function linkButton({ text, url }) {
  const target = URL.parse?.(url, location.href);
  if (!target || !/^https?:$/.test(target.protocol)) return null;
  const rid = target.origin === location.origin && roomIn(target);
  return h(
    "a",
    {
      class: "button",
      href: rid ? `#/room/${rid}` : target.href,
      target: rid ? null : "_blank",
      rel: "noopener noreferrer",
    },
    text,
  );
}

function messageButton({ text, msg, msg_in_chat_window, is_webview }, message) {
  const says = msg_in_chat_window && !is_webview && msg;
  return h(
    "button",
    { type: "button", class: "button", disabled: !says, on: { click: () => send(message.rid, msg) } },
    text,
  );
}

function foot({ footer, ts }) {
  if (!footer && !ts) return null;
  return h("p", { class: "card-foot" }, [footer, ts && moment(ts)].filter(Boolean).join(" · "));
}
