// Files: sent down to those who may see the room they are in; and the console's own pages.
import { createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../page', import.meta.url));
const TYPES = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  webp: 'image/webp',
};

export function fileRoutes({ route }, { db, users, access, uploads, settings }) {
  function mayRead(upload, { request, query }) {
    if (!settings.get('FileUpload_ProtectFiles')) return true;
    const cookies = Object.fromEntries(
      (request.headers.cookie ?? '').split(/;\s*/).map((pair) => pair.split('=')),
    );
    const given = { ...cookies, ...query };
    const room = db.rooms.get(upload.rid);
    if (given.rc_room_type === 'l' && given.rc_rid === upload.rid && given.rc_token === room?.v?.token)
      return true;
    const userId = request.headers['x-user-id'] ?? given.rc_uid;
    const token = request.headers['x-auth-token'] ?? given.rc_token;
    const user = userId && token && users.ofSession(userId, token);
    return Boolean(user) && mayReadIn(room, user);
  }

  /** A session alone is not enough: by default only who is a member of the room reads what lies in it. */
  function mayReadIn(room, user) {
    const ofMembers = settings.get('FileUpload_Restrict_to_room_members');
    const ofWhoSee = settings.get('FileUpload_Restrict_to_users_who_can_access_room');
    if (ofMembers && ofWhoSee) return false;
    if (ofMembers) return access.isMember(room, user);
    return !ofWhoSee || access.canSee(room, user);
  }

  route('GET', '/file-upload/:id/*', { auth: false, raw: true }, (context) => {
    const { response, params } = context;
    const upload = db.uploads.get(params.id);
    if (!upload) return response.writeHead(404).end();
    if (!mayRead(upload, context)) return response.writeHead(403).end();
    const { query } = context;
    if (settings.get('FileUpload_Storage_Type') === 'AmazonS3') {
      return response.writeHead(302, { location: `/_world/bucket/${upload._id}` }).end();
    }
    return send(upload, response, 'download' in query);
  });

  // What lies elsewhere is fetched by its address alone; a session shown there would be given away.
  route('GET', '/_world/bucket/:id', { auth: false, raw: true }, ({ request, response, params }) => {
    const { cookie, 'x-auth-token': token } = request.headers;
    if (cookie || token) return response.writeHead(400).end();
    return send(db.uploads.get(params.id), response);
  });

  function send(upload, response, asAttachment = false) {
    const content = uploads.content(upload);
    response.writeHead(200, {
      'content-type': upload.type,
      'content-length': content.length,
      'content-disposition': `${asAttachment ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeURIComponent(upload.name)}`,
      'cache-control': 'max-age=31536000',
      'content-security-policy': "default-src 'none'",
    });
    return response.end(content);
  }

  const page = (context) => {
    const wanted = context.params.rest ?? '';
    const file = path.join(PAGE, path.normalize(decodeURIComponent(wanted || 'index.html')));
    const there = file.startsWith(PAGE) && existsSync(file) && statSync(file).isFile();
    if (!there) return context.response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    context.response.writeHead(200, {
      'content-type': TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream',
      'cache-control': 'no-cache',
    });
    return createReadStream(file).pipe(context.response);
  };
  // The vendor's address of a livechat room, as it stands in links.
  route('GET', '/live/:rid', { auth: false, raw: true }, ({ params, response }) => {
    response.writeHead(302, { location: `/#/room/${encodeURIComponent(params.rid)}` }).end();
  });
  route('GET', '/', { auth: false, raw: true }, page);
  // Last of all routes: whatever nobody else answers is looked for among the pages.
  return () => route('GET', '/*', { auth: false, raw: true }, page);
}
