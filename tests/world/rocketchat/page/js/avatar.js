// A coloured square with initials, always the same for the same name.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const HUES = [212, 262, 330, 14, 36, 158, 186, 232, 290, 100];

export function avatar(name, { size = "", symbol = "" } = {}) {
  const element = h("span", { class: `avatar ${size} ${symbol && `avatar-${symbol}`}`, "aria-hidden": "true" });
  element.style.setProperty("--hue", HUES[hash(name) % HUES.length]);
  element.append(symbol ? icon(symbol, size === "small" ? 14 : 18) : initials(name));
  return element;
}

function initials(name) {
  const words = name.split(/[\s._-]+/).filter((word) => /\p{L}/u.test(word));
  if (!words.length) return name.replace(/\D/g, "").slice(-2) || "?";
  return (words[0][0] + (words[1]?.[0] ?? "")).toUpperCase();
}

function hash(text) {
  let value = 7;
  for (const letter of text) value = (value * 31 + letter.codePointAt(0)) >>> 0;
  return value;
}
