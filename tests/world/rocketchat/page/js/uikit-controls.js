// UiKit's controls: what one presses, chooses or writes in an app's blocks.
import { h } from "./dom.js";
import { menuButton } from "./menu.js";
import { t } from "./texts.js";
import { picture } from "./files.js";
import { state } from "./state.js";

const wordsOf = (object) => (typeof object === "string" ? object : (object?.text ?? ""));

export function control(element, block, context, label = "", id = null) {
  const draw = DRAW[element.type];
  if (!draw) return null;
  return draw(element, { label, id, ...bound(element, block, context) });
}

// Inside an input block a value is only kept until the form is sent, unless the element asks otherwise.
function bound(element, block, context) {
  const key = `${block.blockId}/${element.actionId}`;
  const keep = (value) => context.values.set(key, { blockId: block.blockId, actionId: element.actionId, value });
  const start =
    element.initialValue ??
    element.initialOptions?.map((option) => option.value) ??
    element.initialOption?.value ??
    element.initialDate ??
    element.initialTime;
  if (start !== undefined && !context.values.has(key)) keep(start);
  const asks =
    block.type !== "input" || element.dispatchActionConfig?.length > 0 || block.dispatchActionConfig?.length > 0;
  const act = (value) => context.act(element.actionId, block.blockId, value, block);
  const change = (value) => {
    keep(value);
    if (asks) act(value);
  };
  return { value: context.values.get(key)?.value, keep, act, change };
}

const DRAW = {
  button,
  overflow,
  image: ({ imageUrl, altText }) => picture(imageUrl, altText ?? ""),
  plain_text_input: textInput,
  static_select: select,
  multi_static_select: multiSelect,
  datepicker: typed("date"),
  time_picker: typed("time"),
  linear_scale: scale,
  radio_button: choices("radio"),
  checkbox: choices("checkbox"),
  toggle_switch: choices("checkbox"),
  users_select: (element, bind) => select({ ...element, options: people("_id") }, bind),
  multi_users_select: (element, bind) => multiSelect({ ...element, options: people("_id") }, bind),
  channels_select: (element, bind) => select({ ...element, options: channels() }, bind),
  multi_channels_select: (element, bind) => multiSelect({ ...element, options: channels() }, bind),
};

const people = (key) =>
  [...state.agents.values()].map((agent) => ({ value: agent[key], text: agent.name || agent.username }));
const channels = () => [...state.channels.values()].map((channel) => ({ value: channel._id, text: channel.name }));

function button({ text, url, value, style, secondary }, { act }) {
  const kind = { primary: "primary", danger: "danger", success: "success", warning: "warning" }[style] ?? "";
  const press = async (event) => {
    const pressed = event.currentTarget;
    pressed.disabled = true;
    await act(value);
    pressed.disabled = false;
  };
  if (url && /^https?:/i.test(url)) {
    return h(
      "a",
      {
        class: `button ${kind}`,
        href: url,
        target: "_blank",
        rel: "noopener noreferrer",
        on: { click: () => act(value) },
      },
      wordsOf(text),
    );
  }
  return h(
    "button",
    { type: "button", class: `button ${kind} ${secondary ? "secondary" : ""}`, on: { click: press } },
    wordsOf(text),
  );
}

function overflow({ options = [] }, { act }) {
  return menuButton({
    label: t("modal.more"),
    symbol: "dots",
    items: options.map((option) => ({ label: wordsOf(option.text), act: () => act(option.value) })),
  });
}

function textInput({ multiline, placeholder }, { label, id, value, keep, change }) {
  return h(multiline ? "textarea" : "input", {
    id,
    type: multiline ? null : "text",
    rows: multiline ? 4 : null,
    "aria-label": id ? null : label || wordsOf(placeholder),
    placeholder: wordsOf(placeholder),
    value: value ?? "",
    on: { input: (event) => keep(event.target.value), change: (event) => change(event.target.value) },
  });
}

function optionsOf({ options = [], optionGroups }, chosen) {
  const one = (option) =>
    h("option", { value: option.value, selected: chosen.includes(option.value) }, wordsOf(option.text));
  return optionGroups
    ? optionGroups.map((group) => h("optgroup", { label: wordsOf(group.label) }, group.options.map(one)))
    : options.map(one);
}

function select(element, { label, id, value, change }) {
  return h(
    "select",
    {
      id,
      "aria-label": id ? null : label || wordsOf(element.placeholder),
      on: { change: (event) => change(event.target.value) },
    },
    h(
      "option",
      { value: "", disabled: true, selected: value === undefined },
      wordsOf(element.placeholder) || t("modal.choose"),
    ),
    optionsOf(element, [value]),
  );
}

function multiSelect(element, { label, id, value, change }) {
  const read = (event) => change([...event.target.selectedOptions].map((option) => option.value));
  return h(
    "select",
    { id, multiple: true, "aria-label": id ? null : label, on: { change: read } },
    optionsOf(element, value ?? []),
  );
}

function typed(type) {
  return (element, { label, id, value, change }) =>
    h("input", {
      id,
      type,
      "aria-label": id ? null : label,
      value: value ?? "",
      on: { change: (event) => change(event.target.value) },
    });
}

function choices(type) {
  return ({ options = [], actionId }, { value, change }) => {
    const chosen = new Set([value ?? []].flat());
    const pick = (option, on) => {
      if (type === "radio") return change(option);
      if (on) chosen.add(option);
      else chosen.delete(option);
      return change([...chosen]);
    };
    return h(
      "div",
      { class: "choices" },
      options.map((option) =>
        h(
          "label",
          { class: "choice" },
          h("input", {
            type,
            name: actionId,
            value: option.value,
            checked: chosen.has(option.value),
            on: { change: (event) => pick(option.value, event.target.checked) },
          }),
          h("span", {}, wordsOf(option.text)),
        ),
      ),
    );
  };
}

function scale({ minValue = 0, maxValue = 10, preLabel, postLabel }, { value, change, label }) {
  const steps = Array.from({ length: maxValue - minValue + 1 }, (_, index) => String(minValue + index));
  return h(
    "div",
    { class: "uikit-scale", role: "group", "aria-label": label },
    wordsOf(preLabel),
    steps.map((step) =>
      h(
        "button",
        { type: "button", class: "button", "aria-pressed": String(step === value), on: { click: () => change(step) } },
        step,
      ),
    ),
    wordsOf(postLabel),
  );
}
