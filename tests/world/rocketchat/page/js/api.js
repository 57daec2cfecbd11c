// Rocket.Chat's REST, and what its refusals mean to the person at the screen.
import { state, emit } from "./state.js";
import { has, t } from "./texts.js";

export class Refused extends Error {
  constructor(code, status, detail) {
    super(explain(code, status, detail));
    this.code = code;
    this.status = status;
  }
}

function explain(code, status, detail) {
  if (has(`errors.${code}`)) return t(`errors.${code}`);
  if (status === 0) return t("errors.offline");
  if (status === 429) return t("errors.busy");
  if (status === 401 || status === 403) return t("errors.unauthorized");
  return t("errors.unknown", { detail: detail || code || status });
}

// Rocket.Chat says the code in errorType, in brackets at the end of error, or as error itself.
function refusal(status, body) {
  const text = typeof body?.error === "string" ? body.error : (body?.message ?? "");
  const code = body?.errorType ?? /\[([\w-]+)\]\s*$/.exec(text)?.[1] ?? text.trim();
  return new Refused(code, status, text.replace(/\s*\[[\w-]+\]\s*$/, ""));
}

export function authHeaders() {
  return state.token ? { "X-User-Id": state.me._id, "X-Auth-Token": state.token } : {};
}

async function request(method, path, { query, json, form } = {}) {
  const url = new URL(path, location.origin);
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.append(name, value);
  const headers = { ...authHeaders(), ...(json ? { "Content-Type": "application/json" } : {}) };
  const sentAs = state.token;
  const answer = await fetch(url, { method, headers, body: form ?? (json && JSON.stringify(json)) }).catch(() => {
    throw new Refused("", 0);
  });
  const body = await answer.json().catch(() => null);
  if (answer.status === 401 && sentAs && sentAs === state.token && !path.endsWith("/me")) emit("unauthorized");
  // An app's list of mistakes in a form also says success: false, and is an answer all the same.
  const refused = body?.type !== "errors" && (body?.success === false || body?.status === "error");
  if (!answer.ok || refused) throw refusal(answer.status, body);
  return body ?? {};
}

export const get = (name, query) => request("GET", `/api/v1/${name}`, { query });
export const post = (name, json = {}) => request("POST", `/api/v1/${name}`, { json });
export const postForm = (name, form) => request("POST", `/api/v1/${name}`, { form });
export const getApps = (name) => request("GET", `/api/apps/${name}`);
export const postApps = (name, json) => request("POST", `/api/apps/${name}`, { json });

// Rocket.Chat's own ids look like this: 17 characters without the ones that are easily confused.
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
export function randomId() {
  const bytes = crypto.getRandomValues(new Uint8Array(17));
  return Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
