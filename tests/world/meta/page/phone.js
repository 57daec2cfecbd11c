import * as world from './world.js';
import { Chat } from './chat.js';
import { Composer } from './composer.js';
import { ICONS } from './icons.js';
import { byId } from './make.js';
import { Memory } from './memory.js';
import { People } from './people.js';
import { Sheet } from './sheet.js';
import { say } from './texts.js';
import { clockTime } from './times.js';

const READS_AFTER = 500;

let chosen = null;
let ahead = 0;
const now = () => Date.now() + ahead;

const memory = new Memory();
const sheet = new Sheet();
const people = new People(choose);
const composer = new Composer(send, complain);
const chat = new Chat(
  memory,
  {
    view,
    choose: (record, choice) =>
      send({ choice: { id: choice.id, title: choice.title }, reply_to: record.wamid }),
    openList: (record) =>
      sheet.open(record, (row) =>
        send({ list: { id: row.id, title: row.title }, reply_to: record.wamid }),
      ),
    sendPlace: (record) =>
      send({ location: { latitude: 18.4861, longitude: -69.9312 }, reply_to: record.wamid }),
    react: (record, emoji) => send({ reaction: { wamid: record.wamid, emoji } }),
    answer: (record) => composer.answer(record),
    played: ({ from, wamid }) => from === 'business' && world.markPlayed(wamid).catch(() => {}),
    typingEnded: () => typing({ customer: chosen, on: false }),
  },
  now,
);

decorate();
world.follow({
  connected: load,
  lost: () => presence(say('offline')),
  reset: load,
  message: received,
  status: changed,
  typing,
  customer: (customer) => {
    people.put(customer);
    redrawPeople();
  },
  clock: ({ now_ms: ms }) => {
    ahead = ms - Date.now();
    tick();
  },
});
document.addEventListener('visibilitychange', readSoon);
setInterval(tick, 5_000);

async function load() {
  const [customers, messages, clock] = await Promise.all([
    world.customers(),
    world.messages(),
    world.clock(),
  ]);
  ahead = clock.now_ms - Date.now();
  people.load(customers);
  memory.load(messages);
  tick();
  presence(say('online'));
  choose(
    people.find(chosen ?? location.hash.slice(1))
      ? (chosen ?? location.hash.slice(1))
      : people.first(),
  );
}

function choose(id) {
  if (id !== chosen) composer.clear();
  chosen = id;
  history.replaceState(null, '', `#${id}`);
  sheet.close();
  presence(say('online'));
  chat.show(id);
  redrawPeople();
  readSoon();
}

async function send({ file, kind, caption, ...said }) {
  try {
    const content = file ? { [kind]: await described(file, kind, caption) } : said;
    await world.say({ customer: chosen, ...content, reply_to: said.reply_to });
  } catch {
    complain(say('not_sent'));
  }
}

/** A voice note carries no comment. */
async function described(file, kind, caption) {
  const media = await world.upload(file);
  return {
    media,
    filename: file.name,
    ...(kind === 'audio' ? { voice: true } : caption && { caption }),
  };
}

function received(record) {
  const shown = memory.add(record);
  if (!shown) return;
  if (record.customer === chosen) chat.put(shown);
  redrawPeople();
  readSoon();
}

function changed(change) {
  const record = memory.change(change);
  if (!record) return;
  if (record.customer === chosen && record.from === 'customer') chat.put(record);
  if (record.status === 'delivered') readSoon();
  redrawPeople();
}

function typing({ customer, on, lasts_ms: lasts }) {
  if (customer !== chosen) return;
  presence(say(on ? 'typing' : 'online'));
  chat.typing(on, lasts);
}

let reading = null;

/** Who looks at the chat reads it, a moment after it arrived. */
function readSoon() {
  clearTimeout(reading);
  if (document.visibilityState !== 'visible' || !memory.unread(chosen)) return;
  reading = setTimeout(() => world.markRead(chosen).catch(() => {}), READS_AFTER);
}

const redrawPeople = () => people.find(chosen) && people.draw(chosen, (id) => memory.unread(id));

function presence(text) {
  byId('presence').textContent = text;
  byId('presence').classList.toggle('busy', text === say('typing'));
}

function tick() {
  byId('clock').textContent = clockTime(now()).replace(/[^\d:]+$/, '');
}

function view(url, text) {
  Object.assign(byId('viewer-image'), { src: url, alt: text || say('image') });
  byId('viewer').showModal();
}

let toastEnds = null;

function complain(text) {
  clearTimeout(toastEnds);
  byId('toast').textContent = text;
  byId('toast').hidden = false;
  toastEnds = setTimeout(() => (byId('toast').hidden = true), 4_000);
}

function decorate() {
  const places = {
    shop: 'shop',
    verified: 'verified',
    signs: 'signs',
    attach: 'plus',
    'sheet-close': 'close',
    'viewer-close': 'close',
  };
  for (const [id, name] of Object.entries(places)) byId(id).innerHTML = ICONS[name];
  document.querySelector('.send').innerHTML = ICONS.send;
  document.querySelector('.plus').innerHTML = ICONS.plus;
  for (const name of ['photo', 'paper', 'voice'])
    document.querySelector(`.menu .${name}`).innerHTML = ICONS[name];
  document.querySelector('.menu .place').innerHTML = ICONS.pin;
  byId('viewer-close').addEventListener('click', () => byId('viewer').close());
  byId('viewer').addEventListener(
    'click',
    (event) => event.target === byId('viewer') && byId('viewer').close(),
  );
}
