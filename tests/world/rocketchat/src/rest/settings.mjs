// Settings, and what a doctor reads of the workspace.
import { CodedError } from '../errors.mjs';
import { PUBLIC_SETTINGS } from '../defaults.mjs';
import { page } from './paging.mjs';

export function settingRoutes({ route }, world) {
  const { db, settings, users, clock } = world;

  const known = (id) => {
    const setting = db.settings.get(id);
    if (!setting) throw new CodedError('error-invalid-setting', 'Setting not found');
    return setting;
  };

  route('GET', '/api/v1/settings', {}, ({ user, query }) => {
    const open = users.may(user, 'view-privileged-setting');
    const asked = query._id ? String(query._id).split(',') : undefined;
    return page(
      'settings',
      db.settings.filter(({ _id }) => (open || PUBLIC_SETTINGS.has(_id)) && (!asked || asked.includes(_id))),
      query,
    );
  });

  route('GET', '/api/v1/settings.public', { auth: false, limit: false }, ({ query }) => {
    const asked = query._id ? String(query._id).split(',') : undefined;
    const open = db.settings.filter(
      ({ _id }) => PUBLIC_SETTINGS.has(_id) && (!asked || asked.includes(_id)),
    );
    return page(
      'settings',
      open.map(({ _id, value }) => ({ _id, value })),
      query,
    );
  });

  route('GET', '/api/v1/settings/:id', { permissions: ['view-privileged-setting'] }, ({ params }) => {
    const { _id, value } = known(params.id);
    return { _id, value };
  });

  route(
    'POST',
    '/api/v1/settings/:id',
    { permissions: ['edit-privileged-setting'], secondFactor: true },
    ({ params, body }) => {
      const setting = known(params.id);
      if (body?.value === undefined)
        throw new CodedError('invalid-params', "must have required property 'value'");
      if (typeof body.value !== typeof setting.packageValue) {
        throw new CodedError('error-invalid-setting-value', `Invalid setting value ${body.value}`);
      }
      settings.set(params.id, body.value);
      return {};
    },
  );

  // What Omnichannel's own page sets, by its own names.
  route(
    'POST',
    '/api/v1/omnichannel/integrations',
    { permissions: ['view-livechat-manager'], validate: 'isPOSTomnichannelIntegrations' },
    ({ body }) => {
      for (const [name, value] of Object.entries(body)) settings.set(INTEGRATION_SETTINGS[name], value);
      return {};
    },
  );

  route('GET', '/api/v1/livechat/integrations.settings', { permissions: ['view-livechat-manager'] }, () => ({
    settings: Object.values(INTEGRATION_SETTINGS).map(known),
  }));

  route('POST', '/api/v1/livechat/webhook.test', { permissions: ['view-livechat-webhooks'] }, async () => {
    const problem = await world.webhook.test();
    if (problem) throw new CodedError('error-invalid-webhook-response', problem);
    return {};
  });

  const isPaid = world.license !== 'community';

  /** The plan's limits are an administrator's to see, and how far they are used only if asked for. */
  function limits({ user, query }) {
    if (!users.may(user, 'view-privileged-setting')) return {};
    const used = (value) => (query.loadValues ? { value } : {});
    return {
      privateApps: { ...used(db.apps.size), max: isPaid ? -1 : 0 },
      marketplaceApps: { ...used(0), max: isPaid ? -1 : 5 },
      monthlyActiveContacts: { ...used(db.visitors.size), max: -1 },
    };
  }

  route('GET', '/api/v1/licenses.info', { validate: 'isLicensesInfoProps' }, (context) => ({
    license: {
      activeModules: isPaid ? ['livechat-enterprise', 'canned-responses'] : [],
      externalModules: [],
      preventedActions: {
        activeUsers: false,
        guestUsers: false,
        roomsPerGuest: false,
        privateApps: !isPaid,
        marketplaceApps: false,
        monthlyActiveContacts: false,
      },
      limits: limits(context),
      tags: isPaid ? [{ name: 'Enterprise', color: '#095ad2' }] : [],
      trial: false,
    },
  }));

  route('GET', '/api/v1/statistics', { permissions: ['view-statistics'] }, () => ({
    uniqueId: 'world-in-a-box',
    version: '8.8.1',
    tag: isPaid ? 'Enterprise' : '',
    totalUsers: db.users.size,
    activeUsers: db.users.filter((user) => user.active).length,
    totalRooms: db.rooms.size,
    totalLivechat: db.rooms.by('type', 'l').length,
    totalLivechatVisitors: db.visitors.size,
    totalLivechatAgents: db.users.filter((user) => user.roles.includes('livechat-agent')).length,
    livechatEnabled: settings.get('Livechat_enabled'),
    totalMessages: db.messages.size,
    apps: {
      engineVersion: '1.62.0',
      totalInstalled: db.apps.size,
      totalActive: db.apps.filter((item) => /enabled/.test(item.status)).length,
    },
    createdAt: clock.date(),
  }));
}

const INTEGRATION_SETTINGS = {
  LivechatWebhookUrl: 'Livechat_webhookUrl',
  LivechatSecretToken: 'Livechat_secret_token',
  LivechatHttpTimeout: 'Livechat_http_timeout',
  LivechatWebhookOnStart: 'Livechat_webhook_on_start',
  LivechatWebhookOnClose: 'Livechat_webhook_on_close',
  LivechatWebhookOnChatTaken: 'Livechat_webhook_on_chat_taken',
  LivechatWebhookOnChatQueued: 'Livechat_webhook_on_chat_queued',
  LivechatWebhookOnForward: 'Livechat_webhook_on_forward',
  LivechatWebhookOnOfflineMsg: 'Livechat_webhook_on_offline_msg',
  LivechatWebhookOnVisitorMessage: 'Livechat_webhook_on_visitor_message',
  LivechatWebhookOnAgentMessage: 'Livechat_webhook_on_agent_message',
};
