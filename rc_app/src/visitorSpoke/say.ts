import type { ILivechatRoom, IVisitor } from '@rocket.chat/apps-engine/definition/livechat';
import { RoomType } from '@rocket.chat/apps-engine/definition/rooms';
import type { Server } from '../engine';
import type { IncomingFile, VisitorMessage } from './request';

/** What the room shows as text: the text, and a file's caption where it says something else. */
export function wordsOf(message: VisitorMessage): string | null {
  const parts = [message.file?.caption, message.text].filter((part) => !!part);
  return [...new Set(parts)].join('\n') || null;
}

export async function sayText(
  server: Server,
  roomId: string,
  visitor: IVisitor,
  text: string,
): Promise<string> {
  const message = server.modify
    .getCreator()
    .startLivechatMessage()
    .setVisitor(visitor)
    .setToken(visitor.token)
    .setRoom(livechat(roomId))
    .setText(text);
  const id = await server.modify.getCreator().finish(message);
  if (!id || id === 'null') throw new Error('the server did not store the message');
  return id;
}

// A room by its id is enough for the server, and small on the way to it.
function livechat(id: string): ILivechatRoom {
  return { id, type: RoomType.LIVE_CHAT } as ILivechatRoom;
}

/** Put a file into the room as the visitor's; the server itself writes the message that shows it. */
export async function sayFile(
  server: Server,
  roomId: string,
  visitor: IVisitor,
  file: IncomingFile,
): Promise<void> {
  const upload: unknown = await server.modify
    .getCreator()
    .getUploadCreator()
    .uploadBuffer(Buffer.from(file.base64, 'base64'), {
      filename: file.name,
      room: livechat(roomId),
      visitorToken: visitor.token,
    });
  if (!upload) throw new Error('the server did not store the file');
}
