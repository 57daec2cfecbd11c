import type {
  IHttp,
  ILogger,
  IModify,
  IPersistence,
  IRead,
} from '@rocket.chat/apps-engine/definition/accessors';

/** The server, as the engine hands it to one call. */
export interface Server {
  read: IRead;
  http: IHttp;
  modify: IModify;
  persistence: IPersistence;
  logger: ILogger;
}
