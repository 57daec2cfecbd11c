import { parseArgs } from 'node:util';

/** Read the command line and the environment once; everything has a default that works for a demo. */
export function readSettings(env, argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      port: { type: 'string', default: '3001' },
      host: { type: 'string', default: '127.0.0.1' },
    },
  });
  return Object.freeze({
    host: values.host,
    port: portNumber(values.port),
    webhookUrl: env.WORLD_WEBHOOK_URL || 'http://127.0.0.1:8000/whatsapp/webhook',
    appSecret: env.WHATSAPP_APP_SECRET || 'world-app-secret',
    token: env.WHATSAPP_TOKEN || 'world-token',
    phoneId: env.WHATSAPP_PHONE_ID || '106540352242922',
    verifyToken: env.WHATSAPP_VERIFY_TOKEN || 'world-verify-token',
    consoleUrl: env.WORLD_CONSOLE_URL || '',
    businessName: env.WORLD_BUSINESS_NAME || 'Ferretería',
    displayNumber: env.WORLD_BUSINESS_NUMBER || '18095559999',
    appId: env.WORLD_APP_ID || '631745912345678',
    businessAccountId: env.WORLD_BUSINESS_ACCOUNT_ID || '102290129340398',
  });
}

function portNumber(text) {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65536) return port;
  throw new Error(`--port must be a number between 0 and 65535, not "${text}"`);
}
