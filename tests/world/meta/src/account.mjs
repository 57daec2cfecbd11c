import { createHmac } from 'node:crypto';
import { GraphError } from './errors.mjs';

/** What the Graph API tells of a token, an app and its webhooks. */
export function accountRoutes(app, version, settings) {
  const { appId, businessAccountId, token, webhookUrl } = settings;

  app.get(`${version}/debug_token`, ({ query }) => ({
    data:
      query.input_token === token
        ? {
            app_id: appId,
            type: 'SYSTEM_USER',
            application: 'mostrador',
            expires_at: 0,
            data_access_expires_at: 0,
            is_valid: true,
            scopes: ['whatsapp_business_management', 'whatsapp_business_messaging'],
            granular_scopes: [
              { scope: 'whatsapp_business_management', target_ids: [businessAccountId] },
              { scope: 'whatsapp_business_messaging', target_ids: [businessAccountId] },
            ],
          }
        : { is_valid: false, error: { code: 190, message: 'Invalid OAuth access token.' } },
  }));

  app.get(`${version}/:id/subscriptions`, () => ({
    data: [
      {
        object: 'whatsapp_business_account',
        callback_url: webhookUrl,
        active: true,
        fields: [{ name: 'messages', version: 'v24.0' }],
      },
    ],
  }));
}

/** An app's own token is its id and its secret; it reads what concerns the app alone. */
export const isAppToken = (given, url, { appId, appSecret }) =>
  given === `${appId}|${appSecret}` && url.split('?')[0].endsWith('/subscriptions');

/** A call may prove that its caller knows the app's secret; a wrong proof is refused. */
export function checkProof({ query }, { appSecret, token }) {
  if (query?.appsecret_proof === undefined) return;
  const right = createHmac('sha256', appSecret).update(token).digest('hex');
  if (query.appsecret_proof === right) return;
  const title = 'Invalid appsecret_proof provided in the API argument';
  throw new GraphError(100, { title, type: 'GraphMethodException' });
}

export const subscribedApps = ({ appId }) => ({
  data: [{ whatsapp_business_api_data: { id: appId, name: 'mostrador' } }],
});

export const webhookConfiguration = ({ webhookUrl }) => ({
  webhook_configuration: { application: webhookUrl },
});
