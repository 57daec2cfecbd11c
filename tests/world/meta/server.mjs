import { createWorld } from './src/world.mjs';
import { readSettings } from './src/settings.mjs';

const settings = readSettings(process.env, process.argv.slice(2));
const world = await createWorld(settings);
const address = await world.listen();
console.log(`ready ${address}`);

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, async () => {
    await world.close();
    process.exit(0);
  });
}
