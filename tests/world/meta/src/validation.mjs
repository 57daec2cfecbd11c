import { readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { GraphError } from './errors.mjs';

const folder = new URL('../schemas/', import.meta.url);
const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true, verbose: true });
const checks = Object.fromEntries(
  readdirSync(folder).map((file) => [
    file.replace('.json', ''),
    ajv.compile(JSON.parse(readFileSync(new URL(file, folder), 'utf8'))),
  ]),
);

/** Refuse a body of POST /{phone_id}/messages as Meta would; returns the kind of its content. */
export function checkMessage(body) {
  check('message', body, '');
  const kind = body.type ?? 'text';
  if (!body.to && !body.recipient) throw missing('to');
  if (body[kind] === undefined) throw missing(kind);
  check(schemaFor(kind, body), body[kind], kind);
  if (kind === 'interactive') checkChoices(body.interactive);
  return kind;
}

export const checkRead = (body) => check('read', body, '');

function schemaFor(kind, body) {
  if (kind !== 'interactive') return kind;
  const name = `interactive_${body.interactive?.type}`;
  if (checks[name]) return name;
  throw invalid(`Interactive message type "${body.interactive?.type}" is not supported`);
}

/** What a JSON Schema cannot say: the ids are unique, and all sections together have ten rows. */
function checkChoices({ type, action }) {
  if (type === 'button') {
    const replies = action.buttons.map((button) => button.reply);
    checkUnique(
      replies.map((reply) => reply.id),
      'button ids',
    );
    checkUnique(
      replies.map((reply) => reply.title),
      'button titles',
    );
  }
  if (type === 'list') checkSections(action.sections);
}

function checkSections(sections) {
  const rows = sections.flatMap((section) => section.rows);
  if (rows.length > 10) throw invalid('Total row count exceed max allowed count: 10');
  checkUnique(
    rows.map((row) => row.id),
    'row ids',
  );
  if (sections.length > 1 && sections.some((section) => !section.title)) {
    throw invalid('Section title is required when there is more than one section');
  }
}

function checkUnique(values, what) {
  if (new Set(values).size < values.length) throw invalid(`Duplicated ${what}`);
}

function check(name, value, kind) {
  const validate = checks[name];
  if (!validate(value)) throw refusal(validate.errors[0], kind);
}

function refusal(error, kind) {
  const path = parameter(kind, error.instancePath);
  switch (error.keyword) {
    case 'required':
      return missing(parameter(kind, `${error.instancePath}/${error.params.missingProperty}`));
    case 'additionalProperties':
      return new GraphError(100, {
        details: `Unexpected key "${error.params.additionalProperty}" on param "${path || 'body'}".`,
      });
    case 'enum':
    case 'const':
      return new GraphError(100, {
        details: `Param ${path} must be ${allowed(error)} - got ${JSON.stringify(error.data)}.`,
      });
    case 'type':
      return new GraphError(100, {
        details: `Param ${path || 'body'} must be of type ${error.params.type}.`,
      });
    case 'maxLength':
      if (kind === 'text')
        return new GraphError(100, {
          details: `Param ${path} must be at most ${error.params.limit} characters long.`,
        });
    // falls through
    case 'minLength':
      return invalid(
        `Param ${path} length invalid. Min length: ${minimum(error)}, Max length: ${error.parentSchema.maxLength}`,
      );
    case 'maxItems':
    case 'minItems':
      return invalid(
        `Param ${path}: invalid count. Min: ${minimum(error)}, Max: ${error.parentSchema.maxItems}`,
      );
    default:
      return invalid(`Param ${path} ${error.message}.`);
  }
}

const minimum = (error) => error.parentSchema.minLength ?? error.parentSchema.minItems ?? 0;

function allowed({ params }) {
  if (params.allowedValues) return `one of {${params.allowedValues.join(', ').toUpperCase()}}`;
  return JSON.stringify(params.allowedValue);
}

/** "/action/buttons/0" of an interactive message is written interactive['action']['buttons'][0]. */
function parameter(kind, path) {
  const steps = [kind, ...path.split('/')].filter(Boolean);
  const [first = '', ...others] = steps;
  return first + others.map((step) => (/^\d+$/.test(step) ? `[${step}]` : `['${step}']`)).join('');
}

const invalid = (details) => new GraphError(131009, { details });
const missing = (name) =>
  new GraphError(name === 'messaging_product' ? 100 : 131008, {
    details: `The parameter ${name} is required.`,
  });
