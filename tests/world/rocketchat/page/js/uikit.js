// UiKit's blocks as elements.
import { freshId, h } from "./dom.js";
import { inline, rich } from "./markdown.js";
import { picture } from "./files.js";
import { control } from "./uikit-controls.js";

/** `context` holds the values entered so far and `act(actionId, blockId, value, block)`. */
export function blocks(list, context) {
  return list.map((block) => DRAW[block.type]?.({ blockId: freshId("block"), ...block }, context) ?? null);
}

const DRAW = {
  section,
  actions,
  context: contextBlock,
  divider,
  image,
  input,
  callout,
  conditional: nothing,
  preview,
  info_card: infoCard,
};

export function plainText(object) {
  return typeof object === "string" ? object : (object?.text ?? "");
}

export function text(object) {
  if (!object) return null;
  return object.type === "mrkdwn" ? rich(plainText(object)) : plainText(object);
}

function section(block, context) {
  return h(
    "div",
    { class: "uikit-section" },
    h(
      "div",
      { class: "uikit-section-text" },
      block.text && h("div", { class: "uikit-text" }, text(block.text)),
      block.fields?.length > 0 &&
        h(
          "div",
          { class: "uikit-fields" },
          block.fields.map((field) => h("div", {}, text(field))),
        ),
    ),
    block.accessory &&
      h("div", { class: "uikit-accessory" }, control(block.accessory, block, context, plainText(block.text))),
  );
}

function actions(block, context) {
  return h(
    "div",
    { class: "uikit-actions", role: "group" },
    (block.elements ?? []).map((element) => control(element, block, context)),
  );
}

function contextBlock(block) {
  return h(
    "div",
    { class: "uikit-context" },
    (block.elements ?? []).map((element) =>
      element.type === "image"
        ? h("span", { class: "uikit-icon" }, picture(element.imageUrl, element.altText ?? ""))
        : h("span", {}, element.type === "mrkdwn" ? inline(plainText(element)) : plainText(element)),
    ),
  );
}

function divider() {
  return h("hr", { class: "uikit-divider" });
}

function nothing() {
  return null;
}

function image({ imageUrl, altText, title }) {
  return h(
    "figure",
    { class: "uikit-image" },
    title && h("figcaption", {}, plainText(title)),
    picture(imageUrl, altText ?? ""),
  );
}

function input(block, context) {
  const { label, element, hint, optional, blockId } = block;
  const id = freshId("input");
  const grouped = ["radio_button", "checkbox"].includes(element.type);
  const name = h(
    grouped ? "legend" : "label",
    { for: grouped ? null : id },
    plainText(label),
    !optional && h("span", { class: "uikit-star", "aria-hidden": "true" }, " *"),
  );
  return h(
    grouped ? "fieldset" : "div",
    { class: "field uikit-input" },
    name,
    control(element, block, context, plainText(label), id),
    hint && h("small", {}, plainText(hint)),
    h("p", { class: "uikit-error form-error", role: "alert", dataset: { for: `${element.actionId} ${blockId}` } }),
  );
}

function callout({ title, text: words, variant = "info" }) {
  return h(
    "div",
    { class: `uikit-callout uikit-callout-${variant}`, role: "note" },
    title && h("strong", {}, plainText(title)),
    h("div", {}, text(words)),
  );
}

function preview({ title = [], description = [], footer }) {
  return h(
    "div",
    { class: "uikit-preview" },
    title.map((line) => h("strong", {}, text(line))),
    description.map((line) => h("div", {}, text(line))),
    footer && contextBlock(footer),
  );
}

function infoCard(block, context) {
  return h(
    "div",
    { class: "uikit-callout" },
    (block.rows ?? []).map((row) =>
      h(
        "div",
        { class: "uikit-context" },
        (row.elements ?? []).map((element) =>
          element.text && element.type !== "button" ? text(element) : control(element, block, context),
        ),
      ),
    ),
  );
}
