import {
  RoomTypeFilter,
  UIActionButtonContext,
  type IUIActionButtonDescriptor,
} from '@rocket.chat/apps-engine/definition/ui';

const AGENTS = ['livechat-agent', 'livechat-manager', 'admin'];

const { ROOM_ACTION, MESSAGE_ACTION } = UIActionButtonContext;

/** The buttons beside a conversation and beside its messages; their words stand in i18n. */
export const ACTION_BUTTONS: IUIActionButtonDescriptor[] = [
  button('room-summary', ROOM_ACTION),
  button('room-ticket', ROOM_ACTION),
  button('room-bot', ROOM_ACTION),
  button('room-template', ROOM_ACTION),
  button('message-ticket', MESSAGE_ACTION),
  button('message-decision', MESSAGE_ACTION, ['admin']),
];

function button(
  actionId: string,
  context: UIActionButtonContext,
  hasOneRole = AGENTS,
): IUIActionButtonDescriptor {
  const labelI18n = `button_${actionId.replaceAll('-', '_')}`;
  const when = { roomTypes: [RoomTypeFilter.LIVE_CHAT], hasOneRole };
  return { actionId, context, labelI18n, when };
}
