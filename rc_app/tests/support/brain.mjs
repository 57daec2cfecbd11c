// A brain of a few lines: it checks nothing, keeps what it is told and answers as it is bid.
import { once } from 'node:events';
import { createServer } from 'node:http';

export async function startBrain() {
  const brain = { requests: [], status: 200, silent: false };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    brain.requests.push({ path: request.url, headers: request.headers, body });
    if (brain.silent) return;
    response.writeHead(brain.status, { 'content-type': 'application/json' });
    response.end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  brain.url = `http://127.0.0.1:${server.address().port}`;
  brain.events = () => brain.requests.map(({ body }) => JSON.parse(body));
  brain.forget = () => {
    brain.requests.length = 0;
  };
  brain.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return brain;
}
