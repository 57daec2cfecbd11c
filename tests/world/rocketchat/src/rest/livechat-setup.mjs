// Omnichannel's set-up: departments, agents, managers, custom fields.
import { CodedError, PlainError, failure, forbidden, notFound } from '../errors.mjs';
import { page } from './paging.mjs';

export function livechatSetupRoutes({ route }, world) {
  const { db, users, departments, clock, settings } = world;

  const canSee = { permissions: ['view-livechat-departments'] };
  const agentsOf = (id) => departments.agentsOf(id);
  const department = (id) => db.departments.get(id) ?? null;
  // Without a plan only one department can be made, since 6.0; those from before go on.
  const mayMake = () => world.license !== 'community' || db.departments.size === 0;

  route(
    'GET',
    '/api/v1/livechat/department',
    { validate: 'isGETLivechatDepartmentProps' },
    ({ user, query }) => {
      if (!users.may(user, 'view-livechat-departments') && !users.may(user, 'view-l-room')) throw forbidden();
      const wanted = query.text?.toLowerCase();
      const list = db.departments.filter(
        (each) =>
          (!wanted || each.name.toLowerCase().includes(wanted)) && (query.enabled !== 'true' || each.enabled),
      );
      return page('departments', list, { sort: '{"name": 1}', ...query });
    },
  );

  route(
    'POST',
    '/api/v1/livechat/department',
    { permissions: ['manage-livechat-departments'], validate: 'isPOSTLivechatDepartmentProps' },
    ({ body }) => {
      const { department: fields, agents } = body;
      if (!mayMake()) {
        throw new CodedError('error-max-departments-number-reached', 'Maximum number of departments reached');
      }
      const made = departments.save(fields, Array.isArray(agents) ? { upsert: agents } : agents);
      return { department: made, agents: agentsOf(made._id) };
    },
  );

  route('GET', '/api/v1/livechat/department/isDepartmentCreationAvailable', {}, () => ({
    isDepartmentCreationAvailable: mayMake(),
  }));

  route('GET', '/api/v1/livechat/department/:id', {}, ({ user, params, query }) => {
    if (!users.may(user, 'view-livechat-departments') && !users.may(user, 'view-l-room')) throw forbidden();
    const agents = query.includeAgents === 'false' ? {} : { agents: agentsOf(params.id) };
    return { department: department(params.id), ...agents };
  });

  route(
    'PUT',
    '/api/v1/livechat/department/:id',
    { permissions: ['manage-livechat-departments'] },
    ({ params, body }) => {
      const existing = department(params.id);
      if (!existing) throw new CodedError('error-department-not-found', 'Department not found');
      const agents = Array.isArray(body?.agents) ? { upsert: body.agents } : body?.agents;
      departments.save(body?.department ?? {}, agents, existing);
      return { department: existing, agents: agentsOf(existing._id) };
    },
  );

  route(
    'DELETE',
    '/api/v1/livechat/department/:id',
    { permissions: ['manage-livechat-departments', 'remove-livechat-department'] },
    ({ params }) => {
      const existing = department(params.id);
      if (!existing) throw new PlainError('error-department-not-found');
      departments.remove(existing);
      return {};
    },
  );

  route('GET', '/api/v1/livechat/department/:id/agents', canSee, ({ params, query }) =>
    page('agents', agentsOf(params.id), query),
  );

  route(
    'POST',
    '/api/v1/livechat/department/:id/agents',
    {
      permissions: ['manage-livechat-departments', 'add-livechat-department-agents'],
      validate: 'isLivechatDepartmentDepartmentIdAgentsPOSTProps',
    },
    ({ params, body }) => {
      const existing = department(params.id);
      if (!existing) throw new CodedError('error-department-not-found', 'Department not found');
      departments.saveAgents(existing, body);
      return {};
    },
  );

  const ROLES = { agent: 'livechat-agent', manager: 'livechat-manager' };
  const MANAGE = { agent: 'manage-livechat-agents', manager: 'manage-livechat-managers' };

  for (const type of ['agent', 'manager']) {
    const withRole = () => db.users.filter((each) => each.roles.includes(ROLES[type]));

    route('GET', `/api/v1/livechat/users/${type}`, {}, ({ user, query }) => {
      const seen =
        users.may(user, MANAGE[type]) || (users.may(user, 'transfer-livechat-guest') && type === 'agent');
      if (!seen) throw new PlainError('error-not-authorized');
      const wanted = query.text?.toLowerCase();
      return page(
        'users',
        withRole()
          .map(brief)
          .filter((each) => !wanted || each.username.includes(wanted)),
        query,
      );
    });

    route(
      'POST',
      `/api/v1/livechat/users/${type}`,
      { permissions: ['view-livechat-manager'], validate: 'isPOSTLivechatUsersTypeProps' },
      ({ user, body }) => {
        if (!users.may(user, MANAGE[type])) throw forbidden();
        const target = users.byUsername(body.username);
        if (!target) throw new CodedError('error-invalid-user', 'Invalid user');
        users.addRole(target, ROLES[type]);
        if (type === 'agent') users.becomeAgent(target, true);
        return { user: { _id: target._id, username: target.username } };
      },
    );

    route(
      'GET',
      `/api/v1/livechat/users/${type}/:id`,
      { permissions: ['view-livechat-manager'] },
      ({ params }) => {
        const target = db.users.get(params.id);
        if (!target) throw failure('User not found');
        return { user: target.roles.includes(ROLES[type]) ? brief(target) : null };
      },
    );

    route(
      'DELETE',
      `/api/v1/livechat/users/${type}/:id`,
      { permissions: ['view-livechat-manager'] },
      ({ params }) => {
        const target = db.users.get(params.id);
        if (!target?.username || !users.removeRole(target, ROLES[type])) throw failure();
        return {};
      },
    );
  }

  route(
    'POST',
    '/api/v1/livechat/agent.status',
    { permissions: ['view-l-room'], validate: 'isPOSTLivechatAgentStatusProps' },
    ({ user, body }) => {
      const target = body.agentId ? db.users.get(body.agentId) : user;
      if (!target?.roles.includes('livechat-agent')) throw notFound('Agent not found');
      if (target !== user && !users.may(user, 'manage-livechat-agents')) throw forbidden();
      const status = body.status ?? (target.statusLivechat === 'available' ? 'not-available' : 'available');
      users.update(target, { statusLivechat: status });
      return { status };
    },
  );

  route(
    'GET',
    '/api/v1/livechat/agents/:id/departments',
    { permissions: ['view-livechat-departments'] },
    ({ params, query }) =>
      page(
        'departments',
        db.departmentAgents
          .by('agent', params.id)
          .map((each) => ({ ...each, departmentName: department(each.departmentId)?.name })),
        query,
      ),
  );

  route('GET', '/api/v1/livechat/custom-fields', { permissions: ['view-l-room'] }, ({ query }) =>
    page('customFields', [...db.customFields.values()], query),
  );

  route(
    'POST',
    '/api/v1/livechat/custom-fields.save',
    { permissions: ['view-livechat-manager'], validate: 'isPOSTLivechatSaveCustomFieldsParams' },
    ({ body }) => {
      const { customFieldId, customFieldData } = body;
      const field = {
        ...customFieldData,
        _id: customFieldId ?? customFieldData.field,
        _updatedAt: clock.date(),
      };
      db.customFields.remove(field._id);
      return { customField: db.customFields.insert(field) };
    },
  );

  route('GET', '/api/v1/livechat/config/routing', { permissions: ['view-l-room'] }, () => {
    const manual = settings.get('Livechat_Routing_Method') === 'Manual_Selection';
    return {
      config: {
        previewRoom: manual,
        showConnecting: manual,
        showQueue: manual,
        showQueueLink: !manual,
        returnQueue: manual,
        enableTriggerAction: !manual,
        autoAssignAgent: !manual,
      },
    };
  });
}

const brief = ({ _id, username, name, status, statusLivechat, emails, livechat, active }) => ({
  _id,
  username,
  name,
  status,
  statusLivechat,
  emails,
  livechat,
  active,
});
