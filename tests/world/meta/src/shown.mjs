import { GraphError } from './errors.mjs';

/** What the phone shows of a message's content: text, choices, file; the same for both directions. */
export function shown(kind, body, world) {
  const show = SHOW[kind];
  return show ? show(body[kind], world) : { text: '' };
}

const SHOW = {
  text: ({ body }) => ({ text: body }),
  image: withFile,
  video: withFile,
  audio: withFile,
  document: withFile,
  sticker: withFile,
  location: ({ name = '', address = '', ...point }) => ({
    text: [name, address].filter(Boolean).join(', '),
    location: {
      latitude: Number(point.latitude),
      longitude: Number(point.longitude),
      name,
      address,
    },
  }),
  contacts: (cards) => ({ text: cards.map((card) => card.name.formatted_name).join(', ') }),
  reaction: ({ message_id, emoji = '' }) => ({
    text: emoji,
    reaction: { wamid: message_id, emoji },
  }),
  template: (template, world) => {
    const { buttons, ...rest } = world.templates.fill(template);
    return { ...rest, choices: buttons, template: template.name };
  },
  interactive: (content, world) => ({
    text: content.body.text,
    ...(content.header?.text && { header: content.header.text }),
    ...(content.footer && { footer: content.footer.text }),
    ...headerFile(content.header, world),
    ...choices(content.action, content.type),
  }),
};

function withFile({ id, link, caption = '', filename, voice }, { media }) {
  if (link) return { text: caption, media: { url: link, filename: filename ?? null, mime: null } };
  const file = media.find(id);
  if (!file)
    throw new GraphError(131009, { details: `Media id ${id} does not exist or has expired.` });
  return { text: caption, media: described(file, { filename, voice }) };
}

/** A file as the phone page gets it. */
export const described = (file, { filename, voice } = {}) => ({
  id: file.id,
  url: `/_world/media/${file.id}`,
  mime: file.mime,
  filename: filename ?? file.filename,
  size: file.bytes.length,
  ...(voice && { voice: true }),
});

function headerFile(header, world) {
  const kind = ['image', 'video', 'document'].find((name) => header?.[name]);
  return kind ? { media: withFile(header[kind], world).media } : {};
}

function choices(action, type) {
  if (type === 'button') return { choices: action.buttons.map(({ reply }) => reply) };
  if (type === 'cta_url') return { link: action.parameters };
  if (type === 'location_request_message') return { asks_location: true };
  const rows = action.sections.flatMap((section) =>
    section.rows.map((row) => ({ ...row, section: section.title })),
  );
  return { choices: rows, list_button: action.button };
}
