// What comes with a request: JSON, a form, or a form with files.
import busboy from 'busboy';
import { HttpError } from '../errors.mjs';

export async function readBody(request) {
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) return readForm(request);
  const raw = await readAll(request);
  if (raw.length === 0) return { body: undefined, raw };
  if (type.includes('application/x-www-form-urlencoded')) {
    return { body: Object.fromEntries(new URLSearchParams(raw.toString())), raw };
  }
  if (!type.includes('json')) return { body: undefined, raw };
  try {
    return { body: JSON.parse(raw), raw };
  } catch {
    throw new HttpError(400, { success: false, error: 'Invalid JSON' });
  }
}

function readAll(request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => resolve(parts.length === 1 ? parts[0] : Buffer.concat(parts)));
    request.on('error', reject);
  });
}

function readForm(request) {
  return new Promise((resolve, reject) => {
    const body = {};
    const files = [];
    const form = busboy({ headers: request.headers, defParamCharset: 'utf8' });
    form.on('field', (name, value) => {
      body[name] = value;
    });
    form.on('file', (field, stream, { filename, mimeType }) => {
      const parts = [];
      stream.on('data', (part) => parts.push(part));
      stream.on('end', () =>
        files.push({ field, name: filename, type: mimeType, content: Buffer.concat(parts) }),
      );
    });
    form.on('close', () => resolve({ body, files }));
    form.on('error', reject);
    request.pipe(form);
  });
}
