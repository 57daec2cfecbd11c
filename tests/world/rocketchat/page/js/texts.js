// Every Spanish word of the page comes from texts/es-DO.json.

const words = await load("texts/es-DO.json");
export const demoUsers = await load("texts/demo-users.json");

async function load(path) {
  const answer = await fetch(new URL(`../${path}`, import.meta.url));
  return answer.json();
}

export function has(key) {
  return typeof find(key) === "string";
}

export function t(key, values = {}) {
  const text = find(key);
  if (typeof text !== "string") return key;
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

// Codes of Rocket.Chat hold dots and dashes, so only the first dot separates the section.
function find(key) {
  const dot = key.indexOf(".");
  return words[key.slice(0, dot)]?.[key.slice(dot + 1)];
}

export function counted(key, count) {
  return count === 1 ? t(`${key}_one`) : t(key, { count });
}

const LOCALE = "es-DO";
const ZONE = "America/Santo_Domingo";
const timeFormat = new Intl.DateTimeFormat(LOCALE, { hour: "numeric", minute: "2-digit", timeZone: ZONE });
const dayFormat = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long", timeZone: ZONE });
const shortDayFormat = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: ZONE });
const keyFormat = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE });

export const clock = (date) => timeFormat.format(new Date(date));
export const dayKey = (date) => keyFormat.format(new Date(date));
export const moment = (date) => `${shortDayFormat.format(new Date(date))}, ${clock(date)}`;

export function dayName(date) {
  const key = dayKey(date);
  if (key === dayKey(Date.now())) return t("messages.today");
  if (key === dayKey(Date.now() - 86_400_000)) return t("messages.yesterday");
  return dayFormat.format(new Date(date));
}

export function briefly(date) {
  return dayKey(date) === dayKey(Date.now()) ? clock(date) : shortDayFormat.format(new Date(date));
}
