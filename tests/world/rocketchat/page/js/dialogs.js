// A question over the page: the browser's own dialog keeps the focus inside and closes on Escape.
import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./texts.js";

/** Opens a dialog whose `act` may throw: the reason is then shown and the dialog stays. */
export function dialog({ title, body, submit, cancel, act, danger = false }) {
  const id = freshId("dialog");
  const error = h("p", { class: "form-error", role: "alert" });
  const button = h("button", { type: "submit", class: `button ${danger ? "danger" : "primary"}` }, submit);
  const form = h(
    "form",
    { class: "dialog-form", method: "dialog" },
    dialogHead(id, title, () => element.close()),
    h("div", { class: "dialog-body" }, body, error),
    h(
      "footer",
      { class: "dialog-foot" },
      h("button", { type: "button", class: "button", on: { click: () => element.close() } }, cancel),
      button,
    ),
  );
  const element = h("dialog", { class: "dialog", "aria-labelledby": id }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.textContent = (await tried(act)) ?? "";
    button.disabled = false;
    if (!error.textContent) element.close();
  });
  return present(element);
}

async function tried(act) {
  try {
    await act();
    return null;
  } catch (refused) {
    return refused.message;
  }
}

export function dialogHead(id, title, close) {
  return h(
    "header",
    { class: "dialog-head" },
    h("h2", { id }, title),
    h(
      "button",
      { type: "button", class: "icon-button quiet", "aria-label": t("modal.close"), on: { click: close } },
      icon("close"),
    ),
  );
}

export function present(element) {
  const before = document.activeElement;
  element.addEventListener("close", () => {
    element.remove();
    // Chromium leaves the caret in the removed dialog unless the focus moves once more.
    before?.blur();
    before?.focus({ preventScroll: true });
  });
  document.body.append(element);
  element.showModal();
  element.querySelector(".dialog-body input:not([hidden]), .dialog-body textarea, .dialog-body select")?.focus();
  return element;
}
