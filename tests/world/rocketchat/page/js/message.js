// One message: whose it is, what it says, what hangs on it, what can be done with it.
import { appButtons, pressMessageButton } from "./apps.js";
import { avatar } from "./avatar.js";
import { card } from "./cards.js";
import { h } from "./dom.js";
import { files, isFile } from "./files.js";
import { removeMessage, send } from "./history.js";
import { icon } from "./icons.js";
import { rich } from "./markdown.js";
import { menuButton } from "./menu.js";
import { isApp, isBot, personName } from "./people.js";
import { messageBlocks } from "./surfaces.js";
import { systemRow } from "./system.js";
import { clock, moment, t } from "./texts.js";
import { complain, toast } from "./toast.js";

export function messageRow(message, room, continued) {
  if (message.t && message.t !== "e2e") return systemRow(message, room);
  const speaker = speakerOf(message, room);
  const classes = [
    "message",
    `message-${speaker.kind}`,
    continued && "message-continued",
    message.pending && "message-pending",
    message.failed && "message-failed",
    message.ephemeral && "message-ephemeral",
  ];
  return h(
    "article",
    {
      class: classes.filter(Boolean).join(" "),
      "aria-label": `${speaker.name}, ${clock(message.ts)}`,
      dataset: { id: message._id, kind: speaker.kind },
    },
    h(
      "div",
      { class: "message-side" },
      continued
        ? h("time", { class: "message-hover-time" }, clock(message.ts).replace(/\D+$/, ""))
        : avatar(speaker.name, { symbol: speaker.symbol }),
    ),
    h("div", { class: "message-main" }, !continued && top(message, speaker), body(message), footnote(message)),
    !message.pending && !message.ephemeral && actions(message, room),
  );
}

function speakerOf(message, room) {
  const user = message.u ?? {};
  const name = message.alias || personName(user);
  if (message._id.startsWith("c-")) return { kind: "notice", name, symbol: "horn", tag: t("messages.notice") };
  if (message._id.startsWith("n-") && room?.t === "l")
    return { kind: "note", name, symbol: "note", tag: t("messages.note"), hint: t("messages.note_detail") };
  if (message.token || (room?.t === "l" && user._id === room.v?._id))
    return { kind: "customer", name: message.alias || user.name || user.username, tag: t("messages.customer") };
  if (isBot(user)) return { kind: "bot", name, symbol: "bot", tag: t("messages.bot") };
  if (isApp(user)) return { kind: "app", name, symbol: "spark", tag: t("messages.app") };
  return { kind: "agent", name };
}

function top(message, speaker) {
  return h(
    "div",
    { class: "message-top" },
    h("span", { class: "message-name" }, speaker.name),
    speaker.tag && h("span", { class: `tag tag-${speaker.kind}`, title: speaker.hint }, speaker.tag),
    h("time", { datetime: new Date(message.ts).toISOString(), title: moment(message.ts) }, clock(message.ts)),
    message.editedAt && h("span", { class: "message-edited" }, t("messages.edited")),
  );
}

function body(message) {
  const attachments = message.attachments ?? [];
  const cards = attachments.filter((attachment) => !isFile(attachment));
  const attached = files(message);
  // As in the vendor's clients: where there are blocks, they stand in the place of the words.
  const blocks = message.blocks?.length > 0 && messageBlocks(message);
  const words = blocks || (message.msg && h("div", { class: "message-text" }, rich(message.msg)));
  return [
    ...(attached.length ? [attached, words] : [words]),
    cards.map((attachment) => card(attachment, message)),
    message.reactions && reactions(message.reactions),
  ];
}

function reactions(given) {
  return h(
    "div",
    { class: "reactions" },
    Object.entries(given).map(([emoji, { usernames = [] }]) =>
      h("span", { class: "reaction", title: usernames.join(", ") }, rich(emoji), " ", usernames.length),
    ),
  );
}

function footnote(message) {
  if (message.failed) return refused(message);
  if (message.ephemeral) {
    return h(
      "p",
      { class: "message-only" },
      icon("eye", 14),
      t("messages.only_you"),
      h(
        "button",
        { type: "button", class: "link", on: { click: () => removeMessage(message.rid, message._id) } },
        t("messages.dismiss"),
      ),
    );
  }
  return null;
}

function refused(message) {
  const again = () => {
    removeMessage(message.rid, message._id);
    send(message.rid, message.msg);
  };
  return h(
    "p",
    { class: "message-refused", role: "alert" },
    t("messages.not_sent", { reason: message.failed }),
    " ",
    h("button", { type: "button", class: "link", on: { click: again } }, t("messages.retry")),
    " ",
    h(
      "button",
      { type: "button", class: "link", on: { click: () => removeMessage(message.rid, message._id) } },
      t("messages.discard"),
    ),
  );
}

function actions(message, room) {
  const items = appButtons("messageAction", room).map(({ label, button }) => ({
    label,
    symbol: "spark",
    act: () => pressMessageButton(button, message),
  }));
  if (message.msg) items.push({ label: t("messages.copy"), symbol: "file", act: () => copy(message.msg) });
  if (!items.length) return null;
  return h("div", { class: "message-actions" }, menuButton({ label: t("messages.actions"), symbol: "dots", items }));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast(t("messages.copied"));
  } catch (error) {
    complain(error);
  }
}
