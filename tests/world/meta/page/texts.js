const TEXTS = await (await fetch('/page/texts.json')).json();

/** The words of `key`, with {names} filled in. */
export function say(key, values = {}) {
  const text = key.split('.').reduce((found, step) => found?.[step], TEXTS) ?? key;
  return text.replace(/{(\w+)}/g, (whole, name) => values[name] ?? whole);
}
