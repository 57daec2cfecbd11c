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
      [...tags].map((tag) =>
        h(
          "span",
          { class: "chip chip-tag" },
          tag,
          h(
            "button",
            {
              type: "button",
              "aria-label": t("close.remove_tag", { tag }),
              on: { click: () => (tags.delete(tag), draw()) },
            },
            icon("close", 12),
          ),
        ),
      ),
    );
  const keep = () => {
    input.value
      .split(",")
      .map((tag) => tag.trim())
      .filter(Boolean)
      .forEach((tag) => tags.add(tag));
    input.value = "";
    draw();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "," && !(event.key === "Enter" && input.value.trim())) return;
    event.preventDefault();
    keep();
  });
  draw();
  const values = () => (keep(), [...tags]);
  return { element: field(t("close.tags"), input, list), values };
}
