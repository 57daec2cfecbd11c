import { bubble } from './bubble.js';
import { byId, make } from './make.js';
import { say } from './texts.js';
import { dayKey, dayName } from './times.js';

/** The conversation on the screen. */
export class Chat {
  #memory;
  #act;
  #now;
  #list = byId('messages');
  #scroller = byId('chat');
  #typing = byId('typing');
  #typingEnds = null;
  #atEnd = true;

  constructor(memory, act, now) {
    this.#memory = memory;
    this.#act = { ...act, settle: () => this.#settle() };
    this.#now = now;
    this.#scroller.addEventListener('scroll', () => (this.#atEnd = this.#nearEnd()));
    new ResizeObserver(() => this.#settle()).observe(this.#scroller);
    document.addEventListener('click', (event) => this.#closeMenus(event.target));
  }

  show(customer) {
    this.typing(false);
    const items = [];
    let day = null;
    for (const record of this.#memory.of(customer)) {
      if (dayKey(record.at_ms) !== day) items.push(this.#dayLine(record));
      day = dayKey(record.at_ms);
      items.push(this.#bubble(record));
    }
    this.#list.replaceChildren(...items);
    this.#atEnd = true;
    this.#settle();
  }

  /** Add a message, or draw one again that changed. */
  put(record) {
    const old = this.#item(record.wamid);
    const fresh = this.#bubble(record);
    if (old) return old.replaceWith(fresh);
    const last = this.#memory.of(record.customer).at(-2);
    if (!last || dayKey(last.at_ms) !== dayKey(record.at_ms))
      this.#list.append(this.#dayLine(record));
    fresh.classList.add('new');
    this.#list.append(fresh);
    if (record.reply_to) this.#redraw(record.customer, record.reply_to);
    if (record.from === 'customer') this.#atEnd = true;
    this.#settle();
  }

  typing(on, lasts) {
    clearTimeout(this.#typingEnds);
    this.#typing.hidden = !on;
    if (on) this.#typingEnds = setTimeout(() => this.#act.typingEnded(), lasts);
    this.#settle();
  }

  #redraw(customer, wamid) {
    const record = this.#memory.find(customer, wamid);
    const old = record && this.#item(wamid);
    if (old) old.replaceWith(this.#bubble(record));
  }

  #bubble(record) {
    const quoted = record.reply_to ? this.#memory.find(record.customer, record.reply_to) : null;
    return bubble(record, { act: this.#act, quoted, taken: this.#memory.taken(record) });
  }

  #dayLine(record) {
    const name = dayName(record.at_ms, this.#now(), {
      today: say('today'),
      yesterday: say('yesterday'),
    });
    return make('li', { class: 'day' }, make('span', {}, name));
  }

  #closeMenus(target) {
    for (const menu of this.#list.querySelectorAll('details[open]')) {
      if (!menu.contains(target)) menu.open = false;
    }
  }

  #item(wamid) {
    return this.#list.querySelector(`[data-wamid="${CSS.escape(wamid)}"]`);
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < 80;
  }

  #settle() {
    if (this.#atEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}
