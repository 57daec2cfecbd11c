// The server's own look at a message, beyond what the validators of its REST paths see.
import { PlainError } from './errors.mjs';
import { checkBlocks } from './uikit-shape.mjs';

const FIELDS = {
  _id: 'string',
  msg: 'string',
  alias: 'string',
  emoji: 'string',
  tmid: 'string',
  avatar: 'string',
};
const ATTACHMENT = {
  color: 'string',
  text: 'string',
  thumb_url: 'string',
  button_alignment: 'string',
  message_link: 'string',
  collapsed: 'boolean',
  author_name: 'string',
  author_link: 'string',
  author_icon: 'string',
  title: 'string',
  title_link: 'string',
  title_link_download: 'boolean',
  image_url: 'string',
  image_type: 'string',
  image_size: 'number',
  audio_url: 'string',
  audio_type: 'string',
  audio_size: 'number',
  video_url: 'string',
  video_type: 'string',
  video_size: 'number',
  fields: 'array',
  actions: 'array',
};
const LINKS = [
  'title_link',
  'image_url',
  'audio_url',
  'video_url',
  'thumb_url',
  'message_link',
  'author_link',
  'author_icon',
];

export function checkMessage(draft, { sender, room, may }) {
  checkTypes(draft, FIELDS);
  if (draft.alias || draft.avatar) {
    const guest = !draft.avatar && sender.token && sender.token === room.v?.token;
    if (!guest && !may(sender, 'message-impersonate', room._id))
      throw new PlainError('Not enough permission');
  }
  for (const list of ['attachments', 'blocks']) {
    if (draft[list] != null && !Array.isArray(draft[list]))
      throw new PlainError(`Match error: Expected array in field ${list}`);
  }
  for (const attachment of draft.attachments ?? []) checkAttachment(attachment);
  if (draft.blocks) checkBlocks(draft.blocks, { needsApp: true });
}

function checkAttachment(attachment) {
  checkTypes(attachment, ATTACHMENT);
  for (const link of LINKS) {
    if (attachment[link] && !/^(https?:\/\/|\/file-upload\/)/i.test(attachment[link])) {
      throw new PlainError('Invalid href value provided');
    }
  }
  for (const field of attachment.fields ?? []) {
    if (!field.title || !field.value)
      throw new PlainError('Invalid attachment field, title and value is required');
  }
}

function checkTypes(value, types) {
  for (const [field, type] of Object.entries(types)) {
    if (value[field] == null) continue;
    const is = Array.isArray(value[field]) ? 'array' : typeof value[field];
    if (is !== type) throw new PlainError(`Match error: Expected ${type}, got ${is} in field ${field}`);
  }
}
