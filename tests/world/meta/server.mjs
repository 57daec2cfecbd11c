import { readSettings } from './src/settings.mjs';
import { createWorld } from './src/world.mjs';

try {
  await serve();
} catch (error) {
  console.error(`meta: ${error.message}`);
  process.exit(1);
}

async function serve() {
  const world = await createWorld(readSettings(process.env, process.argv.slice(2)));
  const address = await world.listen();
  const end = () => world.close().finally(() => process.exit(0));
  process.once('SIGTERM', end).once('SIGINT', end);
  console.log(`ready ${address}`);
}
