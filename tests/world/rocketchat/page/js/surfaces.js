// An app's modals, contextual bars and message blocks, and the conversation with the app about them.
import { postApps, randomId } from "./api.js";
import { dialogHead, present } from "./dialogs.js";
import { fill, freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { lendPanel } from "./panel.js";
import { t } from "./texts.js";
import { complain } from "./toast.js";
import { blocks, plainText } from "./uikit.js";

const TRIGGER_LIFE = 5000; // the vendor's
const triggers = new Map(); // trigger id -> app id: only what this page asked for may open something here
const open = new Map(); // view id -> {kind, appId, view, values, element}

export function openTrigger(appId) {
  const id = randomId();
  triggers.set(id, appId);
  setTimeout(() => triggers.delete(id), TRIGGER_LIFE);
  return id;
}

export async function interact(appId, interaction) {
  const triggerId = openTrigger(appId);
  try {
    const answer = await postApps(`ui.interaction/${appId}`, { ...interaction, triggerId });
    if (answer?.type) receiveInteraction({ appId, triggerId, ...answer });
    return answer;
  } catch (error) {
    complain(error);
    return null;
  }
}

export function receiveInteraction(interaction) {
  const { type, triggerId, appId, view, viewId, errors } = interaction;
  const id = view?.id ?? viewId;
  // A trigger opens one thing, and only soon: what comes by REST and by event, or late, is let go.
  if (triggerId && !triggers.delete(triggerId)) return;
  if (type === "errors") return showErrors(id, errors);
  const [kind, act] = type.split(".");
  if (kind === "banner") return;
  if (act === "close") return shut(id);
  show(kind, appId, view);
}

function show(kind, appId, view) {
  const known = open.get(view.id);
  if (known) return redraw(known, view);
  if (kind === "contextual_bar") closeSurfaces("contextual_bar");
  const surface = {
    kind,
    appId,
    view,
    values: new Map(),
    element: kind === "modal" ? modal() : h("section", { class: "app-bar" }),
  };
  open.set(view.id, surface);
  redraw(surface, view);
  surface.element.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss(surface);
  });
  return kind === "modal" ? present(surface.element) : lendPanel(surface.element);
}

const modal = () => h("dialog", { class: "dialog app-modal" });

// An app may show something else in the same place: what was entered so far stays.
function redraw(surface, view) {
  surface.view = view;
  surface.element.setAttribute("aria-label", plainText(view.title));
  fill(surface.element, formOf(surface, surface.kind === "modal" ? modalHead(surface) : barHead(surface)));
}

function modalHead(surface) {
  return dialogHead(freshId("modal"), plainText(surface.view.title), () => dismiss(surface));
}

function barHead(surface) {
  return h(
    "header",
    { class: "panel-head" },
    h("h2", {}, plainText(surface.view.title)),
    h(
      "button",
      {
        type: "button",
        class: "icon-button quiet",
        "aria-label": t("modal.close_panel"),
        on: { click: () => dismiss(surface) },
      },
      icon("close"),
    ),
  );
}

function formOf(surface, head) {
  const { view } = surface;
  const submit =
    view.submit &&
    h(
      "button",
      { type: "submit", class: `button ${view.submit.style === "danger" ? "danger" : "primary"}` },
      plainText(view.submit.text) || t("modal.submit"),
    );
  const cancel =
    view.close &&
    h(
      "button",
      { type: "button", class: "button", on: { click: () => dismiss(surface) } },
      plainText(view.close.text) || t("modal.cancel"),
    );
  const form = h(
    "form",
    { class: "dialog-form", novalidate: true },
    head,
    h("div", { class: "dialog-body uikit" }, blocks(view.blocks ?? [], contextOf(surface))),
    (submit || cancel) && h("footer", { class: "dialog-foot" }, cancel, submit),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(surface, submit);
  });
  return form;
}

function contextOf(surface) {
  return {
    values: surface.values,
    act: (actionId, blockId, value) =>
      interact(surface.appId, {
        type: "blockAction",
        actionId,
        payload: { blockId, value },
        container: { type: "view", id: surface.view.id },
      }),
  };
}

function stateOf(surface) {
  const state = {};
  for (const { blockId, actionId, value } of surface.values.values()) (state[blockId] ??= {})[actionId] = value;
  return { ...surface.view, state };
}

async function send(surface, button) {
  if (button) button.disabled = true;
  const { appId, view } = surface;
  const answer = await interact(appId, { type: "viewSubmit", viewId: view.id, payload: { view: stateOf(surface) } });
  if (button) button.disabled = false;
  const settled =
    !answer ||
    ["errors", "modal.update", "contextual_bar.update", "modal.open", "contextual_bar.open"].includes(answer.type);
  if (!settled && open.get(view.id) === surface) shut(view.id);
}

function dismiss(surface) {
  const { appId, view } = surface;
  shut(view.id);
  if (view.notifyOnClose)
    interact(appId, { type: "viewClosed", payload: { viewId: view.id, view: stateOf(surface), isCleared: false } });
}

function shut(id) {
  const surface = open.get(id);
  remove(id);
  if (surface?.kind === "contextual_bar") lendPanel(null);
}

function remove(id) {
  const surface = open.get(id);
  open.delete(id);
  if (surface?.kind === "modal") surface.element.close();
}

export function closeSurfaces(kind) {
  for (const [id, surface] of open) if (!kind || surface.kind === kind) shut(id);
}

function showErrors(id, errors) {
  const surface = open.get(id);
  if (!surface) return;
  surface.element.querySelectorAll(".uikit-error").forEach((element) => {
    element.textContent = "";
  });
  for (const [field, text] of [errors].flat().flatMap((given) => Object.entries(given ?? {}))) {
    const place = surface.element.querySelector(`.uikit-error[data-for~="${CSS.escape(field)}"]`);
    if (place) place.textContent = text;
    else complain(new Error(text));
  }
}

export function messageBlocks(message) {
  const appOf = (block) => block.appId ?? message.blocks.find((other) => other.appId)?.appId;
  const context = {
    values: new Map(),
    act: (actionId, blockId, value, block) =>
      interact(appOf(block), {
        type: "blockAction",
        actionId,
        payload: { blockId, value },
        container: { type: "message", id: message._id },
        mid: message._id,
        ...(message.tmid ? { tmid: message.tmid } : {}),
        rid: message.rid,
      }),
  };
  return h("div", { class: "uikit message-blocks" }, blocks(message.blocks, context));
}
