import type { IRead } from '@rocket.chat/apps-engine/definition/accessors';
import type { ISetting } from '@rocket.chat/apps-engine/definition/settings';
import { SettingType } from '@rocket.chat/apps-engine/definition/settings';
import { say } from './words';

const DEFAULTS = {
  brain_url: 'http://127.0.0.1:8000',
  bridge_secret: '',
  bot_username: 'mostrador',
  bridge_username: 'mostrador.avisos',
  default_department: '',
  rescue_seconds: 60,
};

export type SettingId = keyof typeof DEFAULTS;
export type Values = typeof DEFAULTS;

export const CONNECTION_STATUS = 'connection_status';

export function isConnectionSetting(id: string): boolean {
  return id === 'brain_url' || id === 'bridge_secret';
}

/** The settings as they are shown to the administrator. */
export function describeSettings(): ISetting[] {
  const described = (Object.keys(DEFAULTS) as SettingId[]).map((id) => ({
    id,
    type: typeOf(id),
    packageValue: DEFAULTS[id],
    required: false,
    public: false,
    i18nLabel: `setting_${id}`,
    i18nDescription: `setting_${id}_description`,
  }));
  return [...described, connectionStatus()];
}

function typeOf(id: SettingId): SettingType {
  if (id === 'bridge_secret') return SettingType.PASSWORD;
  return id === 'rescue_seconds' ? SettingType.NUMBER : SettingType.STRING;
}

function connectionStatus(): ISetting {
  return {
    id: CONNECTION_STATUS,
    type: SettingType.STRING,
    multiline: true,
    packageValue: say('connection_untested'),
    required: false,
    public: false,
    i18nLabel: 'setting_connection_status',
    i18nDescription: 'setting_connection_status_description',
  };
}

/**
 * The settings, read once and then kept: reading one is a call to another process, and every message
 * of the workspace passes the guard. The server reports each change on each of its instances.
 */
export class Settings {
  private known?: Promise<Values>;

  public of(read: IRead): Promise<Values> {
    this.known ??= this.readAll(read).catch((error: unknown) => {
      this.known = undefined;
      throw error;
    });
    return this.known;
  }

  public forget(): void {
    this.known = undefined;
  }

  private async readAll(read: IRead): Promise<Values> {
    const reader = read.getEnvironmentReader().getSettings();
    const ids = Object.keys(DEFAULTS) as SettingId[];
    const values = await Promise.all(ids.map((id) => reader.getValueById(id) as Promise<unknown>));
    const raw = Object.fromEntries(ids.map((id, at) => [id, values[at]])) as Record<
      SettingId,
      unknown
    >;
    return {
      brain_url: text(raw.brain_url).replace(/\/+$/, ''),
      bridge_secret: text(raw.bridge_secret),
      bot_username: text(raw.bot_username),
      bridge_username: text(raw.bridge_username),
      default_department: text(raw.default_department),
      rescue_seconds: seconds(raw.rescue_seconds),
    };
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

function seconds(value: unknown): number {
  const number = Number(value);
  return Number.isFinite(number) && number > 0 ? number : DEFAULTS.rescue_seconds;
}
