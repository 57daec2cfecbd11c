import type { ILogger } from '@rocket.chat/apps-engine/definition/accessors';

/** The same value, which the engine's log shows as nothing: it would write down secrets otherwise. */
export function unlogged<T extends object>(value: T): T {
  return Object.defineProperty(value, 'toJSON', { value: () => undefined, enumerable: false });
}

/**
 * Keep the engine's own lines out of a call's log: they hold whole requests, with what customers say
 * and their phones, and one entry a message would be stored in the database. Ours stay.
 */
export function quiet(logger: ILogger): ILogger {
  const { entries } = logger as unknown as { entries?: unknown };
  if (Array.isArray(entries)) entries.length = 0;
  logger.debug = () => undefined;
  return logger;
}
