import { readFileSync } from 'node:fs';
import { GraphError } from './errors.mjs';

const DEMO = JSON.parse(readFileSync(new URL('../data/templates.json', import.meta.url), 'utf8'));

/** The approved templates of the business account. */
export class Templates {
  #all = [...DEMO];

  add(template) {
    this.#all = [
      ...this.#all.filter((known) => !same(known, template.name, template.language)),
      template,
    ];
  }

  /** What the customer sees of a template message: its text with the values filled in, and its buttons. */
  fill({ name, language, components = [] }) {
    const template = this.#all.find((known) => same(known, name, language.code));
    if (!template || !USABLE.has(statusOf(template)))
      throw new GraphError(132001, {
        details: `template name (${name}) does not exist in ${language.code}`,
      });
    if (STOPPED[template.status]) throw new GraphError(STOPPED[template.status]);
    const text = filled(template.body, checkedValues(template, 'body', template.body, components));
    const heading = filled(template.header, checkedHeader(template, components));
    return {
      text: [heading, text, template.footer].filter(Boolean).join('\n\n'),
      buttons: buttons(template, components),
      ...linkOf(template, components),
      ...headerOf(template, components),
    };
  }

  /** As GET /{business account}/message_templates lists them, a page of `limit` after a cursor. */
  listed({ limit = '25', after, fields, status } = {}) {
    const all = this.#entries().filter((entry) => !status || entry.status === status);
    const start = after ? Number(Buffer.from(after, 'base64url').toString()) : 0;
    const end = start + Math.min(Number(limit) || 25, 100);
    const cursors = { before: cursor(start), after: cursor(end) };
    const names = fields && [...fields.split(','), 'id'];
    return {
      data: all.slice(start, end).map((entry) => (names ? picked(entry, names) : entry)),
      paging: { cursors, ...(end < all.length && { next: 'https://graph.facebook.com/next' }) },
    };
  }

  #entries() {
    return this.#all.map((template, index) => ({
      id: String(600_000_000_000 + index),
      name: template.name,
      language: template.language,
      status: statusOf(template),
      category: template.category ?? 'UTILITY',
      parameter_format: template.named ? 'NAMED' : 'POSITIONAL',
      components: [
        ...(template.header_format || template.header
          ? [
              {
                type: 'HEADER',
                format: template.header_format ?? 'TEXT',
                ...(template.header && { text: template.header }),
                ...(template.header_example && {
                  example: { header_text: template.header_example },
                }),
              },
            ]
          : []),
        {
          type: 'BODY',
          text: template.body,
          ...(template.example && { example: { body_text: [template.example] } }),
        },
        ...(template.carousel ? [{ type: 'CAROUSEL', cards: [] }] : []),
        ...(template.footer ? [{ type: 'FOOTER', text: template.footer }] : []),
        ...(template.buttons?.length
          ? [
              {
                type: 'BUTTONS',
                buttons: template.buttons.map(asButton),
              },
            ]
          : []),
      ],
    }));
  }

  reset() {
    this.#all = [...DEMO];
  }
}

const STOPPED = { PAUSED: 132015, DISABLED: 132016 };
const USABLE = new Set(['APPROVED', ...Object.keys(STOPPED)]);
const statusOf = ({ status = 'APPROVED' }) => status;
const cursor = (place) => Buffer.from(String(place)).toString('base64url');
const picked = (entry, names) =>
  Object.fromEntries(Object.entries(entry).filter(([name]) => names.includes(name)));
const holes = (text = '') => [...new Set(text.match(/{{\w+}}/g))].map((hole) => hole.slice(2, -2));
const partOf = (components, type) => components.find((part) => part.type.toLowerCase() === type);

/** The values of the header or the body: as many as it has holes, with names where it wants them. */
function checkedValues(template, part, text, components) {
  const values = partOf(components, part)?.parameters ?? [];
  const names = holes(text);
  if (values.length !== names.length) {
    throw new GraphError(132000, {
      details: `${part}: number of localizable_params (${values.length}) does not match the expected number of params (${names.length})`,
    });
  }
  for (const { text: value, parameter_name: name } of values) {
    if (typeof value !== 'string' || !value.trim())
      throw new GraphError(131008, { details: `${part}: Parameter of type text is missing text value` });
    if (/[\n\t]| {5,}/.test(value))
      throw new GraphError(100, {
        details: 'Param text cannot have new-line/tab characters or more than 4 consecutive spaces',
      });
    if (template.named && !names.includes(name))
      throw new GraphError(100, { details: `${part}: Parameter name is missing or empty` });
  }
  return values;
}

function checkedHeader(template, components) {
  const expected = template.header_format;
  if (expected && expected !== 'TEXT') {
    const [given] = partOf(components, 'header')?.parameters ?? [];
    const received = given?.type?.toUpperCase() ?? 'UNKNOWN';
    if (received !== expected)
      throw new GraphError(132012, {
        details: `header: Format mismatch, expected ${expected}, received ${received}`,
      });
    checkedFile(given);
  }
  return template.header ? checkedValues(template, 'header', template.header, components) : [];
}

function checkedFile({ type, [type]: content = {} }) {
  if (type === 'location') {
    if (['latitude', 'longitude', 'name', 'address'].some((name) => !content[name]))
      throw new GraphError(131008, { details: 'header: location is missing a value' });
  } else if (!content.id && !/^https?:\/\//.test(content.link ?? ''))
    throw new GraphError(131009, { details: `header: ${type} has neither id nor a valid link` });
}

/** What the phone shows above the text. */
function headerOf({ header_format: format }, components) {
  const [given] = partOf(components, 'header')?.parameters ?? [];
  if (format === 'LOCATION') return { location: given.location };
  const file = given?.[given.type];
  return ['IMAGE', 'VIDEO', 'DOCUMENT'].includes(format) && file.link
    ? { media: { url: file.link, filename: file.filename ?? null, mime: MIMES[format] } }
    : {};
}

const same = (template, name, language) => template.name === name && template.language === language;

const filled = (text = '', values) =>
  values.reduce(
    (sofar, value, index) =>
      sofar.replaceAll(`{{${value.parameter_name ?? index + 1}}}`, value.text ?? ''),
    text,
  );

const MIMES = { IMAGE: 'image/jpeg', VIDEO: 'video/mp4', DOCUMENT: 'application/pdf' };

/** A button that is only a text is a quick reply. */
const asButton = (button) =>
  typeof button === 'string' ? { type: 'QUICK_REPLY', text: button } : button;

const WANTED = { COPY_CODE: ['copy_code', 'coupon_code'], URL: ['url', 'text'] };

function buttons(template, components) {
  return (template.buttons ?? []).map(asButton).flatMap((button, index) => {
    const given = components.find(
      (part) => part.type.toLowerCase() === 'button' && Number(part.index) === index,
    );
    checkButton(button, index, given);
    const id = given?.parameters?.[0]?.payload ?? button.text;
    return button.type === 'QUICK_REPLY' ? [{ id, title: button.text }] : [];
  });
}

/** The phone draws one link. */
function linkOf(template, components) {
  const index = (template.buttons ?? []).findIndex(({ type }) => type === 'URL');
  if (index < 0) return {};
  const { text, url } = template.buttons[index];
  const given = components.find((part) => Number(part.index) === index);
  const end = given?.parameters?.[0]?.text ?? '';
  return { link: { display_text: text, url: url.replace(/{{\w+}}/, end) } };
}

function checkButton({ type, url = '' }, index, given) {
  if (type !== 'COPY_CODE' && !url.includes('{{')) return;
  const [kind, field] = WANTED[type];
  const value = given?.parameters?.[0]?.[field];
  if (given?.sub_type?.toLowerCase() !== kind || !value)
    throw new GraphError(131008, {
      details: `buttons: Button at index ${index} of type ${type} requires a parameter`,
    });
}
