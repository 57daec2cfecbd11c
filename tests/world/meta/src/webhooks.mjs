import { Agent, request } from 'undici';
import { WebhookStats } from './webhook_stats.mjs';
import { envelope, escapedUnicode, signature } from './shapes.mjs';

/**
 * Posts webhooks as Meta does: signed, concurrently, again and again with growing pauses until 200.
 * A post is { values, kind, wamids, onAcknowledged }, where kind is message, status or other.
 */
export class Webhooks {
  #settings;
  #clock;
  #rules;
  #agent = new Agent({ connections: 64, pipelining: 1, keepAliveTimeout: 1_000 });
  #held = [];
  #batch = [];
  #generation = 0;
  stats = new WebhookStats();

  constructor(settings, clock, rules) {
    this.#settings = settings;
    this.#clock = clock;
    this.#rules = rules;
  }

  /** Send a post, or keep it where the options or the rules say so. */
  post(post, { hold = false, batch = false, ...options } = {}) {
    if (hold || this.#ruleHolds(post.kind)) return this.#held.push({ post, options });
    if (batch) return this.#batch.push(post);
    const whole = post.kind === 'message' ? together([...this.#batch.splice(0), post]) : post;
    return this.#schedule(whole, options);
  }

  /** Let go what is held, in the order said or all in one body, and the open batch as one body. */
  release({ order = 'said', together: asOne = false } = {}) {
    const batch = this.#batch.splice(0);
    if (batch.length) this.#schedule(together(batch), {});
    const held = ordered(this.#held.splice(0), order);
    if (asOne && held.length) this.#schedule(together(held.map(({ post }) => post)), {});
    else for (const { post, options } of held) this.#schedule(post, options);
    return { held: held.length, batched: batch.length };
  }

  /** Post exactly these bytes once and return the answer: for forged and broken webhooks. */
  async postRaw(bytes, signed, headers = {}) {
    const answer = await this.#send({
      bytes,
      headers: { ...this.#headers(bytes, signed), ...headers },
    });
    return { status: answer.statusCode, body: await answer.body.text() };
  }

  /** The GET by which Meta asks whether the address is ours. */
  async verify(challenge = String(Math.floor(Math.random() * 1e9))) {
    const url = new URL(this.#settings.webhookUrl);
    url.searchParams.set('hub.mode', 'subscribe');
    url.searchParams.set('hub.challenge', challenge);
    url.searchParams.set('hub.verify_token', this.#settings.verifyToken);
    const answer = await request(url, {
      dispatcher: this.#agent,
      headersTimeout: this.#rules().webhook_timeout_ms,
    });
    const body = await answer.body.text();
    return { status: answer.statusCode, verified: answer.statusCode === 200 && body === challenge };
  }

  pending() {
    return { held: this.#held.length, batched: this.#batch.length };
  }

  /** Forget everything not yet acknowledged. */
  reset() {
    this.#generation++;
    this.#held = [];
    this.#batch = [];
    this.stats = new WebhookStats();
  }

  close() {
    this.#generation++;
    return this.#agent.destroy();
  }

  #ruleHolds(kind) {
    const { hold } = this.#rules();
    return hold === 'all' || hold === { message: 'messages', status: 'statuses' }[kind];
  }

  #schedule(post, { copies, delay_ms: delay = 0, signed = 'right' }) {
    const rules = this.#rules();
    const bytes = escapedUnicode(envelope(this.#settings, post.values));
    const headers = this.#headers(bytes, signed);
    for (let copy = 0; copy < (copies ?? rules.copies); copy++) {
      const job = {
        ...post,
        bytes,
        headers,
        attempts: 0,
        generation: this.#generation,
        since: this.#clock.now(),
      };
      const wait = delay + Math.random() * rules.shuffle_ms;
      this.stats.posted(job);
      if (wait > 0) this.#clock.later(wait, () => this.#attempt(job));
      else this.#attempt(job);
    }
  }

  async #attempt(job) {
    if (job.generation !== this.#generation) return;
    job.attempts++;
    const started = performance.now();
    const status = await this.#statusOf(job);
    if (job.generation !== this.#generation) return;
    this.stats.answered(job, status, performance.now() - started);
    if (status === 200) return job.onAcknowledged?.();
    this.#again(job);
  }

  async #statusOf(job) {
    try {
      const answer = await this.#send(job);
      await answer.body.dump();
      return answer.statusCode;
    } catch (error) {
      return error.code ?? error.name;
    }
  }

  #again(job) {
    const rules = this.#rules();
    if (this.#clock.now() - job.since > rules.retry_for_ms) return this.stats.givenUp();
    const pause = Math.min(rules.retry_first_ms * 2 ** (job.attempts - 1), rules.retry_max_ms);
    this.#clock.later(pause, () => this.#attempt(job));
  }

  #send({ bytes, headers }) {
    const timeout = this.#rules().webhook_timeout_ms;
    return request(this.#settings.webhookUrl, {
      method: 'POST',
      body: bytes,
      headers,
      dispatcher: this.#agent,
      headersTimeout: timeout,
      bodyTimeout: timeout,
    });
  }

  #headers(bytes, signed) {
    const headers = { 'content-type': 'application/json', 'user-agent': 'facebookexternalua' };
    if (signed === 'missing') return headers;
    const secret =
      signed === 'wrong' ? `not ${this.#settings.appSecret}` : this.#settings.appSecret;
    return { ...headers, 'x-hub-signature-256': signature(secret, bytes) };
  }
}

/** Several posts in one body; messages or statuses of one customer in a row share a value. */
function together(posts) {
  if (posts.length === 1) return posts[0];
  return {
    kind: posts[0].kind,
    wamids: posts.flatMap((post) => post.wamids),
    values: posts.flatMap((post) => post.values).reduce(withValue, []),
    onAcknowledged: () => posts.forEach((post) => post.onAcknowledged?.()),
  };
}

function withValue(values, value) {
  const last = values.at(-1);
  const list = ['messages', 'statuses'].find((name) => last?.[name] && value[name]);
  if (!list || !sameContact(last, value)) return [...values, value];
  return [...values.slice(0, -1), { ...last, [list]: [...last[list], ...value[list]] }];
}

const sameContact = (one, other) =>
  Boolean(one.contacts) && JSON.stringify(one.contacts) === JSON.stringify(other.contacts);

function ordered(held, order) {
  if (order === 'reversed') return held.reverse();
  if (order === 'shuffled')
    return held
      .map((item) => [Math.random(), item])
      .sort(([one], [other]) => one - other)
      .map(([, item]) => item);
  return held;
}
