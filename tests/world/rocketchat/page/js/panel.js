// The right column: the contact, or what an app shows there instead.
import { byId, fill } from "./dom.js";
import { on, state } from "./state.js";
import { t } from "./texts.js";
import { contact } from "./visitor.js";
import { roomOf } from "./state.js";

const WIDE = 1180; // below this the conversation needs the room
let shown = null; // null: as the width says
let guest = null; // an app's contextual bar

export const panelShown = () => shown ?? innerWidth >= WIDE;

export function showPanel() {
  guest = null;
  draw();
}

export function togglePanel() {
  shown = !panelShown();
  guest = null;
  draw();
}

export function hidePanel() {
  shown = false;
  draw();
}

/** Shows an app's contextual bar until it is closed; null gives the place back. */
export function lendPanel(element) {
  guest = element;
  draw();
}

function draw() {
  const panel = byId("panel");
  if (!panel) return;
  const room = roomOf(state.current);
  const content = guest ?? (panelShown() && room?.t === "l" ? contact(room, hidePanel) : null);
  panel.hidden = !content;
  panel.setAttribute("aria-label", guest ? (guest.getAttribute("aria-label") ?? "") : t("visitor.label"));
  fill(panel, content);
  byId("panel-toggle")?.setAttribute("aria-pressed", String(panelShown()));
}

function redraw() {
  if (!guest) draw();
}
for (const topic of ["room-shown", "rooms", "room-changed", "visitor"]) on(topic, redraw);
addEventListener("resize", redraw);
