// Files from an agent: chosen, dropped or pasted, looked at once more, then sent.
import { post, postForm } from "./api.js";
import { dialog } from "./dialogs.js";
import { field, h } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./texts.js";

export function acceptFiles(form, box, rid) {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    if (input.files.length) offer(rid, input.files[0]);
    input.value = "";
  });
  box.addEventListener("paste", (event) => {
    const [file] = event.clipboardData.files;
    if (!file) return;
    event.preventDefault();
    offer(rid, file);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("composer-drop");
  });
  form.addEventListener("dragleave", () => form.classList.remove("composer-drop"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("composer-drop");
    if (event.dataTransfer.files.length) offer(rid, event.dataTransfer.files[0]);
  });
}

function offer(rid, file) {
  const caption = h("input", { type: "text", name: "caption" });
  dialog({
    title: t("upload.title"),
    body: [preview(file), field(t("upload.caption"), caption)],
    submit: t("upload.send"),
    cancel: t("upload.cancel"),
    act: () => upload(rid, file, caption.value.trim()),
  });
}

function preview(file) {
  if (!file.type.startsWith("image/")) return h("p", { class: "upload-file" }, icon("file", 28), file.name);
  const url = URL.createObjectURL(file);
  return h("img", { class: "upload-picture", src: url, alt: file.name, on: { load: () => URL.revokeObjectURL(url) } });
}

// In two steps, as Rocket.Chat wants it: the file first, then the message that carries it.
async function upload(rid, file, caption) {
  const form = new FormData();
  form.append("file", file, file.name);
  const stored = await postForm(`rooms.media/${rid}`, form);
  await post(`rooms.mediaConfirm/${rid}/${stored.file._id}`, caption ? { msg: caption } : {});
}
