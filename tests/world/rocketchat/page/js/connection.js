// Says when the server is away, and when it is back.
import { byId, fill, h } from "./dom.js";
import { on, state } from "./state.js";
import { t } from "./texts.js";
import { toast } from "./toast.js";

export function watchConnection() {
  on("connection", () => {
    fill(
      byId("connection"),
      state.connected ? null : h("p", { class: "offline" }, h("span", { class: "spinner" }), t("connection.lost")),
    );
    document.body.classList.toggle("is-offline", !state.connected);
    if (state.connected) toast(t("connection.back"));
  });
}
