import multipart from '@fastify/multipart';
import { GraphError, unknownObject } from './errors.mjs';
import { LARGEST_FILE } from './media.mjs';
import { misfortune } from './misfortune.mjs';
import { accountRoutes, checkProof, isAppToken, subscribedApps, webhookConfiguration } from './account.mjs';

const VERSION = '/v:major(^\\d+).:minor(^\\d+)';

/** The Graph API, as far as a business' inbox needs it. */
export async function graphRoutes(app, { world }) {
  await app.register(multipart, { limits: { fileSize: LARGEST_FILE + 1, files: 1 } });
  app.setErrorHandler(answerError);
  app.addHook('onRequest', async (request, reply) => {
    const [, version] = /^\/(v\d+\.\d+)\//.exec(request.url) ?? [];
    reply.headers({ date: new Date().toUTCString(), ...(version && { 'facebook-api-version': version }) });
    checkToken(request, world.settings);
    checkProof(request, world.settings);
  });
  misfortune(app, world);
  accountRoutes(app, VERSION, world.settings);

  const own = (request) => checkPhone(request, world.settings);
  app.post(`${VERSION}/:id/messages`, { preValidation: own }, (request) =>
    world.accepting.message(request.body, request.fault),
  );
  app.post(`${VERSION}/:id/media`, { preValidation: own }, (request) => upload(request, world));
  app.get(`${VERSION}/:id`, (request) => read(request, world));
  app.delete(`${VERSION}/:id`, (request) => remove(request, world));
  app.get(`${VERSION}/:id/phone_numbers`, () => ({ data: [phone(world.settings)] }));
  app.get(`${VERSION}/:id/message_templates`, ({ params, query, method }) => {
    if (params.id !== world.settings.businessAccountId) throw unknownObject(params.id, method);
    return world.templates.listed(query);
  });
  app.get(`${VERSION}/:id/subscribed_apps`, () => subscribedApps(world.settings));
  app.post(`${VERSION}/:id/subscribed_apps`, () => ({ success: true }));
  app.get(`${VERSION}/:id/whatsapp_business_profile`, { preValidation: own }, () => ({
    data: [profile(world.settings)],
  }));
  app.get('/whatsapp_business/attachments', (request, reply) => download(request, reply, world));
}

function checkToken(request, settings) {
  const [scheme, given] = (request.headers.authorization ?? '').split(' ');
  if (isAppToken(given, request.url, settings)) return;
  if (scheme !== 'Bearer' || given !== settings.token) throw new GraphError(190);
}

async function checkPhone(request, { phoneId }) {
  if (request.params.id !== phoneId) throw unknownObject(request.params.id, request.method);
}

async function upload(request, { media }) {
  if (!request.isMultipart())
    throw new GraphError(100, { details: 'The parameter file is required.' });
  const fields = {};
  let file = null;
  for await (const part of request.parts()) {
    if (part.type === 'file')
      file = { bytes: await part.toBuffer(), mime: part.mimetype, filename: part.filename };
    else fields[part.fieldname] = part.value;
  }
  if (fields.messaging_product !== 'whatsapp')
    throw new GraphError(100, { details: 'The parameter messaging_product is required.' });
  if (!file) throw new GraphError(100, { details: 'The parameter file is required.' });
  return {
    id: media.upload(file.bytes, { mime: fields.type || file.mime, filename: file.filename }).id,
  };
}

function read({ params: { id }, query, method }, { settings, media }) {
  if (id === settings.phoneId) return chosen({ ...phone(settings), ...webhookConfiguration(settings) }, query.fields);
  if (id === settings.businessAccountId) return { id, name: settings.businessName };
  const file = media.find(id);
  if (!file) throw unknownObject(id, method);
  return {
    url: media.link(file),
    mime_type: file.mime,
    sha256: file.sha256.toString('hex'),
    file_size: file.bytes.length,
    id: file.id,
    messaging_product: 'whatsapp',
  };
}

function remove({ params: { id }, method }, { media }) {
  if (!media.remove(id)) throw unknownObject(id, method);
  return { success: true };
}

function download(request, reply, { media }) {
  const file = media.followed(request.query);
  if (!file) return reply.code(404).type('text/html').send('<html><body>Not Found</body></html>');
  return reply.type(file.mime).send(file.bytes);
}

const phone = ({ phoneId, businessName, displayNumber }) => ({
  verified_name: businessName,
  code_verification_status: 'VERIFIED',
  display_phone_number: `+${displayNumber.replace(/^(1)(\d{3})(\d{3})(\d{4})$/, '$1 $2-$3-$4')}`,
  quality_rating: 'GREEN',
  platform_type: 'CLOUD_API',
  throughput: { level: 'STANDARD' },
  status: 'CONNECTED',
  name_status: 'APPROVED',
  account_mode: 'LIVE',
  messaging_limit_tier: 'TIER_1K',
  id: phoneId,
});

function chosen(whole, fields) {
  if (!fields) return whole;
  const names = [...fields.split(','), 'id'];
  return Object.fromEntries(Object.entries(whole).filter(([name]) => names.includes(name)));
}

const profile = ({ businessName }) => ({
  messaging_product: 'whatsapp',
  about: businessName,
  vertical: 'RETAIL',
});

function answerError(error, request, reply) {
  if (error instanceof GraphError) return reply.code(error.http).send(error.body);
  const known = new GraphError(
    error.statusCode === 413 ? 131053 : error.statusCode < 500 ? 100 : 1,
    { details: error.message },
  );
  return reply.code(known.http).send(known.body);
}
