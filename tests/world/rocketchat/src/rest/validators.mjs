// The vendor's own request validators, bundled by `npm run setup`.
import { createRequire } from 'node:module';
import { CodedError } from '../errors.mjs';

const bundled = createRequire(import.meta.url)('../../generated/validators.cjs');

/** @throws at start-up where the vendor has no validator of this name. */
export function validator(name) {
  const check = bundled[name];
  if (typeof check !== 'function') throw new Error(`rest-typings has no ${name}`);
  return (value) => {
    if (check(value)) return;
    const said = check.errors?.map((error) => error.message).join('\n ') ?? 'Invalid parameters';
    throw new CodedError('invalid-params', said);
  };
}
