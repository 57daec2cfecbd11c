import type { ILivechatRoom, IVisitor } from '@rocket.chat/apps-engine/definition/livechat';
import type { IRoom } from '@rocket.chat/apps-engine/definition/rooms';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';

const OUR_TOKENS = 'wa-';

/** The room, if it is one of a WhatsApp customer; undefined for every other room of the workspace. */
export function ourRoom(room: IRoom | undefined): ILivechatRoom | undefined {
  if (!isLivechat(room)) return undefined;
  return isOurToken((room.visitor as IVisitor | undefined)?.token) ? room : undefined;
}

export function isLivechat(room: IRoom | undefined): room is ILivechatRoom {
  return room?.type === RoomType.LIVE_CHAT;
}

function isOurToken(token: string | undefined): boolean {
  return token?.startsWith(OUR_TOKENS) ?? false;
}

export function isVisitorOf(room: ILivechatRoom, sender: { id?: string; _id?: string }): boolean {
  return (sender.id ?? sender._id) === room.visitor.id;
}
