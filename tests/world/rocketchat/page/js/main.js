// Brings the page up: somebody logs in, the lists are fetched, events flow.
import { byId, fill, h } from "./dom.js";
import { get } from "./api.js";
import { showAccount } from "./account.js";
import { watchConnection } from "./connection.js";
import { listenToTheServer } from "./live.js";
import { loadEverything } from "./lists.js";
import { showLogin } from "./login.js";
import { showPanel } from "./panel.js";
import { forgetAddress, openRoom, showRoom } from "./room.js";
import { showRooms } from "./rooms.js";
import { login, logout, restore } from "./session.js";
import { forget, on, state } from "./state.js";
import { connect, disconnect } from "./stream.js";
import { t } from "./texts.js";

async function enter() {
  state.me = await get("me");
  fill(
    byId("app"),
    h(
      "div",
      { class: "console" },
      h(
        "aside",
        { class: "rooms" },
        h("header", { id: "account" }),
        h("nav", { id: "rooms", "aria-label": t("rooms.label") }),
      ),
      h("main", { id: "room", class: "room" }),
      h("aside", { id: "panel", class: "panel", hidden: true }),
    ),
  );
  showAccount({ leave, change });
  showRooms();
  showRoom();
  showPanel();
  await connect();
  await loadEverything();
  openRoom(ridOfAddress());
}

async function leave(options) {
  disconnect();
  await logout();
  forgetAddress();
  showLogin(enter, options);
}

async function change(username) {
  disconnect();
  await logout();
  forgetAddress();
  try {
    await login(username, username);
    await enter();
  } catch {
    showLogin(enter, { username });
  }
}

const ridOfAddress = () => /^#\/room\/([\w-]+)/.exec(location.hash)?.[1] ?? null;

on("logged-out", () => {
  disconnect();
  forget();
  showLogin(enter, { notice: t("login.again") });
});
addEventListener("hashchange", () => state.token && openRoom(ridOfAddress()));

document.title = t("page.title");
watchConnection();
listenToTheServer();
if (await restore()) await enter();
else showLogin(enter);
