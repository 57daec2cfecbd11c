import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import files from '@fastify/static';

const folder = fileURLToPath(new URL('../page/', import.meta.url));

/** The phone alone at /phone; at / with the agents' console beside it, where there is one. */
export async function pageRoutes(app, { world }) {
  const { consoleUrl, businessName } = world.settings;
  const html = readFileSync(`${folder}phone.html`, 'utf8').replaceAll(
    '{{business}}',
    escaped(businessName),
  );
  const page = (console) =>
    html.replace('<!-- console -->', console).replace('{{layout}}', console ? 'beside' : 'alone');
  const beside = consoleUrl ? frame(consoleUrl) : '';

  await app.register(files, { root: folder, prefix: '/page/', index: false, cacheControl: false });
  app.get('/', (request, reply) => reply.type('text/html; charset=utf-8').send(page(beside)));
  app.get('/phone', (request, reply) => reply.type('text/html; charset=utf-8').send(page('')));
}

const frame = (url) =>
  `<iframe class="console" src="${escaped(url)}" title="Consola de agentes" allow="clipboard-write"></iframe>`;

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
