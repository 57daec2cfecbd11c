// What the server demands of a password that is changed; one that a user is made with it takes as it is.
import { CodedError } from './errors.mjs';

const DEMANDS = {
  repeatingCharacters: (password) => !/(.)\1{3,}/.test(password),
  oneLowercase: (password) => /[a-z]/.test(password),
  oneUppercase: (password) => /[A-Z]/.test(password),
  oneNumber: (password) => /[0-9]/.test(password),
  oneSpecial: (password) => /[^A-Za-z0-9 ]/.test(password),
};

export function checkPassword(password, settings) {
  if (!settings.get('Accounts_Password_Policy_Enabled')) return;
  const isLong = password.length >= settings.get('Accounts_Password_Policy_MinLength');
  const unmet = Object.keys(DEMANDS).filter((name) => !DEMANDS[name](password));
  const reasons = [...(isLong ? [] : ['minLength']), ...unmet];
  if (!reasons.length) return;
  const refused = new CodedError(
    'error-password-policy-not-met',
    undefined,
    reasons.map((each) => ({ error: `error-password-policy-not-met-${each}` })),
  );
  refused.message = 'The password is not what the policy of the server demands.';
  throw refused;
}
