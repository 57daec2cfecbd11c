import type { ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';
import type { IMessage } from '@rocket.chat/apps-engine/definition/messages';
import type { IUser } from '@rocket.chat/apps-engine/definition/users';
import { isVisitorOf } from '../people';

export interface Person {
  id: string;
  username: string;
}

export type Serving = Person & { isBot: boolean };

export interface RoomValue {
  id: string;
  open: boolean;
  visitor: { id: string; token: string; username: string };
  servedBy: Serving | null;
  department: { id: string; name: string } | null;
}

export interface FileValue {
  id: string;
  name: string;
  type: string;
  size: number | null;
  url: string;
}

export interface MessageValue {
  id: string;
  text: string;
  ts: string;
  sender: Person & { kind: 'visitor' | 'bot' | 'agent' };
  system: string | null;
  edited: boolean;
  deleted: boolean;
  file: FileValue | null;
}

export function roomValue(room: ILivechatRoom, botUsername: string): RoomValue {
  const { visitor, department } = room;
  return {
    id: room.id,
    open: room.isOpen,
    visitor: { id: visitor.id ?? '', token: visitor.token, username: visitor.username },
    servedBy: personServing(room, botUsername),
    department: department ? { id: department.id, name: department.name ?? '' } : null,
  };
}

export function personServing(room: ILivechatRoom, botUsername: string): Serving | null {
  const agent = room.servedBy as IUser | null | undefined;
  return agent ? { ...person(agent), isBot: agent.username === botUsername } : null;
}

export function person(user: IUser): Person {
  return { id: user.id, username: user.username };
}

export function messageValue(
  message: IMessage,
  room: ILivechatRoom,
  botUsername: string,
): MessageValue {
  return {
    id: message.id ?? '',
    text: message.text === '' ? captionOf(message) : (message.text ?? captionOf(message)),
    ts: timeOf(message.createdAt),
    sender: { ...person(message.sender), kind: kindOf(message, room, botUsername) },
    system: message.type ?? null,
    edited: false,
    deleted: false,
    file: fileOf(message),
  };
}

function kindOf(
  message: IMessage,
  room: ILivechatRoom,
  botUsername: string,
): MessageValue['sender']['kind'] {
  if (isVisitorOf(room, message.sender)) return 'visitor';
  return message.sender.username === botUsername ? 'bot' : 'agent';
}

function fileOf(message: IMessage): FileValue | null {
  // Deprecated, and all that servers before 7 send.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const file = message.files?.[0] ?? message.file;
  if (!file) return null;
  const link = message.attachments?.[0]?.title?.link;
  const { size } = file as { size?: unknown };
  return {
    id: file._id,
    name: file.name,
    type: file.type,
    size: typeof size === 'number' ? size : null,
    url: link ?? `/file-upload/${file._id}/${encodeURIComponent(file.name)}`,
  };
}

// An agent's words beside a file stand in the file's attachment.
function captionOf(message: IMessage): string {
  return message.attachments?.find((attachment) => attachment.description)?.description ?? '';
}

export function timeOf(date: Date | undefined): string {
  return (date ? new Date(date) : new Date()).toISOString();
}
