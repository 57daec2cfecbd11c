// Apps: installing and setting them up, their own endpoints, their buttons and forms.
import { failure, notFound, unauthorized } from '../errors.mjs';

const ENABLED = new Set(['auto_enabled', 'manually_enabled']);

export function appRoutes({ route }, world) {
  const { apps } = world;
  const admin = { permissions: ['manage-apps'] };

  const manager = () => apps.manager();
  function app(id) {
    const found = manager().getOneById(id);
    if (!found) throw notFound(`No App found by the id of: ${id}`);
    return found;
  }

  const packageIn = ({ files }) => {
    const found = files?.find(({ field }) => field === 'app');
    if (!found) throw failure({ error: 'Failed to get a file to install for the App. ' });
    return found.content;
  };

  const permissionsIn = ({ body }) => {
    try {
      const permissions = JSON.parse(body?.permissions ?? '');
      return permissions.length ? permissions : undefined;
    } catch {
      return undefined;
    }
  };

  function outcome(made) {
    if (made.hasStorageError())
      throw failure({ status: 'storage_error', messages: [made.getStorageError()] });
    if (made.hasAppUserError()) {
      const { message, username } = made.getAppUserError();
      throw failure({ status: 'app_user_error', messages: [message], payload: { username } });
    }
    return made.getAppInfo();
  }

  const described = (made, info) => ({
    app: info,
    implemented: made.getImplementedInferfaces(),
    licenseValidation: made.getLicenseValidationResult(),
  });

  route('POST', '/api/apps', admin, async (context) => {
    const made = await manager().add(packageIn(context), {
      permissionsGranted: permissionsIn(context),
      enable: false,
      user: apps.convert.user(context.user),
    });
    const info = { ...outcome(made), status: await made.getApp().getStatus() };
    if (apps.mayEnable() && (await apps.enable(info.id))) info.status = 'auto_enabled';
    return described(made, info);
  });

  route('POST', '/api/apps/:id', admin, async (context) => {
    packageIn(context);
    // Without a plan an app of one's own stays what it is, run or not.
    if (!apps.mayEnable()) throw failure({ error: 'Cannot_Update_Exempt_App' });
    const made = await manager().update(packageIn(context), permissionsIn(context), {
      loadApp: true,
      user: apps.convert.user(context.user),
    });
    return described(made, { ...outcome(made), status: await made.getApp().getStatus() });
  });

  route('DELETE', '/api/apps/:id', admin, async ({ params, user }) => {
    const removed = app(params.id);
    await manager().remove(params.id, { user: apps.convert.user(user) });
    return { app: { ...removed.getInfo(), status: 'disabled' } };
  });

  const listed = async () => ({ apps: await Promise.all((await manager().get()).map(asListed)) });
  route('GET', '/api/apps', admin, listed);
  route('GET', '/api/apps/installed', {}, listed);
  route('GET', '/api/apps/actionButtons', {}, () =>
    manager().getUIActionButtonManager().getAllActionButtons(),
  );
  route('GET', '/api/apps/languages', { auth: false }, async () => ({
    apps: (await manager().get()).map((each) => ({
      id: each.getID(),
      languages: each.getStorageItem().languageContent,
    })),
  }));
  route('GET', '/api/apps/:id', admin, async ({ params }) => ({ app: await asListed(app(params.id)) }));
  route('GET', '/api/apps/:id/languages', { auth: false }, ({ params }) => ({
    languages: app(params.id).getStorageItem().languageContent ?? {},
  }));
  route('GET', '/api/apps/:id/apis', admin, ({ params }) => ({
    apis: app(params.id) && manager().getApiManager().listApis(params.id),
  }));
  route('GET', '/api/apps/:id/logs', admin, async ({ params, query }) => ({
    logs: (
      await manager()
        .getLogStorage()
        .findPaginated(
          { appId: params.id },
          { skip: Number(query.offset ?? 0), limit: Number(query.count ?? 50) },
        )
    ).logs,
  }));
  route('GET', '/api/apps/:id/icon', { auth: false, raw: true }, ({ params, response }) => {
    const [head, data] = (app(params.id).getInfo().iconFileContent ?? '').split(';base64,');
    if (!data) throw notFound(`No App found by the id of: ${params.id}`);
    response.writeHead(200, { 'content-type': head.replace('data:', '') });
    response.end(Buffer.from(data, 'base64'));
  });

  route('GET', '/api/apps/:id/settings', admin, ({ params }) => ({
    settings: Object.fromEntries(
      Object.entries(app(params.id).getStorageItem().settings).filter(([, each]) => !each.hidden),
    ),
  }));

  route('POST', '/api/apps/:id/settings', admin, async ({ params, body }) => {
    if (!body?.settings) throw failure('The settings to update must be present.');
    const known = app(params.id).getStorageItem().settings;
    const updated = [];
    for (const setting of body.settings) {
      if (!known[setting.id] || known[setting.id].value === setting.value) continue;
      await manager().getSettingsManager().updateAppSetting(params.id, setting);
      updated.push(setting);
    }
    return { updated };
  });

  route('GET', '/api/apps/:id/settings/:setting', admin, ({ params }) => {
    const setting = app(params.id).getStorageItem().settings[params.setting];
    if (!setting) throw notFound(`No Setting found on the App by the id of: "${params.setting}"`);
    return { setting };
  });

  route('POST', '/api/apps/:id/settings/:setting', admin, async ({ params, body }) => {
    if (!body?.setting) throw failure('Setting to update to must be present on the posted body.');
    app(params.id);
    await manager().getSettingsManager().updateAppSetting(params.id, body.setting);
    return {};
  });

  route('GET', '/api/apps/:id/status', admin, async ({ params }) => ({
    status: await app(params.id).getStatus(),
  }));

  route('POST', '/api/apps/:id/status', admin, async ({ params, body }) => {
    const status = body?.status;
    if (typeof status !== 'string' || !status)
      throw failure('Invalid status provided, it must be "status" field and a string.');
    app(params.id);
    if (ENABLED.has(status) && !apps.mayEnable()) throw failure('Enabled apps have been maxed out');
    const changed = await manager().changeStatus(params.id, status);
    return { status: await changed.getStatus() };
  });
}

async function asListed(each) {
  const stored = each.getStorageItem();
  return {
    ...each.getInfo(),
    status: await each.getStatus(),
    languages: stored.languageContent,
    private: true,
    migrated: Boolean(stored.migrated),
    installationSource: stored.installationSource,
    permissionsGranted: stored.permissionsGranted,
  };
}

/** The apps' own endpoints: no rate limiter stands before them, and the app says who may call. */
export function appEndpointRoutes({ route }, { apps, journal }) {
  async function call({ request, response, params, query, body, raw, user }, privateHash) {
    const path = params.rest;
    const endpoint = apps.host.endpoints.get(params.id)?.find((api) => matches(api.endpoint.path, path));
    if (!endpoint) {
      response.writeHead(404, { 'content-type': 'text/plain' });
      return response.end('Not Found');
    }
    if (endpoint.endpoint.authRequired && !user) throw unauthorized();
    const {
      status,
      headers = {},
      content,
    } = await apps
      .manager()
      .getApiManager()
      .executeApi(params.id, endpoint.endpoint.path, {
        method: request.method.toLowerCase(),
        headers: request.headers,
        query,
        params: paramsOf(endpoint.endpoint.path, path),
        content: body ?? (raw?.length ? raw.toString() : {}),
        privateHash,
        ...(user && { user: apps.convert.user(user) }),
      })
      .catch((error) => ({ status: 500, content: error.message }));
    journal.flush();
    const isText = typeof content === 'string';
    const text = content === undefined ? '' : isText ? content : JSON.stringify(content);
    response.writeHead(status, {
      'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      ...headers,
    });
    return response.end(text);
  }

  const open = { auth: false, raw: true };
  route('ANY', '/api/apps/public/:id/*', open, (context) => call(context));
  route('ANY', '/api/apps/private/:id/:hash/*', open, (context) => call(context, context.params.hash));
}

const trimmed = (path) => path.replace(/^\/+|\/+$/g, '').split('/');

function matches(pattern, path) {
  const [expected, given] = [trimmed(pattern), trimmed(path)];
  return (
    expected.length === given.length && expected.every((part, i) => part.startsWith(':') || part === given[i])
  );
}

function paramsOf(pattern, path) {
  const given = trimmed(path);
  return Object.fromEntries(
    trimmed(pattern).flatMap((part, i) => (part.startsWith(':') ? [[part.slice(1), given[i]]] : [])),
  );
}
