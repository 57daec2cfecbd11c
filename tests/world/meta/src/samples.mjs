const b64 = (text) => Buffer.from(text, 'base64');

/** The smallest honest file of each kind, for who says "an image" and has none at hand. */
export const SAMPLES = {
  image: {
    mime: 'image/png',
    bytes: b64(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    ),
  },
  sticker: { mime: 'image/webp', bytes: b64('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==') },
  audio: {
    mime: 'audio/ogg; codecs=opus',
    bytes: b64('T2dnUwACAAAAAAAAAAAAAAAAAAAAAAAAAAABE09wdXNIZWFkAQEAAIC7AAAAAAA='),
  },
  video: {
    mime: 'video/mp4',
    bytes: b64('AAAAHGZ0eXBpc29tAAACAGlzb21pc28ybXA0MQAAAAhmcmVlAAAACG1kYXQ='),
  },
  document: {
    mime: 'application/pdf',
    filename: 'documento.pdf',
    bytes: Buffer.from(
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
    ),
  },
};
