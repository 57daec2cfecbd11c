// Slash commands: suggested while one types, with the app's previews, and run on Enter.
import { get, post } from "./api.js";
import { appWord } from "./appwords.js";
import { fill, freshId, h } from "./dom.js";
import { receiveEphemeral } from "./history.js";
import { may } from "./people.js";
import { openTrigger } from "./surfaces.js";
import { state } from "./state.js";
import { t } from "./texts.js";
import { complain } from "./toast.js";

const PREVIEW_WAIT = 250;

const runnable = () =>
  state.commands.filter(({ clientOnly, permission }) => !clientOnly && (!permission || may(permission)));
const parse = (text) => /^\/([\w.-]+)(?:\s+([\s\S]*))?$/.exec(text);

/** Tells whether the text was a command, so that it is not sent as a message. */
export async function runCommand(rid, text) {
  const [, name, params = ""] = parse(text) ?? [];
  if (!name) return false;
  const command = runnable().find((known) => known.command === name);
  if (!command) {
    receiveEphemeral({
      rid,
      msg: t("composer.unknown_command", { command: name }),
      u: { _id: "rocket.cat", username: "rocket.cat", name: "Rocket.Chat" },
    });
    return true;
  }
  await post("commands.run", { command: name, roomId: rid, params, triggerId: openTrigger(command.appId) }).catch(
    complain,
  );
  return true;
}

export function suggestions(box, rid) {
  const id = freshId("suggestions");
  const element = h("div", {
    class: "suggestions",
    id,
    role: "listbox",
    "aria-label": t("composer.commands"),
    hidden: true,
  });
  const popup = { element, box, rid, options: [], at: 0, timer: null, asked: 0 };
  for (const [name, value] of Object.entries({
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
    "aria-controls": id,
  })) {
    box.setAttribute(name, value);
  }
  box.addEventListener("blur", () => setTimeout(() => show(popup, []), 150));
  return { element, update: () => update(popup), steer: (event) => steer(popup, event) };
}

function update(popup) {
  clearTimeout(popup.timer);
  popup.asked += 1;
  const text = popup.box.value;
  const word = /^\/([\w.-]*)$/.exec(text)?.[1];
  if (word !== undefined)
    return show(
      popup,
      matching(word).map((command) => commandOption(popup, command)),
    );
  show(popup, []);
  const [, name, params = ""] = parse(text) ?? [];
  const command = name && runnable().find((known) => known.command === name);
  if (command?.providesPreview) popup.timer = setTimeout(() => preview(popup, command, params), PREVIEW_WAIT);
}

const matching = (word) =>
  runnable()
    .filter(({ command }) => command.startsWith(word))
    .toSorted((a, b) => Boolean(b.appId) - Boolean(a.appId) || a.command.localeCompare(b.command));

function commandOption(popup, { command, params, description, appId }) {
  const choose = () => {
    popup.box.value = `/${command} `;
    popup.box.dispatchEvent(new Event("input"));
    popup.box.focus();
  };
  const content = [
    h("strong", {}, `/${command}`),
    " ",
    h("span", { class: "option-params" }, appWord(params, appId)),
    h("small", {}, appWord(description, appId)),
  ];
  return { content, choose, whole: `/${command}` };
}

async function preview(popup, command, params) {
  const asked = popup.asked;
  const answer = await get("commands.preview", { command: command.command, roomId: popup.rid, params }).catch(
    () => null,
  );
  if (asked !== popup.asked || !answer?.preview?.items) return;
  show(
    popup,
    answer.preview.items.map((item) => previewOption(popup, command, params, item)),
  );
}

function previewOption(popup, command, params, item) {
  const choose = () => {
    popup.box.value = "";
    popup.box.dispatchEvent(new Event("input"));
    const triggerId = openTrigger(command.appId);
    post("commands.preview", {
      command: command.command,
      roomId: popup.rid,
      params,
      previewItem: item,
      triggerId,
    }).catch(complain);
  };
  const content =
    item.type === "image"
      ? h("img", { src: item.value, alt: item.id, class: "option-image" })
      : h("span", { class: "option-preview" }, item.value);
  return { content, choose };
}

function show(popup, options) {
  popup.options = options;
  popup.at = 0;
  popup.element.hidden = !options.length;
  fill(
    popup.element,
    options.map((option, index) =>
      h(
        "div",
        {
          class: "option",
          role: "option",
          id: `${popup.element.id}-${index}`,
          on: { pointerdown: (event) => (event.preventDefault(), option.choose()) },
        },
        option.content,
      ),
    ),
  );
  mark(popup);
}

function mark(popup) {
  [...popup.element.children].forEach((row, index) => {
    row.setAttribute("aria-selected", String(index === popup.at));
    if (index === popup.at) row.scrollIntoView({ block: "nearest" });
  });
  if (popup.options.length) popup.box.setAttribute("aria-activedescendant", `${popup.element.id}-${popup.at}`);
  else popup.box.removeAttribute("aria-activedescendant");
}

/** Tells whether the key was the list's. A command typed to its end is run by Enter, not chosen again. */
function steer(popup, event) {
  if (!popup.options.length || event.shiftKey) return false;
  const option = popup.options[popup.at];
  if (event.key === "Enter" && option.whole === popup.box.value.trim()) return false;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) popup.at = (popup.at + step + popup.options.length) % popup.options.length;
  else if (event.key === "Enter" || event.key === "Tab") option.choose();
  else if (event.key === "Escape") show(popup, []);
  else return false;
  event.preventDefault();
  if (step) mark(popup);
  return true;
}
