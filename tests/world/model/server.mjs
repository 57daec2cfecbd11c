// A language model's server that says what it was told to say: Ollama's protocol and OpenAI's.
import { createServer } from 'node:http';

import { Script } from './script.mjs';
import { ollama, openai } from './wire.mjs';

const script = new Script();
const open = new Set();
const server = createServer((request, response) => {
  open.add(response);
  response.on('close', () => open.delete(response));
  answer(request, response).catch((error) => send(response, 500, { error: error.message }));
});

const port = Number(process.argv[process.argv.indexOf('--port') + 1] ?? 0);
server.listen(port, '127.0.0.1', () => {
  console.log(`ready http://127.0.0.1:${server.address().port}`);
});
const end = () => {
  for (const response of open) response.destroy();
  server.close(() => process.exit(0));
};
process.once('SIGTERM', end).once('SIGINT', end);

async function answer(request, response) {
  const path = new URL(request.url, 'http://model').pathname;
  const body = await read(request);
  if (path.startsWith('/_world/')) return send(response, 200, controlled(path, body));
  const spoken = [ollama, openai].find((protocol) => protocol.knows(request.method, path));
  if (!spoken) return send(response, 404, { error: `no such path: ${request.method} ${path}` });
  const question = spoken.read(path, body);
  if (question.refused) return send(response, question.refused.status, question.refused.body);
  if (question.answer) return send(response, 200, question.answer);
  return said(spoken, question, response);
}

async function said(protocol, question, response) {
  const fault = script.ask(question);
  if (fault?.kind === 'down') return response.socket.destroy();
  if (fault?.kind === 'error') return send(response, 500, { error: 'out of memory' });
  // A slow server is slow until its client goes away; it does not answer whoever left.
  if (fault?.kind === 'slow' && !(await waited(fault.ms, response))) return undefined;
  const reply = script.reply(question, fault);
  return send(response, 200, protocol.write(question, reply));
}

function waited(ms, response) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), ms);
    response.on('close', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
}

function controlled(path, body) {
  if (path === '/_world/script') return script.learn(body);
  if (path === '/_world/faults') return script.trouble(body);
  if (path === '/_world/reset') return script.forget();
  if (path === '/_world/calls') return { calls: script.calls };
  return { status: 'ok' };
}

async function read(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function send(response, status, body) {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
