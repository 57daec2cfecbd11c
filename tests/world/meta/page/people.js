import * as world from './world.js';
import { byId, make } from './make.js';
import { say } from './texts.js';

const COLORS = ['#d9663d', '#3f7fbf', '#8a5cc2', '#2f9e7a', '#c2527f', '#a8862a'];

/** The row of customers above the phone, and the form that adds one. */
export class People {
  #all = new Map();
  #choose;
  #list = byId('people');
  #dialog = byId('add-dialog');
  #problem = byId('add-problem');

  constructor(choose) {
    this.#choose = choose;
    byId('add').addEventListener('click', () => this.#ask());
    byId('add-cancel').addEventListener('click', () => this.#dialog.close());
    byId('add-form').addEventListener('submit', (event) => this.#add(event));
  }

  load(customers) {
    this.#all = new Map(customers.map((customer) => [customer.id, customer]));
  }

  put(customer) {
    this.#all.set(customer.id, customer);
  }

  find(id) {
    return this.#all.get(id);
  }

  first() {
    return this.#all.keys().next().value;
  }

  draw(chosen, unread) {
    const items = [...this.#all.values()].map((customer) =>
      make('li', {}, this.#button(customer, chosen, unread(customer.id))),
    );
    this.#list.replaceChildren(...items);
    const { name, phone, username } = this.#all.get(chosen);
    byId('owner').replaceChildren(
      make('b', {}, name),
      ` · ${phone ? shownNumber(phone) : `@${username ?? ''}`}`,
    );
    this.#list
      .querySelector('[aria-pressed=true]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  #button(customer, chosen, unread) {
    const on = customer.id === chosen;
    const label =
      say('write_as', { name: customer.name }) +
      (unread && !on ? `, ${say('unread', { count: unread })}` : '');
    const title = customer.phone
      ? shownNumber(customer.phone)
      : `@${customer.username ?? ''} · ${say('username_only')}`;
    const face = make(
      'span',
      { class: 'face', 'aria-hidden': 'true', style: `--color:${colorOf(customer)}` },
      initials(customer.name),
    );
    if (unread && !on) face.append(make('span', { class: 'badge' }, String(unread)));
    return make(
      'button',
      {
        type: 'button',
        class: 'person',
        'aria-pressed': String(on),
        'aria-label': label,
        title,
        onclick: () => this.#choose(customer.id),
      },
      face,
      make('span', { class: 'who' }, customer.name.split(' ')[0]),
    );
  }

  #ask() {
    this.#problem.hidden = true;
    byId('add-form').reset();
    this.#dialog.showModal();
  }

  async #add(event) {
    event.preventDefault();
    const { name, phone, username } = Object.fromEntries(new FormData(event.target));
    try {
      const customer = await world.addCustomer({
        name,
        phone: international(phone),
        username: username || null,
      });
      this.put(customer);
      this.#dialog.close();
      this.#choose(customer.id);
    } catch {
      this.#problem.textContent = say('exists');
      this.#problem.hidden = false;
    }
  }
}

// Ten digits are a number of this country, whose calling code is 1.
function international(text) {
  const digits = text.replace(/\D/g, '');
  if (!digits) return null;
  return digits.length === 10 ? `1${digits}` : digits;
}

const shownNumber = (phone) => `+${phone.replace(/^1(\d{3})(\d{3})(\d{4})$/, '1 $1-$2-$3')}`;

const initials = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word[0]?.toUpperCase() ?? '')
    .join('');

const colorOf = ({ id }) => COLORS[(Number(id.slice(1)) - 1) % COLORS.length];
