// One bridge for each door that the engine has into the server.
import { createRequire } from 'node:module';
import { communication } from './communication.mjs';
import { livechat } from './livechat.mjs';
import { messages } from './messages.mjs';
import { persistence } from './persistence.mjs';
import { rooms } from './rooms.mjs';
import { scheduler } from './scheduler.mjs';
import { uploads } from './uploads.mjs';
import { users } from './users.mjs';
import { workspace } from './workspace.mjs';

const require = createRequire(import.meta.url);
const SERVER = '@rocket.chat/apps-engine/server/bridges';
const exported = require(SERVER);
const { AppBridges } = require(`${SERVER}/AppBridges`);

/** Bridges that nothing of ours uses: each call is answered with nothing. */
const SILENT = {
  VideoConferenceBridge: ['create', 'getById', 'update', 'registerProvider', 'unRegisterProvider'],
  OAuthAppsBridge: ['create', 'getById', 'getByName', 'update', 'delete', 'purge'],
  ModerationBridge: ['report', 'dismissReportsByMessageId', 'dismissReportsByUserId'],
  ThreadBridge: ['getById'],
  OutboundMessageBridge: ['registerPhoneProvider', 'registerEmailProvider', 'unRegisterProvider'],
  ContactBridge: ['getById', 'verifyContact', 'addContactEmail'],
  ExperimentalBridge: ['getUserRoomIds'],
  CloudWorkspaceBridge: ['getWorkspaceToken'],
  EmailBridge: ['sendEmail'],
};

export function createBridges(world, host) {
  const methods = {
    ...communication(world, host),
    ...livechat(world, host),
    ...messages(world, host),
    ...persistence(world),
    ...rooms(world, host),
    ...scheduler(world),
    ...uploads(world, host),
    ...users(world, host),
    ...workspace(world, host),
  };
  for (const [bridge, names] of Object.entries(SILENT)) {
    methods[bridge] = Object.fromEntries(names.map((name) => [name, async () => undefined]));
  }
  return assemble(methods, world.signingKeys);
}

function assemble(methods, signingKeys) {
  class Bridges extends AppBridges {}
  for (const [name, implementation] of Object.entries(methods)) {
    const bridge = Object.assign(new (class extends baseOf(name) {})(), implementation);
    Bridges.prototype[`get${name}`] = () => bridge;
  }
  // Every installation is signed, with the pair of keys that the federation would have.
  Bridges.prototype.getInternalFederationBridge = () => ({
    getPrivateKey: async () => signingKeys().privateKey,
    getPublicKey: async () => signingKeys().publicKey,
  });
  Bridges.prototype.getListenerBridge = () => ({});
  return new Bridges();
}

function baseOf(name) {
  const file = name === 'OutboundMessageBridge' ? 'OutboundMessagesBridge' : name;
  return exported[name] ?? require(`${SERVER}/${file}`)[name];
}
