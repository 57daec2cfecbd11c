// UiKit's blocks and views, looked at as the vendor's clients would: they draw nothing, or do nothing when
// pressed, where something is missing. The real server lets all of it pass.
import { PlainError } from './errors.mjs';

const PRESSED = ['button', 'overflow', 'static_select', 'multi_static_select', 'datepicker', 'linear_scale'];
const ENTERED = [...PRESSED.slice(2), 'plain_text_input', 'checkbox', 'radio_button', 'toggle_switch'];
const WITH_OPTIONS = ['static_select', 'multi_static_select', 'overflow', 'checkbox', 'radio_button'];
const VARIANTS = ['info', 'warning', 'danger', 'success'];

const wrong = (what) => {
  throw new PlainError(`UiKit: ${what}`);
};
const must = (true_, what) => true_ || wrong(what);

const LOOK = {
  section({ text, fields, accessory }, place) {
    must(text || fields?.length, `${place} has neither text nor fields`);
    if (text) checkText(text, place);
    for (const field of fields ?? []) checkText(field, `${place}.fields`);
    if (accessory) checkElement(accessory, `${place}.accessory`, PRESSED);
  },
  actions({ elements }, place) {
    must(Array.isArray(elements) && elements.length, `${place} has no elements`);
    for (const element of elements) checkElement(element, `${place}.elements`, PRESSED);
  },
  context({ elements }, place) {
    must(Array.isArray(elements) && elements.length, `${place} has no elements`);
    for (const element of elements) if (element.type !== 'image') checkText(element, `${place}.elements`);
  },
  input({ label, element, hint }, place) {
    checkText(label, `${place}.label`, ['plain_text']);
    if (hint) checkText(hint, `${place}.hint`, ['plain_text']);
    checkElement(element, `${place}.element`, ENTERED);
  },
  callout({ title, text, variant = 'info' }, place) {
    if (title) checkText(title, `${place}.title`, ['plain_text']);
    checkText(text, `${place}.text`);
    must(VARIANTS.includes(variant), `${place} has no variant ${variant}`);
  },
  image: ({ imageUrl, altText }, place) => must(imageUrl && altText, `${place} needs imageUrl and altText`),
  divider() {},
  preview() {},
  info_card() {},
  conditional() {},
};

function checkText(text, place, types = ['plain_text', 'mrkdwn']) {
  must(types.includes(text?.type), `${place} is no text of type ${types.join(' or ')}`);
  must(typeof text.text === 'string' && text.text !== '', `${place} has an empty text`);
}

function checkElement(element, place, types) {
  must(types.includes(element?.type), `${place} cannot hold ${element?.type}`);
  must(typeof element.actionId === 'string' && element.actionId, `${place} has no actionId`);
  if (element.type === 'button') checkText(element.text, `${place}.text`, ['plain_text']);
  if (element.placeholder) checkText(element.placeholder, `${place}.placeholder`, ['plain_text']);
  if (element.url) must(/^https?:\/\//.test(element.url), `${place} has no web address`);
  if (!WITH_OPTIONS.includes(element.type)) return;
  must(element.options?.length, `${place} has no options`);
  for (const { text, value } of element.options) {
    checkText(text, `${place}.options`);
    must(typeof value === 'string' && value, `${place}.options has an empty value`);
  }
}

/** @param needsApp whether each block must say whose it is: in a message nothing else tells. */
export function checkBlocks(blocks, { needsApp = false } = {}) {
  must(Array.isArray(blocks), 'blocks are no list');
  const seen = new Set();
  for (const [index, block] of blocks.entries()) {
    const place = `blocks[${index}]`;
    must(LOOK[block?.type], `${place} has no type that can be drawn: ${block?.type}`);
    LOOK[block.type](block, `${place} (${block.type})`);
    for (const element of [block.element, block.accessory, ...(block.elements ?? [])]) {
      if (!element?.actionId) continue;
      must(!seen.has(element.actionId), `${place} repeats the actionId ${element.actionId}`);
      seen.add(element.actionId);
      if (needsApp) must(element.appId ?? block.appId, `${place} does not say which app it belongs to`);
    }
  }
}

export function checkView({ id, title, blocks, submit, close }) {
  // The client puts a bar's id into its address.
  must(/^[\w.~:-]+$/.test(id ?? ''), `view id ${id}`);
  checkText(title, 'title', ['plain_text', 'mrkdwn']);
  checkBlocks(blocks);
  for (const [name, button] of Object.entries({ submit, close }))
    if (button) checkText(button.text, name, ['plain_text']);
}
