// Files in messages. They are fetched with the agent's own token and shown from memory.
import { authHeaders } from "./api.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { inline } from "./markdown.js";
import { t } from "./texts.js";
import { complain } from "./toast.js";

const local = new Map(); // server path -> promise of an object URL

export const isFile = (attachment) =>
  attachment.type === "file" ||
  Boolean(attachment.image_type || attachment.audio_type || attachment.video_type || attachment.title_link_download);

export function files(message) {
  const attached = (message.attachments ?? []).filter(isFile);
  if (attached.length) return attached.map((attachment) => fromAttachment(attachment, message));
  return (message.files ?? [message.file]).filter((file) => file?._id).map(fromFile);
}

function fromAttachment(attachment, message) {
  const { title = message.file?.name ?? "", description, image_url, audio_url, video_url, title_link } = attachment;
  return h(
    "div",
    { class: "file" },
    shown({ title, image_url, audio_url, video_url, title_link, size: message.file?.size }),
    description && h("p", { class: "file-caption" }, inline(description)),
  );
}

function fromFile({ _id, name = "", type = "", size, url }) {
  const path = url ?? `/file-upload/${_id}/${encodeURIComponent(name)}`;
  const kind = type.split("/")[0];
  return h("div", { class: "file" }, shown({ title: name, size, title_link: path, [`${kind}_url`]: path }));
}

function shown({ title, image_url, audio_url, video_url, title_link, size }) {
  if (image_url) return picture(image_url, title);
  if (audio_url) return player("audio", audio_url, title);
  if (video_url) return player("video", video_url, title);
  return paper(title_link, title, size);
}

export function picture(path, name) {
  const image = h("img", { class: "picture", alt: t("messages.image", { name }), loading: "lazy" });
  const button = h(
    "button",
    {
      type: "button",
      class: "picture-button",
      "aria-label": t("messages.open_image", { name }),
      on: { click: () => open(path, name) },
    },
    image,
  );
  source(path).then(
    (url) => {
      image.src = url;
    },
    () => button.replaceWith(paper(path, name)),
  );
  return button;
}

function player(tag, path, name) {
  const element = h(tag, { class: tag, controls: true, "aria-label": name, preload: "metadata" });
  source(path).then((url) => {
    element.src = url;
  }, complain);
  return element;
}

function paper(path, name, size) {
  return h(
    "button",
    {
      type: "button",
      class: "document",
      "aria-label": t("messages.download", { name }),
      on: { click: () => open(path, name) },
    },
    icon("file", 22),
    h("span", {}, name, size && h("small", {}, sizeWords(size))),
  );
}

function sizeWords(bytes) {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

// Pictures and PDFs are looked at; anything else could be a page with scripts and is only saved.
const HARMLESS = /^(image\/(?!svg)|application\/pdf)/;

async function open(path, name) {
  try {
    const url = await source(path);
    const type = url.startsWith("blob:") ? ((await fetch(url)).headers.get("Content-Type") ?? "") : "image/";
    h(
      "a",
      HARMLESS.test(type) ? { href: url, target: "_blank", rel: "noopener" } : { href: url, download: name },
    ).click();
  } catch {
    complain(new Error(t("messages.file_failed")));
  }
}

function source(path) {
  const url = new URL(path, location.origin);
  if (url.origin !== location.origin) return Promise.resolve(/^(https|data):/.test(url.protocol) ? url.href : "");
  if (!local.has(path)) local.set(path, download(path));
  local.get(path).catch(() => local.delete(path));
  return local.get(path);
}

async function download(path) {
  const answer = await fetch(new URL(path, location.origin), { headers: authHeaders() });
  if (!answer.ok) throw new Error(t("messages.file_failed"));
  return URL.createObjectURL(await answer.blob());
}
