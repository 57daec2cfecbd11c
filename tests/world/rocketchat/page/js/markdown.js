// Rocket.Chat's markup as elements. Text goes in, nodes come out; nothing is ever parsed as HTML.
import { h } from "./dom.js";
import { icon } from "./icons.js";

const INLINE = new RegExp(
  [
    "`(?<code>[^`\\n]+)`",
    "\\[(?<label>[^\\]\\n]+)\\]\\((?<target>[^)\\s]+)\\)",
    "<(?<angle>https?://[^|>\\s]+)(?:\\|(?<angleLabel>[^>]+))?>",
    "(?<url>https?://[^\\s<>]+[^\\s<>.,;:!?)\\]}'\"»])",
    "(?<![\\w*])\\*\\*(?<strong>\\S(?:[^*\\n]*\\S)?)\\*\\*(?![\\w*])",
    "(?<![\\w*])\\*(?<bold>\\S(?:[^*\\n]*[^\\s*])?)\\*(?![\\w*])",
    "(?<![\\w_])__?(?<italic>\\S(?:[^_\\n]*[^\\s_])?)__?(?![\\w_])",
    "(?<![\\w~])~~?(?<strike>\\S(?:[^~\\n]*[^\\s~])?)~~?(?![\\w~])",
    "(?<![\\w@])@(?<mention>[a-zA-Z][\\w.-]*\\w)",
    ":(?<emoji>[a-z0-9_+-]+):",
  ].join("|"),
  "gu",
);

const EMOJI = {
  white_check_mark: "✅",
  heavy_check_mark: "✔️",
  x: "❌",
  warning: "⚠️",
  ticket: "🎫",
  bell: "🔔",
  robot: "🤖",
  red_circle: "🔴",
  large_yellow_circle: "🟡",
  green_circle: "🟢",
  large_green_circle: "🟢",
  yellow_circle: "🟡",
  smile: "😄",
  "+1": "👍",
  thumbsup: "👍",
  wave: "👋",
  hourglass: "⏳",
  clock1: "🕐",
  memo: "📝",
  phone: "📞",
  eyes: "👀",
  lock: "🔒",
  package: "📦",
  pray: "🙏",
  heart: "❤️",
  rotating_light: "🚨",
  speech_balloon: "💬",
};

export function rich(text) {
  const parts = text.split(/^```[^\n]*\n?([\s\S]*?)\n?```$/m);
  return parts.flatMap((part, index) =>
    index % 2 ? [h("pre", {}, h("code", {}, part))] : lines(part.replace(/^\n|\n$/g, "")),
  );
}

function lines(text) {
  const nodes = [];
  for (const block of text.split(/((?:^>.*(?:\n|$))+)/m)) {
    if (!block) continue;
    if (block.startsWith(">")) nodes.push(h("blockquote", {}, inline(block.replace(/^> ?/gm, "").trimEnd())));
    else nodes.push(...headings(block));
  }
  return nodes;
}

function headings(text) {
  return text
    .split(/^(#{1,4} .*)$\n?/m)
    .flatMap((part, index) =>
      index % 2 ? [h("strong", { class: "heading" }, inline(part.replace(/^#+ /, "")))] : inline(part),
    );
}

export function inline(text) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > at) nodes.push(text.slice(at, match.index));
    nodes.push(element(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(text.slice(at));
  return nodes;
}

function element(match) {
  const found = match.groups;
  if (found.code) return h("code", {}, found.code);
  if (found.target) return link(found.target, inline(found.label), match[0]);
  if (found.angle) return link(found.angle, found.angleLabel ?? found.angle, match[0]);
  if (found.url) return link(found.url, found.url, match[0]);
  if (found.strong ?? found.bold) return h("strong", {}, inline(found.strong ?? found.bold));
  if (found.italic) return h("em", {}, inline(found.italic));
  if (found.strike) return h("s", {}, inline(found.strike));
  if (found.mention) return h("span", { class: "mention" }, `@${found.mention}`);
  return EMOJI[found.emoji] ?? match[0];
}

const SAFE = /^(https?:|mailto:|tel:)/i;

export function link(target, content, otherwise = content) {
  const url = URL.parse?.(target, location.href) ?? null;
  if (!url || !SAFE.test(url.protocol)) return typeof otherwise === "string" ? otherwise : h("span", {}, otherwise);
  const rid = url.origin === location.origin && roomIn(url);
  if (rid) return h("a", { href: `#/room/${rid}`, class: "room-link" }, content);
  return h(
    "a",
    { href: url.href, target: "_blank", rel: "noopener noreferrer" },
    content,
    url.origin !== location.origin && outward(),
  );
}

const outward = () => h("span", { class: "outward" }, icon("forward", 12));

// Links that Rocket.Chat itself makes to a conversation stay on this page.
export const roomIn = (url) => /^\/(?:live|omnichannel\/current|group|channel)\/([\w-]+)/.exec(url.pathname)?.[1];

export function plain(text) {
  return text
    .replace(/```|\*\*|[*_~`](?=\S)|(?<=\S)[*_~`]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
