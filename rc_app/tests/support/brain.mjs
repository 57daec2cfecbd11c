// A brain of a few lines: it checks nothing, keeps what it is told and answers as it is bid.
// `answers` holds what it knows, by what the app asks for.
import { once } from 'node:events';
import { createServer } from 'node:http';

function reply({ status, answers, refusal }, path, body) {
  if (!path.endsWith('/ask')) return {};
  return status === 200 ? { answer: answers[JSON.parse(body).ask] } : refusal;
}

export async function startBrain() {
  const brain = { requests: [], status: 200, silent: false, answers: {}, refusal: {} };
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    brain.requests.push({ path: request.url, headers: request.headers, body });
    if (brain.silent) return;
    response.writeHead(brain.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply(brain, request.url, body)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  brain.url = `http://127.0.0.1:${server.address().port}`;
  const sentTo = (path) =>
    brain.requests.filter(({ path: at }) => at.endsWith(path)).map(({ body }) => JSON.parse(body));
  brain.events = () => sentTo('/events');
  brain.questions = () => sentTo('/ask');
  brain.forget = () => {
    brain.requests.length = 0;
  };
  brain.stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return brain;
}
