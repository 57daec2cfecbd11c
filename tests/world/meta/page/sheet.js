import { byId, make } from './make.js';

/** The sheet that rises from below with the rows of a list. */
export class Sheet {
  #sheet = byId('sheet');
  #shade = byId('shade');
  #before = null;

  constructor() {
    byId('sheet-close').addEventListener('click', () => this.close());
    this.#shade.addEventListener('click', () => this.close());
    this.#sheet.addEventListener('keydown', (event) => event.key === 'Escape' && this.close());
  }

  open(record, choose) {
    this.#before = document.activeElement;
    byId('sheet-title').textContent = record.list_button;
    byId('sheet-body').replaceChildren(
      ...sections(record.choices, (choice) => {
        this.close();
        choose(choice);
      }),
    );
    this.#sheet.hidden = this.#shade.hidden = false;
    byId('sheet-body').querySelector('button').focus({ preventScroll: true });
  }

  close() {
    this.#sheet.hidden = this.#shade.hidden = true;
    this.#before?.focus?.({ preventScroll: true });
  }
}

function sections(choices, choose) {
  const titles = [...new Set(choices.map((choice) => choice.section ?? ''))];
  return titles.map((title) =>
    make(
      'section',
      {},
      title ? make('h3', {}, title) : null,
      ...choices
        .filter((choice) => (choice.section ?? '') === title)
        .map((choice) => row(choice, choose)),
    ),
  );
}

const row = (choice, choose) =>
  make(
    'button',
    { type: 'button', class: 'row', onclick: () => choose(choice) },
    make(
      'span',
      {},
      make('b', {}, choice.title),
      choice.description ? make('small', {}, choice.description) : null,
    ),
    make('i', { 'aria-hidden': 'true' }),
  );
