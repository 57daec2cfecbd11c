// node server.mjs --port 3000 [--host 127.0.0.1] [--data DIR]
// Environment: ROCKETCHAT_LICENSE (enterprise | community), ROOT_URL.
import { parseArgs } from 'node:util';
import { startServer } from './src/server.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '3000' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
  },
});

const license = process.env.ROCKETCHAT_LICENSE || 'enterprise';
if (!['enterprise', 'community'].includes(license)) {
  console.error(`ROCKETCHAT_LICENSE is "${license}"; it has to be enterprise or community`);
  process.exit(2);
}

const { world, url } = await startServer({
  port: Number(values.port),
  host: values.host,
  dataDir: values.data,
  license,
  rootUrl: process.env.ROOT_URL,
});

// The engine leaves failures of what it does not wait for to whoever runs it; the workspace goes on.
process.on('unhandledRejection', (reason) => console.error(`unhandled: ${reason?.message ?? reason}`));

for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => {
    world.journal.flush();
    // The engine keeps handles open for ever; its runtime ends with our end of the pipe.
    process.exit(0);
  });
}

console.log(`ready ${url}`);
