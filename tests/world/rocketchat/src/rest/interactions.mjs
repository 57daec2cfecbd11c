// What people press and fill in: buttons in messages, forms, actions; and slash commands.
import { createRequire } from 'node:module';
import { HttpError, PlainError, failure } from '../errors.mjs';
import { page } from './paging.mjs';

const { SlashCommandContext } = createRequire(import.meta.url)(
  '@rocket.chat/apps-engine/definition/slashcommands',
);

/** What a client of the vendor's always sends; the real server asks for none of it. */
function checkInteraction({ type, triggerId, actionId, container, payload, rid, mid, viewId }, db) {
  const must = (there, what) => {
    if (!there) throw new HttpError(400, { error: `${type}: ${what} is missing or wrong` });
  };
  must(typeof triggerId === 'string' && triggerId, 'triggerId');
  if (['blockAction', 'actionButton'].includes(type)) must(actionId, 'actionId');
  if (rid !== undefined) must(db.rooms.get(rid), 'rid');
  if (type === 'blockAction') {
    must(['message', 'view'].includes(container?.type) && container.id, 'container');
    if (container.type === 'message') must(rid && mid, 'rid or mid');
  }
  if (type === 'viewSubmit') must(payload?.view?.id && payload.view.id === viewId, 'viewId');
  if (type === 'actionButton') must(rid && payload?.context, 'rid or context');
}

export function interactionRoutes({ route }, world) {
  const { db, apps, visitors } = world;
  const { convert } = apps;

  const PAYLOADS = {
    blockAction: ({ container, payload, rid, mid }) => ({
      container,
      payload,
      room: convert.roomById(rid),
      message: mid && convert.messageById(mid),
    }),
    viewSubmit: ({ payload }) => ({ payload }),
    viewClosed: ({ payload }) => ({ payload: { view: payload.view, isCleared: payload.isCleared } }),
    actionButton: ({ payload, rid, mid, tmid }) => ({
      payload: { context: payload.context, ...(payload.message && { message: payload.message }) },
      room: convert.roomById(rid),
      message: mid && convert.messageById(mid),
      tmid,
    }),
  };

  route(
    'POST',
    '/api/apps/ui.interaction/:id',
    { auth: false, limit: false },
    async ({ params, body, user, request }) => {
      const visitor =
        request.headers['x-visitor-token'] && visitors.byToken(request.headers['x-visitor-token']);
      if (!user && !visitor)
        throw new HttpError(401, { status: 'error', message: 'You must be logged in to do this.' });
      const more = PAYLOADS[body?.type];
      if (!more) throw new HttpError(400, { error: 'Unknown action' });
      checkInteraction(body, db);
      const { type, actionId, triggerId } = body;
      const action = {
        type,
        appId: params.id,
        actionId,
        triggerId,
        ...more(body),
        ...(user ? { user: convert.user(user) } : { visitor: convert.visitor(visitor) }),
      };
      try {
        return (
          (await apps.execute(
            user ? 'IUIKitInteractionHandler' : 'IUIKitLivechatInteractionHandler',
            action,
          )) ?? {}
        );
      } catch (error) {
        throw new HttpError(500, { error: error.message });
      }
    },
  );

  const commands = apps.host.commands;
  // Names of texts as the vendor's clients look them up among the app's languages.
  const text = (key, appId) => (key ? `app-${appId}.${key}` : '');
  const shown = ({ command, i18nParamsExample, i18nDescription, providesPreview, permission, appId }) => ({
    command,
    params: text(i18nParamsExample, appId),
    description: text(i18nDescription, appId),
    permission,
    clientOnly: false,
    providesPreview: Boolean(providesPreview),
    appId,
  });

  function usable(body, user) {
    if (typeof body?.command !== 'string') throw failure('You must provide a command to run.');
    if (body.params !== undefined && typeof body.params !== 'string') {
      throw failure('The parameters for the command must be a single string.');
    }
    if (typeof body.roomId !== 'string') {
      throw failure("The room's id where to execute this command must be provided and be a string.");
    }
    const command = commands.get(body.command.toLowerCase());
    if (!command?.enabled) throw failure('The command provided does not exist (or is disabled).');
    const room = db.rooms.get(body.roomId);
    if (!world.access.canSee(room, user)) throw new PlainError('error-not-allowed');
    return { command, context: contextOf(user, room, body) };
  }

  const contextOf = (user, room, { params = '', tmid, triggerId }) =>
    new SlashCommandContext(
      convert.user(user),
      convert.room(room),
      params.length ? params.split(' ') : [],
      tmid,
      triggerId,
    );

  route('GET', '/api/v1/commands.list', {}, ({ query }) =>
    page('commands', [...commands.values()].filter(({ enabled }) => enabled).map(shown), query),
  );

  route('GET', '/api/v1/commands.get', {}, ({ query }) => {
    if (typeof query.command !== 'string') throw failure('The query param "command" must be provided.');
    const command = commands.get(query.command.toLowerCase());
    if (!command) throw failure('There is no command in the system by the name of: ' + query.command);
    return { command: shown(command) };
  });

  route('POST', '/api/v1/commands.run', {}, async ({ user, body }) => {
    const { command, context } = usable(body, user);
    return { result: await apps.manager().getCommandManager().executeCommand(command.command, context) };
  });

  route('GET', '/api/v1/commands.preview', {}, async ({ user, query }) => {
    const { command, context } = usable(query, user);
    if (!command.providesPreview) return { preview: undefined };
    return { preview: await apps.manager().getCommandManager().getPreviews(command.command, context) };
  });

  route('POST', '/api/v1/commands.preview', {}, async ({ user, body }) => {
    const { command, context } = usable(body, user);
    if (!body.previewItem?.id || !body.previewItem.type)
      throw failure('The preview item being executed is in the wrong format.');
    await apps.manager().getCommandManager().executePreview(command.command, body.previewItem, context);
    return {};
  });
}
