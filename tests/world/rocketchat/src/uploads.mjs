// Files: kept in memory, and beside the journal where there is one.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CodedError, failure } from './errors.mjs';
import { randomId } from './ids.mjs';

const KINDS = { image: 'image', audio: 'audio', video: 'video' };

export function createUploads({ db, clock, settings, dataDir }) {
  const contents = new Map();
  const folder = dataDir && path.join(dataDir, 'uploads');
  if (folder) mkdirSync(folder, { recursive: true });

  function add({ name, type, content, rid, userId, visitorToken }) {
    if (!settings.get('FileUpload_Enabled'))
      throw new CodedError('error-file-upload-disabled', 'File upload is disabled');
    const limit = settings.get('FileUpload_MaxFileSize');
    if (limit > -1 && content.length > limit)
      throw failure({ reason: 'error-size-not-allowed', sizeAllowed: limit });
    if (!typeAllowed(type)) throw failure({ reason: 'error-type-not-allowed' });
    const upload = db.uploads.insert({
      _id: randomId(),
      name,
      type,
      size: content.length,
      rid,
      ...(userId && { userId }),
      ...(visitorToken && { visitorToken }),
      store: 'GridFS:Uploads',
      complete: true,
      extension: path.extname(name).slice(1),
      uploadedAt: clock.date(),
      _updatedAt: clock.date(),
    });
    upload.path = `/file-upload/${upload._id}/${encodeURIComponent(name)}`;
    contents.set(upload._id, content);
    if (folder) writeFileSync(path.join(folder, upload._id), content);
    return upload;
  }

  function typeAllowed(type) {
    const listed = (setting) =>
      (settings.get(setting) || '')
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean);
    const matches = (pattern) =>
      pattern === type || (pattern.endsWith('/*') && type.startsWith(pattern.slice(0, -1)));
    const allowed = listed('FileUpload_MediaTypeWhiteList');
    if (listed('FileUpload_MediaTypeBlackList').some(matches)) return false;
    return allowed.length === 0 || allowed.some(matches);
  }

  function content(upload) {
    const held = contents.get(upload._id);
    if (held || !folder) return held;
    const read = readFileSync(path.join(folder, upload._id));
    contents.set(upload._id, read);
    return read;
  }

  function removeOf(rid) {
    for (const upload of db.uploads.by('rid', rid)) {
      db.uploads.remove(upload._id);
      contents.delete(upload._id);
      if (folder) rmSync(path.join(folder, upload._id), { force: true });
    }
  }

  function clear() {
    contents.clear();
    if (folder) rmSync(folder, { recursive: true, force: true });
    if (folder) mkdirSync(folder, { recursive: true });
  }

  /** The parts of a message that carry a file, as the server writes them. */
  function asMessage(upload, { msg = '', description } = {}) {
    const file = {
      _id: upload._id,
      name: upload.name,
      type: upload.type,
      size: upload.size,
      format: upload.extension,
    };
    const kind = KINDS[upload.type.split('/')[0]];
    const attachment = {
      ts: new Date(0).toISOString(),
      title: upload.name,
      ...(description && { description }),
      title_link: upload.path,
      title_link_download: true,
      type: 'file',
      ...(kind
        ? { [`${kind}_url`]: upload.path, [`${kind}_type`]: upload.type, [`${kind}_size`]: upload.size }
        : { format: upload.extension.toUpperCase(), size: upload.size }),
    };
    return { msg, file, files: [file], attachments: [attachment], groupable: false };
  }

  return { add, content, asMessage, removeOf, clear };
}
