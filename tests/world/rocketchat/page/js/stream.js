// What happens, as it happens: the stand-in for Rocket.Chat's websocket.
import { checkSession } from "./session.js";
import { emit, state } from "./state.js";

const EVENTS = ["message", "ephemeral", "ui", "room", "inquiry", "subscription", "visitor", "user", "app", "reset"];
const FIRST_WAIT = 500;
const LONGEST_WAIT = 3000;
let source = null;
let wait = FIRST_WAIT;
let timer = null;
let lost = false;

/** Listens, and resolves once it does: whoever looks afterwards misses nothing in between. */
export function connect() {
  disconnect();
  const query = new URLSearchParams({ userId: state.me._id, token: state.token });
  source = new EventSource(`/_world/events?${query}`);
  source.addEventListener("open", opened);
  source.addEventListener("error", failed);
  for (const type of EVENTS) source.addEventListener(type, (event) => emit(`live:${type}`, JSON.parse(event.data)));
  return new Promise((resolve) => {
    source.addEventListener("open", resolve);
    source.addEventListener("error", resolve);
  });
}

export function disconnect() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

function opened() {
  wait = FIRST_WAIT;
  const again = lost;
  lost = false;
  setConnected(true);
  if (again) emit("reconnected");
}

function failed() {
  source?.close();
  lost = true;
  setConnected(false);
  clearTimeout(timer);
  timer = setTimeout(retry, wait);
  wait = Math.min(wait * 1.5, LONGEST_WAIT);
}

async function retry() {
  if (!state.token) return;
  const alive = await checkSession();
  if (!state.token) return;
  if (alive) connect();
  else failed();
}

function setConnected(connected) {
  if (state.connected === connected) return;
  state.connected = connected;
  emit("connection");
}
