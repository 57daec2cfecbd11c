// Who is logged in here. One user a browser tab, so two tabs can be two agents.
import { get, post } from "./api.js";
import { emit, forget, on, state } from "./state.js";

const KEPT = "rocketchat.session";
let entered = null; // name and password, in memory only: a restarted server forgets its tokens

export async function restore() {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  if (!kept) return false;
  state.me = { _id: kept.userId };
  state.token = kept.token;
  try {
    state.me = await get("me");
    return true;
  } catch (error) {
    forget();
    if (error.status !== 0) sessionStorage.removeItem(KEPT);
    return false;
  }
}

export async function login(user, password) {
  const { data } = await post("login", { user, password });
  state.token = data.authToken;
  state.me = data.me ?? { _id: data.userId, username: user };
  sessionStorage.setItem(KEPT, JSON.stringify({ userId: data.userId, token: data.authToken }));
  entered = { user, password };
}

export async function logout() {
  entered = null;
  sessionStorage.removeItem(KEPT);
  await post("logout").catch(() => {});
  forget();
}

// A refused request may only be about that one thing: the session is over when `me` is refused too.
let checking = false;
on("unauthorized", async () => {
  if (checking || !state.token) return;
  checking = true;
  await checkSession();
  checking = false;
});

export async function checkSession() {
  try {
    await get("me");
    return true;
  } catch (error) {
    if (error.status !== 401) return error.status !== 0;
    return enterAgain();
  }
}

async function enterAgain() {
  const again = entered;
  state.token = null;
  if (
    again &&
    (await login(again.user, again.password).then(
      () => true,
      () => false,
    ))
  ) {
    emit("session-renewed");
    return true;
  }
  sessionStorage.removeItem(KEPT);
  emit("logged-out");
  return false;
}
