// An app's own words: Rocket.Chat sends keys, the page finds the Spanish for them.
import { getApps } from "./api.js";

const LANGUAGES = ["es-DO", "es", "en"];
const words = new Map(); // app id -> [dictionary by preference]

export async function loadAppWords() {
  const answer = await getApps("languages").catch(() => ({}));
  words.clear();
  for (const { id, languages } of answer.apps ?? []) words.set(id, preferred(languages));
}

const preferred = (languages = {}) => LANGUAGES.map((language) => languages[language]).filter(Boolean);

// Keys come bare (buttons) or as app-<id>.<key> (slash commands).
export function appWord(text, appId) {
  if (!text) return "";
  const [, prefixId, prefixed] = /^app-([0-9a-f-]{36})\.(.+)$/.exec(text) ?? [];
  const key = prefixed ?? text;
  for (const dictionary of words.get(prefixId ?? appId) ?? []) if (dictionary[key]) return dictionary[key];
  return key;
}
