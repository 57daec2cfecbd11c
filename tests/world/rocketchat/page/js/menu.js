// A button that opens a menu, usable with the arrow keys.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { emit } from "./state.js";

export function menuButton({ label, symbol, items, text = "", className = "button icon-button" }) {
  const button = h(
    "button",
    {
      type: "button",
      class: className,
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": label,
      title: label,
    },
    icon(symbol),
    text,
  );
  const holder = h("div", { class: "menu-holder" }, button);
  button.addEventListener("click", () =>
    button.getAttribute("aria-expanded") === "true" ? closeMenu() : openMenu(holder, button, label, items),
  );
  return holder;
}

let opened = null;

export function openMenu(holder, button, label, items) {
  closeMenu();
  const menu = h(
    "div",
    { class: "menu", role: "menu", "aria-label": label },
    items.map((item) => menuItem(item)),
  );
  opened = { menu, button };
  button.setAttribute("aria-expanded", "true");
  holder.append(menu);
  placeInside(menu);
  menu.addEventListener("keydown", (event) => steer(event, menu));
  menu.querySelector("[role^=menuitem]")?.focus();
}

function menuItem({ label, detail, symbol, checked, act }) {
  const role = checked === undefined ? "menuitem" : "menuitemcheckbox";
  const press = () => {
    closeMenu();
    act();
  };
  return h(
    "button",
    {
      type: "button",
      role,
      "aria-checked": checked === undefined ? null : String(checked),
      tabindex: "-1",
      on: { click: press },
    },
    symbol && icon(symbol, 16),
    h("span", {}, label, detail && h("small", {}, detail)),
    checked && icon("check", 16),
  );
}

// A menu near an edge opens towards the middle.
function placeInside(menu) {
  const box = menu.getBoundingClientRect();
  if (box.bottom > innerHeight - 8) menu.classList.add("menu-up");
  if (box.left < 8) menu.classList.add("menu-right");
}

function steer(event, menu) {
  const items = [...menu.querySelectorAll("[role^=menuitem]")];
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  if (event.key === "Escape") {
    opened?.button.focus();
    closeMenu();
  } else if (to !== undefined) {
    event.preventDefault();
    items.at(to % items.length).focus();
  }
}

export function closeMenu() {
  if (!opened) return;
  opened.menu.remove();
  opened.button.setAttribute("aria-expanded", "false");
  opened = null;
  emit("menu-closed");
}

/** Whoever is about to choose from a menu must not have it drawn away. */
export const menuIsOpen = (element) => !!opened && element.contains(opened.menu);

document.addEventListener("pointerdown", (event) => {
  if (opened && !opened.menu.parentElement?.contains(event.target)) closeMenu();
});
