// Jobs of apps, run by the world's clock and kept with the rest of the workspace.
import { Cron } from 'croner';
import { randomId } from '../../ids.mjs';

export function scheduler({ db, clock, log }) {
  const processors = new Map();
  const armed = new Map();

  function arm(job) {
    armed.get(job._id)?.();
    armed.set(
      job._id,
      clock.schedule(job.nextRunAt, () => run(job)),
    );
  }

  async function run(job) {
    const processor = processors.get(job.name);
    if (job.interval) plan(job, nextTime(job.interval, clock.now()));
    else forget(job);
    if (!processor) return;
    try {
      // An app has the machine's clock; where the world's has been moved it is told the time.
      await processor({ ...job.data, jobId: job._id, ...(clock.ahead() && { now: clock.now() }) });
    } catch (error) {
      log.warn(`job ${job.name} failed: ${error.message}`);
    }
  }

  function plan(job, at) {
    db.appJobs.update(job, { nextRunAt: at });
    arm(job);
  }

  function forget(job) {
    armed.get(job._id)?.();
    armed.delete(job._id);
    db.appJobs.remove(job._id);
  }

  function add({ id, data, appId, at, interval }) {
    const job = db.appJobs.insert({
      _id: randomId(),
      name: id,
      appId,
      data: { ...data, appId },
      nextRunAt: at,
      interval,
    });
    arm(job);
    return job._id;
  }

  async function scheduleOnce({ id, when, data }, appId) {
    return add({ id, data, appId, at: whenToTime(when, clock.now()) });
  }

  /** One recurring job of a name: a second call replaces the first, as the real scheduler's does. */
  async function scheduleRecurring({ id, interval, skipImmediate = false, data }, appId) {
    for (const job of db.appJobs.by('app', appId)) if (job.name === id && job.interval) forget(job);
    const now = clock.now();
    return add({ id, data, appId, interval, at: skipImmediate ? nextTime(interval, now) : now });
  }

  async function registerProcessors(list, appId) {
    const started = [];
    for (const { id, processor, startupSetting } of list) {
      processors.set(id, processor);
      for (const job of db.appJobs.by('app', appId)) if (job.name === id) arm(job);
      if (startupSetting?.type === 'onetime')
        started.push(await scheduleOnce({ id, ...startupSetting }, appId));
      if (startupSetting?.type === 'recurring')
        started.push(await scheduleRecurring({ id, ...startupSetting }, appId));
    }
    return started;
  }

  async function cancelAllJobs(appId) {
    for (const job of db.appJobs.by('app', appId)) forget(job);
  }

  return {
    SchedulerBridge: {
      registerProcessors,
      scheduleOnce,
      scheduleRecurring,
      async cancelJob(jobId, appId) {
        // Apps cancel by the job's own id or by the name of its processor.
        const own = jobId.replace(`_${appId}`, '');
        for (const job of db.appJobs.by('app', appId))
          if ([jobId, own].includes(job.name) || [jobId, own].includes(job._id)) forget(job);
      },
      cancelAllJobs,
    },
  };
}

const UNITS = {
  millisecond: 1,
  second: 1e3,
  minute: 6e4,
  hour: 36e5,
  day: 864e5,
  week: 6048e5,
  month: 2592e6,
  year: 31536e6,
};

/** "10 seconds", "1 hour and 30 minutes", "one minute": what the vendor's scheduler reads; or undefined. */
export function humanInterval(text) {
  const parts = [
    ...String(text).matchAll(
      /(\d+(?:\.\d+)?|an?|one)\s*(milli)?(second|minute|hour|day|week|month|year)s?/gi,
    ),
  ];
  if (parts.length === 0) return undefined;
  const amount = (word) => (Number.isNaN(Number(word)) ? 1 : Number(word));
  return parts.reduce(
    (sum, [, number, milli, unit]) =>
      sum + amount(number) * UNITS[(milli ? 'millisecond' : unit).toLowerCase()],
    0,
  );
}

function whenToTime(when, now) {
  if (when instanceof Date) return when.getTime();
  const interval = humanInterval(when);
  if (interval !== undefined) return now + interval;
  const date = new Date(when).getTime();
  return Number.isNaN(date) ? now : date;
}

function nextTime(interval, now) {
  if (typeof interval === 'number') return now + interval;
  const human = humanInterval(interval);
  if (human !== undefined) return now + human;
  return new Cron(interval).nextRun(new Date(now)).getTime();
}
