// Departments, their agents, and which of these are there.
import { CodedError } from '../errors.mjs';
import { randomId } from '../ids.mjs';

export function createDepartments({ db, clock, users, settings, apps }) {
  const find = (idOrName) => db.departments.get(idOrName) ?? db.departments.firstBy('name', idOrName);

  const idleCounts = () => settings.get('Livechat_enabled_when_agent_idle');
  const isOnline = (user) => users.isOnlineAgent(user, { idleCounts: idleCounts() });

  /** Somebody may take a room themselves without being seen online where rooms are accepted with nobody there. */
  const mayTake = (user) =>
    users.isOnlineAgent(user, {
      idleCounts: idleCounts(),
      offlineCounts: settings.get('Livechat_accept_chats_with_no_agents'),
    });

  const agentsOf = (departmentId) => db.departmentAgents.by('department', departmentId);

  /** Users who could take a room of this department (of any, without one) now. */
  function onlineAgents(departmentId) {
    const candidates = departmentId
      ? agentsOf(departmentId).map(({ agentId }) => db.users.get(agentId))
      : db.users.filter((user) => user.roles.includes('livechat-agent'));
    return candidates.filter(isOnline);
  }

  function save(fields, agents = {}, existing) {
    const now = clock.date();
    const department = existing
      ? db.departments.update(existing, { ...fields, _updatedAt: now })
      : db.departments.insert({ _id: randomId(), type: 'd', numAgents: 0, ...fields, _updatedAt: now });
    saveAgents(department, agents);
    return department;
  }

  function saveAgents(department, { upsert = [], remove = [] }) {
    for (const { agentId } of remove) removeAgent(department._id, agentId);
    for (const agent of upsert) {
      const user = db.users.get(agent.agentId);
      if (!user) continue;
      removeAgent(department._id, user._id);
      db.departmentAgents.insert({
        _id: randomId(),
        agentId: user._id,
        departmentId: department._id,
        departmentEnabled: department.enabled,
        username: user.username,
        count: Number(agent.count ?? 0),
        order: Number(agent.order ?? 0),
        _updatedAt: clock.date(),
      });
    }
    db.departments.update(department, { numAgents: agentsOf(department._id).length });
  }

  function removeAgent(departmentId, agentId) {
    for (const entry of agentsOf(departmentId))
      if (entry.agentId === agentId) db.departmentAgents.remove(entry._id);
  }

  function remove(department) {
    if (
      !settings.get('Omnichannel_enable_department_removal') &&
      settings.get('Omnichannel_enable_department_removal') !== undefined
    ) {
      throw new CodedError('error-department-removal-disabled');
    }
    for (const entry of agentsOf(department._id)) db.departmentAgents.remove(entry._id);
    db.departments.remove(department._id);
    apps().tell('IPostLivechatDepartmentRemoved', { department });
  }

  /** Where nobody said a department: the first that people may choose and that has somebody there. */
  const whenNoneSaid = () =>
    db.departments.find(
      (each) => each.enabled && each.showOnRegistration && onlineAgents(each._id).length > 0,
    );

  return { find, save, saveAgents, remove, agentsOf, onlineAgents, isOnline, mayTake, whenNoneSaid };
}
