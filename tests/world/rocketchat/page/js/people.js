// Who is who: names, bots, permissions. Rooms name their agent by id and username only, the rest is asked for.
import { get } from "./api.js";
import { emit, state } from "./state.js";
import { soft } from "./soft.js";

const LIMIT = 100;
const asked = new Set(); // ids that were asked for once

export async function loadPeople() {
  const permissions = await soft(get("permissions.listAll"));
  state.permissions = new Map((permissions?.update ?? []).map(({ _id, roles }) => [_id, roles]));
  const [, agents] = await Promise.all([
    loadDepartments(),
    may("transfer-livechat-guest") ? soft(get("livechat/users/agent", { count: LIMIT })) : null,
  ]);
  if (agents) state.agents = new Map(agents.users.map((agent) => [agent._id, agent]));
  for (const agent of state.agents.values()) know(agent);
}

async function loadDepartments() {
  const answer = await soft(get("livechat/department", { count: LIMIT }));
  if (answer) state.departments = new Map(answer.departments.map((department) => [department._id, department]));
}

/** Looks once more for departments that were made after this page came up. */
export async function meetDepartments(ids) {
  const strangers = ids.filter((id) => id && !asked.has(id) && !state.departments.has(id));
  for (const id of strangers) asked.add(id);
  if (strangers.length) await loadDepartments();
}

export function know(user) {
  if (user?._id) state.people.set(user._id, { ...state.people.get(user._id), ...user });
}

/** Asks once for everybody of whom only the id is known. */
export async function meet(users) {
  const strangers = users.filter((user) => user?._id && !asked.has(user._id) && !state.people.get(user._id)?.type);
  for (const { _id } of strangers) asked.add(_id);
  const answers = await Promise.all(strangers.map(({ _id }) => soft(get("users.info", { userId: _id }))));
  for (const answer of answers) know(answer?.user);
  if (strangers.length) emit("people");
}

export function forgetPeople() {
  asked.clear();
}

export const hasRole = (...roles) => roles.some((role) => state.me?.roles?.includes(role));

export const may = (permission) => hasRole(...(state.permissions.get(permission) ?? []));

export const isAgent = () => hasRole("livechat-agent");

export function isBot(user) {
  const known = state.people.get(user?._id);
  if (known?.type) return known.type === "bot" || Boolean(known.roles?.includes("bot"));
  return /(^|[._-])bot([._-]|$)/.test(user?.username ?? "");
}

export const isApp = (user) => state.people.get(user?._id)?.type === "app";

export const personName = (user) => user?.name || state.people.get(user?._id)?.name || user?.username || "";

export const departmentName = (id) => state.departments.get(id)?.name ?? "";
