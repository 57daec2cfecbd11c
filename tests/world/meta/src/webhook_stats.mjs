const KEPT = 200_000;

/** How the webhook's receiver did: answers, latencies, what is still open. */
export class WebhookStats {
  #posted = { message: 0, status: 0, other: 0 };
  #acknowledged = { message: 0, status: 0, other: 0 };
  #answers = {};
  #givenUp = 0;
  #log = [];

  posted(job) {
    this.#posted[job.kind]++;
  }

  answered(job, status, ms) {
    this.#answers[status] = (this.#answers[status] ?? 0) + 1;
    if (status === 200) this.#acknowledged[job.kind]++;
    if (this.#log.length < KEPT) {
      this.#log.push({
        kind: job.kind,
        wamids: job.wamids,
        attempt: job.attempts,
        status,
        ms: Math.round(ms * 1000) / 1000,
        answered_at_ms: Date.now(),
      });
    }
  }

  givenUp() {
    this.#givenUp++;
  }

  log() {
    return this.#log;
  }

  summary() {
    const total = (counts) => counts.message + counts.status + counts.other;
    return {
      posted: this.#posted,
      acknowledged: this.#acknowledged,
      pending: total(this.#posted) - total(this.#acknowledged) - this.#givenUp,
      given_up: this.#givenUp,
      answers: this.#answers,
      ack_ms: {
        all: spread(this.#log),
        message: spread(this.#log, 'message'),
        status: spread(this.#log, 'status'),
      },
    };
  }
}

function spread(log, kind) {
  const times = log
    .filter((entry) => entry.status === 200 && (!kind || entry.kind === kind))
    .map((entry) => entry.ms);
  times.sort((one, other) => one - other);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? null;
  return {
    count: times.length,
    p50: at(0.5),
    p90: at(0.9),
    p99: at(0.99),
    max: times.at(-1) ?? null,
  };
}
