// Who I am here, whether conversations may come to me, and becoming somebody else.
import { get, post } from "./api.js";
import { avatar } from "./avatar.js";
import { byId, fill, h } from "./dom.js";
import { openMenu } from "./menu.js";
import { isAgent } from "./people.js";
import { on, state } from "./state.js";
import { demoUsers, t } from "./texts.js";
import { complain } from "./toast.js";

let doors = null; // {leave, change}: what main does when the user goes

export function showAccount(given) {
  doors = given;
  draw();
}

const name = () => state.me.name || state.me.username;
const available = () => state.me.statusLivechat === "available";

function draw() {
  const holder = byId("account");
  if (!holder || !state.me) return;
  const label = t("account.menu", { name: name() });
  const button = h(
    "button",
    { type: "button", class: "account-button", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": label },
    h(
      "span",
      { class: "account-face" },
      avatar(name()),
      isAgent() && h("span", { class: `presence ${available() ? "presence-on" : ""}` }),
    ),
    h(
      "span",
      { class: "account-name" },
      h("strong", {}, name()),
      isAgent() && h("small", {}, t(available() ? "account.available" : "account.away")),
    ),
  );
  const inner = h("div", { class: "menu-holder account-holder" }, button);
  button.addEventListener("click", () => openMenu(inner, button, label, items()));
  fill(holder, inner);
}

function items() {
  const others = demoUsers.filter((user) => user.username !== state.me.username);
  return [
    isAgent() && { label: t("account.status"), checked: available(), act: toggleStatus },
    ...others.map((user) => ({
      label: t("login.enter_as", { name: user.username }),
      symbol: "swap",
      act: () => doors.change(user.username),
    })),
    { label: t("account.other"), symbol: "person", act: () => doors.leave() },
    { label: t("account.leave"), symbol: "leave", act: () => doors.leave() },
  ].filter(Boolean);
}

async function toggleStatus() {
  try {
    await post("livechat/agent.status", { status: available() ? "not-available" : "available" });
    state.me = { ...state.me, ...(await get("me")) };
  } catch (error) {
    complain(error);
  }
  draw();
}

on("me", draw);
