const ZONE = { timeZone: 'America/Santo_Domingo' };
const hour = new Intl.DateTimeFormat('es-DO', { ...ZONE, hour: 'numeric', minute: '2-digit' });
const day = new Intl.DateTimeFormat('es-DO', {
  ...ZONE,
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const key = new Intl.DateTimeFormat('en-CA', { ...ZONE });

export const clockTime = (ms) => hour.format(ms);

/** The day of a moment, to compare: "2026-11-22". */
export const dayKey = (ms) => key.format(ms);

/** What the line between two days says. */
export function dayName(ms, now, words) {
  if (dayKey(ms) === dayKey(now)) return words.today;
  if (dayKey(ms) === dayKey(now - 86_400_000)) return words.yesterday;
  return day.format(ms);
}

export function fileSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
