import { contents, summary } from './contents.js';
import { icon } from './icons.js';
import { make } from './make.js';
import { say } from './texts.js';
import { clockTime } from './times.js';

const EMOJIS = ['👍', '❤️', '😂', '😮', '😢', '🙏'];

/** A message on the phone. `act` is what a tap can do; `quoted` the message it answers. */
export function bubble(record, { act, quoted, taken }) {
  const mine = record.from === 'customer';
  const item = make('li', {
    class: `message ${mine ? 'mine' : 'theirs'} ${record.type}`,
    'data-wamid': record.wamid,
  });
  const wide = Boolean(
    record.media || record.location || record.choices || record.link || record.type === 'contacts',
  );
  const box = make(
    'div',
    { class: `bubble ${wide ? 'wide' : ''}` },
    record.forwarded ? make('p', { class: 'forwarded' }, icon('reply'), say('forwarded')) : null,
    quoted ? quote(quoted) : null,
    ...contents(record, act),
    stamp(record, mine),
    options(record, act),
  );
  item.append(box, ...taps(record, act, taken), reactions(record));
  return item;
}

export function quote(record) {
  const name = record.from === 'customer' ? say('you') : document.body.dataset.business;
  const thumb =
    record.media && record.type === 'image'
      ? make('img', { src: record.media.url, alt: '' })
      : null;
  return make(
    'blockquote',
    { class: record.from },
    make('span', {}, make('b', {}, name), make('span', {}, summary(record))),
    thumb,
  );
}

function stamp(record, mine) {
  const edited = record.edited ? make('i', {}, say('edited')) : null;
  const time = make('time', { datetime: record.at }, clockTime(record.at_ms));
  return make(
    'span',
    { class: 'stamp' },
    edited,
    time,
    mine && !record.deleted ? ticks(record.status) : null,
  );
}

export function ticks(status) {
  const shown = status === 'played' ? 'read' : status;
  const sign = icon(shown === 'sent' ? 'tick' : 'ticks', `ticks ${shown}`);
  sign.append(make('span', { class: 'unseen' }, say(`status.${shown}`)));
  return sign;
}

/** Reply buttons, the list's button, a link or the request for a place. */
function taps(record, act, taken) {
  const tap = (name, label, onclick) =>
    make(
      'button',
      { type: 'button', class: 'tap', onclick, disabled: taken },
      icon(name),
      make('span', {}, label),
    );
  if (record.link) return [make('div', { class: 'taps' }, linkOut(record.link))];
  if (record.asks_location)
    return [
      make(
        'div',
        { class: 'taps' },
        tap('pin', say('send_location'), () => act.sendPlace(record)),
      ),
    ];
  if (!record.choices?.length) return [];
  if (record.list_button)
    return [
      make(
        'div',
        { class: 'taps' },
        tap('list', record.list_button, () => act.openList(record)),
      ),
    ];
  return [
    make(
      'div',
      { class: 'taps' },
      ...record.choices.map((choice) =>
        tap('reply', choice.title, () => act.choose(record, choice)),
      ),
    ),
  ];
}

const linkOut = ({ display_text: label, url }) =>
  make(
    'a',
    { class: 'tap', href: url, target: '_blank', rel: 'noreferrer' },
    icon('link'),
    make('span', {}, label),
  );

function options(record, act) {
  if (record.deleted) return null;
  const menu = make(
    'details',
    { class: 'options' },
    make('summary', { 'aria-label': say('options'), title: say('options') }, icon('more')),
  );
  const close = (action) => () => {
    menu.open = false;
    action();
  };
  const emojis = EMOJIS.map((emoji) =>
    make(
      'button',
      {
        type: 'button',
        'aria-label': say('react', { emoji }),
        onclick: close(() => act.react(record, emoji)),
      },
      emoji,
    ),
  );
  menu.append(
    make(
      'div',
      { class: 'choices' },
      make('div', { class: 'emojis' }, ...emojis),
      make(
        'button',
        { type: 'button', class: 'answer', onclick: close(() => act.answer(record)) },
        icon('reply'),
        say('reply'),
      ),
    ),
  );
  return menu;
}

export function reactions({ reactions: given = {} }) {
  const emojis = [...new Set(Object.values(given).filter(Boolean))];
  return make('span', { class: 'reactions', hidden: emojis.length === 0 }, emojis.join(''));
}
