// Who may look into a room and who may write there.
import { CodedError, PlainError } from './errors.mjs';

export function createAccess({ db, users, settings }) {
  const isMember = (room, user) => Boolean(db.subscriptions.firstBy('pair', `${room._id}/${user._id}`));

  function canSee(room, user) {
    if (!room || !user) return false;
    if (room.t === 'l') return canSeeLivechat(room, user);
    if (room.t === 'c') return users.may(user, 'view-c-room') || isMember(room, user);
    return isMember(room, user);
  }

  function canSeeLivechat(room, user) {
    if (users.may(user, 'view-livechat-rooms')) return true;
    if (room.servedBy?._id === user._id) return true;
    if (!room.open) return mayReadClosed(room, user);
    return isInTheirQueue(room, user);
  }

  function mayReadClosed(room, user) {
    if (users.may(user, 'view-livechat-room-closed-by-another-agent')) return true;
    const colleague = db.departmentAgents
      .by('agent', user._id)
      .some(({ departmentId }) => departmentId === room.departmentId);
    return colleague && users.may(user, 'view-livechat-room-closed-same-department');
  }

  /** Under manual routing a waiting room may be looked into by those who could take it. */
  function isInTheirQueue(room, user) {
    if (
      settings.get('Livechat_Routing_Method') !== 'Manual_Selection' ||
      !user.roles.includes('livechat-agent')
    )
      return false;
    const inquiry = db.inquiries.firstBy('rid', room._id);
    return inquiry?.status === 'queued' && mayTakeFrom(user, inquiry);
  }

  function mayTakeFrom(user, inquiry) {
    if (!inquiry.department || inquiry.defaultAgent?.agentId === user._id) return true;
    const own = enabledDepartmentsOf(user);
    return own.length === 0 || own.includes(inquiry.department);
  }

  const enabledDepartmentsOf = (user) =>
    db.departmentAgents
      .by('agent', user._id)
      .map(({ departmentId }) => departmentId)
      .filter((id) => db.departments.get(id)?.enabled);

  function mustSee(room, user) {
    if (!canSee(room, user)) throw new CodedError('error-not-allowed', 'Not allowed');
  }

  function mustWrite(room, user) {
    if (!room) throw new PlainError('error-invalid-room');
    if (room.archived) throw new PlainError('room_is_archived');
    // An app's own user passes wherever the app may write at all.
    if (user.type !== 'app' && !canSee(room, user)) throw new PlainError('error-not-allowed');
    if (room.ro && !users.may(user, 'post-readonly', room._id)) {
      throw new PlainError("You can't send messages because the room is readonly.");
    }
  }

  return { canSee, mustSee, mustWrite, mayTakeFrom, isMember, enabledDepartmentsOf };
}
