import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { ILivechatRoom, IVisitor } from '@rocket.chat/apps-engine/definition/livechat';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';

// Without an agent the server's own routing decides, though the engine's type demands one.
const NOBODY = null as unknown as IUser;
const SOURCE = {
  type: 'app',
  label: 'WhatsApp',
  sidebarIcon: 'whatsapp',
  defaultIcon: 'whatsapp',
} as const;

/** The visitor's open room; the older one should there ever be two. */
export async function openRoomOf(read: IRead, token: string): Promise<ILivechatRoom | undefined> {
  // The server looks a visitor's rooms up by the token alone.
  const rooms = await read.getLivechatReader().getLivechatRooms({ token } as IVisitor);
  return rooms.filter((room) => room.isOpen).sort((a, b) => openedAt(a) - openedAt(b))[0];
}

export async function openRoom(
  modify: IModify,
  visitor: IVisitor,
  agent: IUser | undefined,
  appId: string,
): Promise<ILivechatRoom> {
  const room = (await modify
    .getCreator()
    .getLivechatCreator()
    .createRoom(visitor, agent ?? NOBODY, { source: { ...SOURCE, id: appId } })) as
    ILivechatRoom | undefined;
  if (!room) throw new Error('the server did not open a room');
  return room;
}

function openedAt(room: ILivechatRoom): number {
  return room.createdAt ? new Date(room.createdAt).getTime() : 0;
}
