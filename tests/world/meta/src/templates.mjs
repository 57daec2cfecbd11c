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
    if (!template)
      throw new GraphError(132001, {
        details: `template name (${name}) does not exist in ${language.code}`,
      });
    const values = components.find((part) => part.type.toLowerCase() === 'body')?.parameters ?? [];
    const expected = new Set(template.body.match(/{{\w+}}/g)).size;
    if (values.length !== expected) {
      throw new GraphError(132000, {
        details: `body: number of localizable_params (${values.length}) does not match the expected number of params (${expected})`,
      });
    }
    return { text: filled(template.body, values), buttons: buttons(template, components) };
  }

  /** As GET /{business account}/message_templates lists them. */
  listed() {
    return this.#all.map((template, index) => ({
      id: String(600_000_000_000 + index),
      name: template.name,
      language: template.language,
      status: 'APPROVED',
      category: 'UTILITY',
      components: [
        { type: 'BODY', text: template.body },
        ...(template.buttons?.length
          ? [
              {
                type: 'BUTTONS',
                buttons: template.buttons.map((text) => ({ type: 'QUICK_REPLY', text })),
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

const same = (template, name, language) => template.name === name && template.language === language;

const filled = (text, values) =>
  values.reduce(
    (sofar, value, index) =>
      sofar.replaceAll(`{{${value.parameter_name ?? index + 1}}}`, value.text ?? ''),
    text,
  );

function buttons(template, components) {
  return (template.buttons ?? []).map((text, index) => {
    const given = components.find(
      (part) => part.type.toLowerCase() === 'button' && Number(part.index) === index,
    );
    return { id: given?.parameters?.[0]?.payload ?? text, title: text };
  });
}
