// What Rocket.Chat itself notes in a room, in Spanish words.
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { departmentName, personName } from "./people.js";
import { clock, has, t } from "./texts.js";

const SYMBOLS = {
  "livechat-close": "check",
  livechat_transfer_history: "forward",
  "livechat-started": "person",
  command: "person",
  ut: "person",
  uj: "person",
};

export function systemRow(message, room) {
  return h(
    "div",
    { class: "system", role: "note", dataset: { id: message._id, system: message.t } },
    icon(SYMBOLS[message.t] ?? "info", 14),
    h("span", {}, systemWords(message, room), comment(message)),
    h("time", {}, clock(message.ts)),
  );
}

function comment({ transferData }) {
  return transferData?.comment ? h("em", {}, ` ${t("system.comment", { comment: transferData.comment })}`) : null;
}

export function systemWords(message, room) {
  const values = { user: who(message, room), msg: message.msg ?? "" };
  if (message.t === "livechat_transfer_history") return transferWords(message.transferData ?? {}, values);
  if (message.t === "livechat-close" && message.msg)
    return t("system.livechat-close-comment", { ...values, comment: message.msg });
  if (message.t === "command" && message.msg === "connected") return t("system.command-connected", values);
  if (room?.t === "l" && has(`system.${message.t}-livechat`)) return t(`system.${message.t}-livechat`, values);
  if (has(`system.${message.t}`)) return t(`system.${message.t}`, values);
  return t(message.msg ? "system.unknown" : "system.unknown-empty", values);
}

function who(message, room) {
  if (message.u?._id === room?.v?._id) return room.v.name || message.u.username;
  return message.alias || personName(message.u);
}

function transferWords({ scope, transferredBy, transferredTo, nextDepartment }, values) {
  const user = transferredBy ? personName(transferredBy) : values.user;
  const department = nextDepartment?.name ?? departmentName(nextDepartment?._id);
  const agent = transferredTo ? personName(transferredTo) : "";
  if (scope === "queue") return t("system.transfer-queue", { user });
  if (scope === "autoTransferUnansweredChatsToAgent") return t("system.transfer-auto", { to: agent || department });
  if (scope === "department" && department) return t("system.transfer-department", { user, to: department });
  if (agent) return t("system.transfer-agent", { user, to: agent });
  return department ? t("system.transfer-department", { user, to: department }) : t("system.transfer", { user });
}
