import { icon } from './icons.js';
import { make } from './make.js';
import { nodes, unmarked } from './formatting.js';
import { say } from './texts.js';
import { fileSize } from './times.js';

/** The parts of a bubble above its time: file, place, card and text. */
export function contents(record, act) {
  if (record.deleted) return [make('p', { class: 'gone' }, say('deleted'))];
  return [
    record.header ? make('p', { class: 'header' }, ...nodes(record.header)) : null,
    record.media ? file(record, act) : null,
    record.location ? place(record.location) : null,
    record.type === 'contacts' ? card(record) : null,
    words(record),
    record.footer ? make('p', { class: 'footer' }, record.footer) : null,
  ].filter(Boolean);
}

function words(record) {
  if (record.type === 'location' || record.type === 'contacts') return null;
  if (record.text) return make('p', { class: 'text' }, ...nodes(record.text));
  return record.media ? null : make('p', { class: 'gone' }, say(record.type));
}

function file(record, act) {
  const { media, type } = record;
  const mime = media.mime ?? '';
  if (type === 'sticker')
    return make('img', { class: 'sticker', src: media.url, alt: say('sticker') });
  const heads = type === 'interactive' || type === 'template';
  if (type === 'image' || (heads && mime.startsWith('image/'))) return picture(record, act);
  if (type === 'video' || (heads && mime.startsWith('video/')))
    return make('video', {
      src: media.url,
      controls: true,
      preload: 'metadata',
      'aria-label': say('video'),
    });
  if (type === 'audio') return recording(record, act);
  return paper(media);
}

function picture({ media, text }, act) {
  const image = make('img', {
    src: media.url,
    alt: text || say('image'),
    loading: 'lazy',
    onload: act.settle,
    onerror: () => image.parentElement.replaceWith(paper(media)), // its server is elsewhere, or gone
  });
  return make(
    'button',
    {
      type: 'button',
      class: 'picture',
      'aria-label': say('open_image'),
      onclick: () => act.view(media.url, text),
    },
    image,
  );
}

function recording(record, act) {
  const { media } = record;
  const name = media.voice ? say('voice') : (media.filename ?? say('audio'));
  const player = make('audio', {
    src: media.url,
    controls: true,
    preload: 'metadata',
    'aria-label': name,
    onplay: () => act.played(record),
  });
  return make('div', { class: 'recording' }, icon('voice'), player);
}

function paper(media) {
  const name = media.filename ?? say('document');
  const kind = (name.includes('.') ? name.split('.').pop() : (media.mime ?? '').split('/').pop())
    .toUpperCase()
    .slice(0, 5);
  const about = [kind, media.size ? fileSize(media.size) : null].filter(Boolean).join(' · ');
  const link = {
    class: `paper ${kind.toLowerCase()}`,
    href: media.url,
    target: '_blank',
    rel: 'noreferrer',
    'aria-label': say('download', { name }),
  };
  return make(
    'a',
    link,
    icon('paper'),
    make('span', {}, make('b', {}, name), make('small', {}, about)),
  );
}

function place({ latitude, longitude, name, address }) {
  const point = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return make(
    'div',
    { class: 'place' },
    make(
      'div',
      { class: 'map', role: 'img', 'aria-label': `${say('location')} ${point}` },
      icon('pin'),
    ),
    make('b', {}, name || say('location')),
    make('small', {}, address || point),
  );
}

function card({ text, body }) {
  const phone = body?.[0]?.phones?.[0]?.phone ?? '';
  return make(
    'div',
    { class: 'card' },
    make('span', { class: 'face' }, text.slice(0, 1)),
    make('span', {}, make('b', {}, text), make('small', {}, phone)),
  );
}

/** What a quoted or listed message says in one line. */
export function summary(record) {
  if (record.deleted) return say('deleted');
  if (record.type === 'audio' && record.media?.voice) return say('voice');
  return unmarked(record.text ?? '') || record.media?.filename || say(record.type);
}
