import { byId, h } from "./dom.js";

export function toast(text, kind = "good") {
  const element = h("div", { class: `toast toast-${kind}`, role: kind === "bad" ? "alert" : null }, text);
  byId("toasts").append(element);
  setTimeout(() => element.remove(), kind === "bad" ? 6000 : 3000);
}

export const complain = (error) => toast(error.message, "bad");
