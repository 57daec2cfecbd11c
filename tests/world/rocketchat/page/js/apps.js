// Buttons that an app puts on rooms, on messages and beside the composer.
import { appWord } from "./appwords.js";
import { hasRole, may } from "./people.js";
import { state } from "./state.js";
import { interact } from "./surfaces.js";

const ROOM_TYPES = { l: "livechat", c: "public_channel", p: "private_channel", d: "direct" };

export function appButtons(context, room) {
  return state.buttons
    .filter((button) => button.context === context && allowed(button.when, room))
    .map((button) => ({
      button,
      label: appWord(button.labelI18n?.replace(/^app-[0-9a-f-]{36}\./, ""), button.appId),
    }));
}

function allowed(when, room) {
  if (!when) return true;
  const { roomTypes, hasOneRole, hasAllRoles, hasOnePermission, hasAllPermissions } = when;
  if (roomTypes?.length && !roomTypes.includes(ROOM_TYPES[room?.t])) return false;
  if (hasOneRole?.length && !hasRole(...hasOneRole)) return false;
  if (hasOnePermission?.length && !hasOnePermission.some(may)) return false;
  return (hasAllRoles ?? []).every((role) => hasRole(role)) && (hasAllPermissions ?? []).every(may);
}

const press = (button, rest) => interact(button.appId, { type: "actionButton", actionId: button.actionId, ...rest });

export const pressRoomButton = (button, rid) => press(button, { rid, payload: { context: "roomAction" } });

export const pressMessageButton = (button, { rid, _id, tmid }) =>
  press(button, { rid, mid: _id, ...(tmid ? { tmid } : {}), payload: { context: "messageAction" } });

export const pressBoxButton = (button, rid, message) =>
  press(button, { rid, payload: { context: "messageBoxAction", message } });
