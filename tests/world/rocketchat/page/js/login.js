import { byId, field, fill, h } from "./dom.js";
import { avatar } from "./avatar.js";
import { login } from "./session.js";
import { demoUsers, t } from "./texts.js";

export function showLogin(enter, { notice = "", username = "" } = {}) {
  const user = entry("user", "text", "username", username);
  const password = entry("password", "password", "current-password");
  const error = h("p", { class: "form-error", role: "alert" }, notice);
  const button = h("button", { class: "button primary wide", type: "submit" }, t("login.enter"));
  const form = h(
    "form",
    { class: "login-card", "aria-label": t("login.title") },
    h("img", { class: "login-logo", src: "icon.svg", alt: "", width: 40, height: 40 }),
    h("h1", {}, t("login.title")),
    h("p", { class: "login-lead" }, t("login.lead")),
    user.element,
    password.element,
    error,
    button,
    hints(user, password, submit),
  );
  function submit() {
    form.requestSubmit();
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    button.textContent = t("login.entering");
    error.textContent = await tryLogin(user.input.value.trim(), password.input.value, enter);
    button.disabled = false;
    button.textContent = t("login.enter");
  });
  fill(byId("app"), h("main", { class: "login" }, form));
  (username ? password : user).input.focus();
}

async function tryLogin(user, password, enter) {
  try {
    await login(user, password);
  } catch (refused) {
    return refused.status === 401 || refused.status === 400 ? t("login.wrong") : refused.message;
  }
  await enter();
  return "";
}

function entry(name, type, autocomplete, value = "") {
  const input = h("input", {
    type,
    name,
    autocomplete,
    required: true,
    value,
    autocapitalize: "off",
    spellcheck: "false",
  });
  return { input, element: field(t(`login.${name}`), input) };
}

function hints(user, password, submit) {
  const choose = (username) => {
    user.input.value = username;
    password.input.value = username;
    submit();
  };
  return h(
    "div",
    { class: "login-hints" },
    h("p", {}, h("strong", {}, t("login.hint")), " ", t("login.hint_detail")),
    h(
      "ul",
      {},
      demoUsers.map((demo) =>
        h(
          "li",
          {},
          h(
            "button",
            {
              type: "button",
              class: "login-hint",
              "aria-label": t("login.enter_as", { name: demo.username }),
              on: { click: () => choose(demo.username) },
            },
            avatar(demo.name, { size: "small" }),
            h("span", {}, h("code", {}, demo.username), h("small", {}, demo.role)),
          ),
        ),
      ),
    ),
  );
}
