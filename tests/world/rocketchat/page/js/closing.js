// Closing a conversation, with a comment and tags.
import { post } from "./api.js";
import { dialog } from "./dialogs.js";
import { field, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { refreshSoon } from "./lists.js";
import { t } from "./texts.js";
import { toast } from "./toast.js";

export function askToClose(room) {
  const comment = h("textarea", { name: "comment", rows: 3 });
  const tags = tagField(room.tags ?? []);
  dialog({
    title: t("close.title"),
    body: [h("p", { class: "dialog-lead" }, t("close.lead")), field(t("close.comment"), comment), tags.element],
    submit: t("close.submit"),
    cancel: t("close.cancel"),
    act: () => close(room, comment.value.trim(), tags.values()),
  });
}

async function close(room, comment, tags) {
  await post("livechat/room.closeByUser", { rid: room._id, comment, tags });
  toast(t("close.done"));
  refreshSoon(0);
}

function tagField(given) {
  const tags = new Set(given);
  const input = h("input", { type: "text", name: "tags", placeholder: t("close.tags_hint") });
  const list = h("span", { class: "tags" });
  const draw = () =>
    fill(
      list,
      [...tags].map((tag) => tagChip(tag, () => tags.delete(tag) && draw())),
    );
  const keep = () => {
    tagsIn(input.value).forEach((tag) => tags.add(tag));
    input.value = "";
    draw();
    return [...tags];
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "," && !(event.key === "Enter" && input.value.trim())) return;
    event.preventDefault();
    keep();
  });
  draw();
  return { element: field(t("close.tags"), input, list), values: keep };
}

const tagsIn = (text) =>
  text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);

function tagChip(tag, remove) {
  const label = t("close.remove_tag", { tag });
  const cross = h("button", { type: "button", "aria-label": label, on: { click: remove } }, icon("close", 12));
  return h("span", { class: "chip chip-tag" }, tag, cross);
}
