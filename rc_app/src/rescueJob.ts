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
import { rescueForgotten } from './rescue';
import type { Settings } from './settings';
import * as ledger from './visitorSpoke/ledger';

const INTERVAL = '15 seconds';

/** The app's clock: looks for forgotten customers, and once a day forgets what nobody repeats. */
export function rescueJob(settings: Settings): IProcessor {
  let sweptOn = '';
  let running = false;
  async function processor(
    this: App,
    _context: IJobContext,
    read: IRead,
    modify: IModify,
    http: IHttp,
    persistence: IPersistence,
  ): Promise<void> {
    if (running) return;
    running = true;
    try {
      const now = new Date();
      const server = { read, modify, http, persistence, logger: this.getLogger() };
      const appUser = await read.getUserReader().getAppUser();
      await rescueForgotten(server, await settings.of(read), appUser, now);
      const today = now.toISOString().slice(0, 10);
      if (sweptOn !== today) await ledger.sweep(persistence, now);
      sweptOn = today;
    } finally {
      running = false;
    }
  }
  return {
    id: 'rescue',
    processor,
    startupSetting: { type: StartupType.RECURRING, interval: INTERVAL },
  };
}
