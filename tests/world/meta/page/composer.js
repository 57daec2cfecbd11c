import { quote } from './bubble.js';
import { icon } from './icons.js';
import { byId, make } from './make.js';
import { say } from './texts.js';
import { fileSize } from './times.js';

const HERE = { latitude: 18.4861, longitude: -69.9312 };
const LARGEST = 100 * 1024 * 1024;

/** Where the customer writes: text, a file with a comment, a place, an answer to one message. */
export class Composer {
  #send;
  #complain;
  #text = byId('text');
  #menu = byId('menu');
  #attach = byId('attach');
  #file = null;
  #answered = null;

  constructor(send, complain) {
    this.#send = send;
    this.#complain = complain;
    byId('composer').addEventListener('submit', (event) => this.#submit(event));
    this.#text.addEventListener('input', () => this.#grow());
    this.#text.addEventListener('keydown', (event) => this.#key(event));
    this.#text.addEventListener('paste', (event) => this.#paste(event));
    this.#attach.addEventListener('click', () => this.#toggle(this.#menu.hidden));
    this.#menu.addEventListener('keydown', (event) => event.key === 'Escape' && this.#leaveMenu());
    this.#menu.addEventListener('click', (event) =>
      this.#pick(event.target.closest('[data-attach]')?.dataset.attach),
    );
    document.addEventListener(
      'click',
      (event) => event.target.closest('#menu, #attach') ?? this.#toggle(false),
    );
    this.#acceptFiles();
  }

  answer(record) {
    this.#answered = record;
    const remove = make(
      'button',
      {
        type: 'button',
        class: 'remove',
        'aria-label': say('remove_quote'),
        onclick: () => this.clear(),
      },
      icon('close'),
    );
    byId('quote').replaceChildren(quote(record), remove);
    byId('quote').hidden = false;
    this.#text.focus();
  }

  clear() {
    this.#answered = null;
    this.#file = null;
    byId('quote').hidden = true;
    byId('attached').hidden = true;
    byId('attached').replaceChildren();
    this.#text.placeholder = say('message');
  }

  focus() {
    this.#text.focus();
  }

  async #submit(event) {
    event.preventDefault();
    const said = this.#said();
    if (!said) return;
    this.#text.value = '';
    this.clear();
    this.#grow();
    await this.#send(said);
  }

  #said() {
    const text = this.#text.value.trim();
    const answered = this.#answered ? { reply_to: this.#answered.wamid } : {};
    if (this.#file)
      return { file: this.#file.file, kind: this.#file.kind, caption: text, ...answered };
    return text ? { text, ...answered } : null;
  }

  #acceptFiles() {
    for (const kind of ['image', 'document', 'audio']) {
      byId(`file-${kind}`).addEventListener('change', (event) => {
        this.#hold(event.target.files[0], kind);
        event.target.value = '';
      });
    }
    const chat = byId('chat');
    chat.addEventListener('dragover', (event) => event.preventDefault());
    chat.addEventListener('drop', (event) => {
      event.preventDefault();
      this.#hold(event.dataTransfer.files[0], kindOf(event.dataTransfer.files[0]));
    });
  }

  #hold(file, wanted) {
    if (!file) return;
    if (file.size > LARGEST) return this.#complain(say('too_large'));
    const kind = wanted === 'image' ? kindOf(file) : wanted;
    this.#file = { file, kind };
    const thumb =
      kind === 'image'
        ? make('img', { src: URL.createObjectURL(file), alt: '' })
        : icon(kind === 'audio' ? 'voice' : 'paper');
    const about = make(
      'span',
      {},
      make('b', {}, file.name),
      make('small', {}, fileSize(file.size)),
    );
    const remove = make(
      'button',
      {
        type: 'button',
        class: 'remove',
        'aria-label': say('remove_file'),
        onclick: () => this.clear(),
      },
      icon('close'),
    );
    byId('attached').replaceChildren(thumb, about, remove);
    byId('attached').hidden = false;
    if (kind !== 'audio') this.#text.placeholder = say('caption');
    this.#text.focus();
  }

  #pick(kind) {
    if (!kind) return;
    this.#toggle(false);
    if (kind === 'location') this.#send({ location: HERE });
    else byId(`file-${kind}`).click();
  }

  #leaveMenu() {
    this.#toggle(false);
    this.#attach.focus();
  }

  #toggle(open) {
    this.#menu.hidden = !open;
    this.#attach.setAttribute('aria-expanded', String(open));
    if (open) this.#menu.querySelector('button').focus();
  }

  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId('composer').requestSubmit();
  }

  #paste(event) {
    const file = event.clipboardData?.files?.[0];
    if (!file) return;
    event.preventDefault();
    this.#hold(file, kindOf(file));
  }

  #grow() {
    this.#text.style.height = 'auto';
    this.#text.style.height = `${Math.min(this.#text.scrollHeight, 120)}px`;
  }
}

function kindOf(file) {
  const start = file?.type.split('/')[0];
  return ['image', 'video', 'audio'].includes(start) ? start : 'document';
}
