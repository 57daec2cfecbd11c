// Files that apps read and put into rooms.
import { PlainError } from '../../errors.mjs';

export function uploads(world, { convert }) {
  const { db, livechatRooms, messages } = world;

  /** As on the real server the file becomes a message of its own, which apps get no id of. */
  async function createUpload(details, buffer, appId) {
    const { rid, visitorToken, userId, name, description } = details;
    if (!userId && !visitorToken) throw new PlainError('Missing user to perform the upload operation');
    const content = Buffer.from(buffer);
    const upload = world.uploads.add({
      name,
      type: typeOf(content, name, details.type),
      content,
      rid,
      userId,
      visitorToken,
    });
    const draft = { rid, ...world.uploads.asMessage(upload, { description }) };
    if (visitorToken) {
      const visitor = world.visitors.byToken(visitorToken);
      await livechatRooms.say({ visitor, message: draft, source: { type: 'app', id: appId } });
    } else {
      await messages.sendAs(db.users.get(userId), draft);
    }
    return convert.upload(upload);
  }

  return {
    UploadBridge: {
      getById: async (id) => convert.upload(db.uploads.get(id)),
      getBuffer: async ({ id }) => world.uploads.content(db.uploads.get(id)),
      createUpload,
    },
  };
}

const SIGNATURES = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/gif', [0x47, 0x49, 0x46]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['audio/ogg', [0x4f, 0x67, 0x67, 0x53]],
];
const EXTENSIONS = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  pdf: 'application/pdf',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  mp3: 'audio/mpeg',
  aac: 'audio/aac',
  amr: 'audio/amr',
  m4a: 'audio/mp4',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  txt: 'text/plain',
  csv: 'text/csv',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

/** The server looks at the bytes first, then at the name; what the app says counts last. */
function typeOf(content, name, said) {
  const signed = SIGNATURES.find(([, bytes]) => bytes.every((byte, i) => content[i] === byte));
  return (
    signed?.[0] ?? EXTENSIONS[name?.split('.').pop()?.toLowerCase()] ?? said ?? 'application/octet-stream'
  );
}
