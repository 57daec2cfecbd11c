// The rate limiter, by address and route: the first call opens a window, and the window's end empties it.
import { CodedError, HttpError } from '../errors.mjs';

export function createLimiter({ clock, settings }) {
  const windows = new Map();

  function check(route, address, own) {
    if (!settings.get('API_Enable_Rate_Limiter')) return {};
    const limit = own?.calls ?? settings.get('API_Enable_Rate_Limiter_Limit_Calls_Default');
    const length = own?.milliseconds ?? settings.get('API_Enable_Rate_Limiter_Limit_Time_Default');
    const key = `${route} ${address}`;
    const now = clock.now();
    let window = windows.get(key);
    if (!window || window.ends <= now) windows.set(key, (window = { ends: now + length, calls: 0 }));
    window.calls += 1;
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - window.calls)),
      'x-ratelimit-reset': String(window.ends),
    };
    if (window.calls > limit) throw tooMany(window.ends - now, headers);
    return headers;
  }

  return { check, reset: () => windows.clear() };
}

function tooMany(timeToReset, headers) {
  const seconds = Math.ceil(timeToReset / 1000);
  const { message } = new CodedError(
    'error-too-many-requests',
    `Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying this endpoint again.`,
  );
  return new HttpError(429, { success: false, error: message }, headers);
}
