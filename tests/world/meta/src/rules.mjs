/** What a test may switch; POST /_world/rules takes any part of it. */
export const DEFAULT_RULES = Object.freeze({
  window: 'refuse', // a free message after 24 hours: 'refuse' (131047 at once), 'status' (accepted, then failed) or 'off'
  pair: true, // 131056 above one message each 6 s to one customer, with 45 borrowed from the future
  throughput: null, // messages a second before 130429; null: no limit
  statuses: true, // sent and delivered are reported by webhook
  sent_after_ms: 150,
  delivered_after_ms: 400,
  hold: 'none', // 'messages', 'statuses' or 'all': webhooks wait for POST /_world/release
  copies: 1, // how often every webhook is posted
  shuffle_ms: 0, // a random wait of up to so long before each post, which changes the order
  webhook_timeout_ms: 10_000,
  retry_first_ms: 1_000,
  retry_max_ms: 3_600_000,
  retry_for_ms: 7 * 86_400_000,
});

const CHOICES = {
  window: ['refuse', 'status', 'off'],
  hold: ['none', 'messages', 'statuses', 'all'],
};

/** Merge `changes` into `rules`; an unknown name or value is an error that names what is allowed. */
export function changedRules(rules, changes) {
  for (const [name, value] of Object.entries(changes)) {
    if (!(name in DEFAULT_RULES))
      throw new Error(`no such rule: ${name} (${Object.keys(DEFAULT_RULES).join(', ')})`);
    if (CHOICES[name] && !CHOICES[name].includes(value))
      throw new Error(`${name} is one of ${CHOICES[name].join(', ')}`);
  }
  return { ...rules, ...changes };
}
