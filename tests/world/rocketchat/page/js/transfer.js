// Passing a conversation on: to a department's queue or to one agent.
import { post } from "./api.js";
import { dialog } from "./dialogs.js";
import { field, fill, h } from "./dom.js";
import { refreshSoon } from "./lists.js";
import { departmentName, loadPeople, personName } from "./people.js";
import { state } from "./state.js";
import { t } from "./texts.js";
import { toast } from "./toast.js";

export async function askWhereTo(room) {
  await loadPeople();
  const chosen = { kind: "department" };
  const label = h("span", {});
  const select = h("select", { name: "to" });
  const comment = h("textarea", { name: "comment", rows: 2 });
  const offer = (kind) => {
    chosen.kind = kind;
    label.textContent = t(`transfer.choose_${kind}`);
    fill(select, h("option", { value: "" }, t("transfer.pick")), kind === "agent" ? agents(room) : departments(room));
  };
  offer("department");
  dialog({
    title: t("transfer.title"),
    body: [kinds(offer), field(label, select), field(t("transfer.comment"), comment)],
    submit: t("transfer.submit"),
    cancel: t("transfer.cancel"),
    act: () => transfer(room, chosen.kind, select.value, comment.value.trim()),
  });
}

function kinds(offer) {
  const radio = (kind) =>
    h(
      "label",
      { class: "choice" },
      h("input", {
        type: "radio",
        name: "kind",
        value: kind,
        checked: kind === "department",
        on: { change: () => offer(kind) },
      }),
      h("span", {}, t(`transfer.${kind}`)),
    );
  return h("fieldset", { class: "choices" }, h("legend", {}, t("transfer.where")), radio("department"), radio("agent"));
}

function departments(room) {
  return [...state.departments.values()]
    .filter((department) => department.enabled !== false)
    .map((department) =>
      h(
        "option",
        { value: department._id },
        department._id === room.departmentId ? t("transfer.current", { name: department.name }) : department.name,
      ),
    );
}

// The one who serves now is no choice; everybody else is shown with whether he is there.
function agents(room) {
  return [...state.agents.values()]
    .filter((agent) => agent._id !== room.servedBy?._id)
    .map((agent) =>
      h(
        "option",
        { value: agent._id },
        `${personName(agent)} — ${isThere(agent) ? t("agents.online") : t("agents.offline")}`,
      ),
    );
}

const isThere = (agent) => agent.statusLivechat === "available" && agent.status !== "offline";

async function transfer(room, kind, id, comment) {
  if (!id) throw new Error(t("transfer.missing"));
  const to = kind === "agent" ? { userId: id } : { departmentId: id };
  const answer = await post("livechat/room.forward", {
    roomId: room._id,
    ...to,
    ...(comment ? { comment } : {}),
    clientAction: true,
  });
  if (answer.success === false) throw new Error(t("transfer.failed"));
  toast(t("transfer.done", { name: kind === "agent" ? personName(state.agents.get(id)) : departmentName(id) }));
  refreshSoon(0);
}
