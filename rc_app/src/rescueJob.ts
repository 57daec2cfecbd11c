import type {
  IHttp,
  IModify,
  IPersistence,
  IRead,
} from '@rocket.chat/apps-engine/definition/accessors';
import type { App } from '@rocket.chat/apps-engine/definition/App';
import {
  StartupType,
  type IJobContext,
  type IProcessor,
} from '@rocket.chat/apps-engine/definition/scheduler';
import { quiet } from './quietLog';
import type { Rescue } from './rescue';
import type { Settings } from './settings';
import * as ledger from './visitorSpoke/ledger';

const INTERVAL = '15 seconds';

/** The app's clock: looks for forgotten customers, and once a day forgets what nobody repeats. */
export function rescueJob(settings: Settings, rescue: Rescue): IProcessor {
  let sweptOn = '';
  let running = false;

  async function processor(
    this: App,
    context: IJobContext,
    read: IRead,
    modify: IModify,
    http: IHttp,
    persistence: IPersistence,
  ): Promise<void> {
    if (running) return;
    running = true;
    try {
      const now = timeOf(context);
      const server = { read, modify, http, persistence, logger: quiet(this.getLogger()) };
      await rescue.look(server, await settings.of(read), now);
      const today = now.toISOString().slice(0, 10);
      if (sweptOn !== today) await ledger.sweep(persistence, now);
      sweptOn = today;
    } finally {
      running = false;
    }
  }

  const startupSetting = { type: StartupType.RECURRING, interval: INTERVAL } as const;
  return { id: 'rescue', processor, startupSetting };
}

/** A scheduler with a clock of its own says what time it is; the real server's is this machine's. */
function timeOf(context: IJobContext): Date {
  const { now } = context as { now?: string | number | Date };
  return now === undefined ? new Date() : new Date(now);
}
