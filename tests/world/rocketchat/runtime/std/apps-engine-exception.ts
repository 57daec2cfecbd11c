// The engine ships this class compiled only; the runtime asks for its source.
import { createRequire } from 'node:module';

const compiled = new URL(
  '../../node_modules/@rocket.chat/apps-engine/definition/exceptions/AppsEngineException.js',
  import.meta.url,
);
export const { AppsEngineException } = createRequire(import.meta.url)(compiled.pathname);
