import type { IModify, IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { IDepartment, ILivechatRoom } from '@rocket.chat/apps-engine/definition/livechat';

/**
 * Pass a room of the bot on to people. A room cannot go to the department that it is in already, so it
 * goes there by way of another. And the engine knows no way back to the queue of all: without a wish any
 * department with agents is better than silence.
 *
 * @param wish name or id of the department that should get it; empty for any with agents
 * @returns the department whose people have it now
 */
export async function passOn(
  read: IRead,
  modify: IModify,
  room: ILivechatRoom,
  wish: string,
): Promise<IDepartment> {
  const reader = read.getLivechatReader();
  const wished = wish ? await reader.getLivechatDepartmentByIdOrName(wish) : undefined;
  if (wished && wished.id !== room.department?.id) return pass(modify, room, wished);
  // Missing where the app was installed without the permission to see them all.
  const staffed = (await reader.getDepartmentsEnabledWithAgents()) as IDepartment[] | null;
  const other = staffed?.find((department) => department.id !== room.department?.id);
  if (!other) throw new Error('there is no other department with agents');
  await pass(modify, room, other);
  if (!wished) return other;
  const between = (await read.getRoomReader().getById(room.id)) as ILivechatRoom | undefined;
  return pass(modify, between ?? room, wished);
}

async function pass(
  modify: IModify,
  room: ILivechatRoom,
  department: IDepartment,
): Promise<IDepartment> {
  const updater = modify.getUpdater().getLivechatUpdater();
  const data = { currentRoom: room, targetDepartment: department.id };
  if (await updater.transferVisitor(room.visitor, data)) return department;
  throw new Error('the server did not pass the room on');
}
