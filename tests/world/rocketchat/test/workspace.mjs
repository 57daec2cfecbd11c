// A workspace of its own for each test file, and short words for what people do over REST.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after } from 'node:test';
import AdmZip from 'adm-zip';
import { startServer } from '../src/server.mjs';

const APP = new URL('./app/', import.meta.url);
export const PROBE = JSON.parse(readFileSync(new URL('app.json', APP), 'utf8'));

// The engine allows one workspace a process: the next one takes the last one's place.
let current;
after(() => current?.stop());

export async function startWorkspace(options = {}) {
  await current?.stop();
  current = undefined;
  current = await startServer({ port: 0, ...options });
  return new Workspace(current);
}

class Workspace {
  constructor({ url, world, stop }) {
    Object.assign(this, { url, world, stop });
  }

  /** @param as headers of whoever calls; nobody without. */
  async call(method, path, { body, as = {}, headers = {} } = {}) {
    const isForm = body instanceof FormData;
    const response = await fetch(this.url + (path.startsWith('/') ? path : `/api/v1/${path}`), {
      method,
      headers: { ...(body && !isForm && { 'content-type': 'application/json' }), ...as, ...headers },
      body: isForm ? body : body && JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) };
  }

  get = (path, as) => this.call('GET', path, { as });

  post = (path, body, as, headers) => this.call('POST', path, { body, as, headers });

  async login(username, password = username) {
    const { body } = await this.post('login', { user: username, password });
    return { 'x-auth-token': body.data.authToken, 'x-user-id': body.data.userId };
  }

  /** Sets a setting as the admin would, with the second factor. */
  async set(settings) {
    this.admin ??= await this.login('admin');
    const secondFactor = { 'x-2fa-code': sha256('admin'), 'x-2fa-method': 'password' };
    for (const [id, value] of Object.entries(settings)) {
      await must(this.post(`settings/${id}`, { value }, this.admin, secondFactor));
    }
  }

  async addUser(username, roles) {
    const email = `${username}@example.org`;
    const { body } = await must(
      this.post('users.create', { username, name: username, email, password: username, roles }, this.admin),
    );
    return body.user;
  }

  async addDepartment(name, agents = [], more = {}) {
    const department = {
      enabled: true,
      name,
      email: 'd@example.org',
      showOnRegistration: false,
      showOnOfflineForm: false,
      ...more,
    };
    const { body } = await must(this.post('livechat/department', { department, agents }, this.admin));
    return body.department;
  }

  async openRoom(token) {
    await this.noLimiter();
    await must(this.post('livechat/visitor', { visitor: { token, name: `Cliente ${token}` } }));
    const { body } = await must(this.get(`livechat/room?token=${token}`));
    return body.room;
  }

  /** The limiter has its own tests; elsewhere it would only be in the way. */
  async noLimiter() {
    this.limiterOff ??= this.set({ API_Enable_Rate_Limiter: false });
    await this.limiterOff;
  }

  async installProbe(path = '/api/apps') {
    this.admin ??= await this.login('admin');
    const form = new FormData();
    form.append('app', new Blob([packaged()]), 'probe.zip');
    form.append('permissions', JSON.stringify(PROBE.permissions));
    return this.post(path, form, this.admin);
  }

  updateProbe = () => this.installProbe(`/api/apps/${PROBE.id}`);

  async probe(action, wish = {}) {
    const answer = await must(this.post(`/api/apps/public/${PROBE.id}/do`, { action, ...wish }));
    return answer.body.result;
  }

  /** Events reach apps after the call; waits for the one that `matches`. */
  async probeSaw(matches) {
    return eventually(async () => (await this.probe('events')).find(matches));
  }

  texts = async (rid, as = this.admin) => {
    const { body } = await must(this.get(`_world/history/${rid}`, as));
    return body.messages.map(({ t, msg }) => t ?? msg).reverse();
  };
}

export async function must(answering) {
  const answer = await answering;
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}

export async function eventually(look, patience = 5000) {
  const until = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > until) throw new Error(`did not happen: ${look}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export const sha256 = (text) => createHash('sha256').update(text).digest('hex');

function packaged() {
  const zip = new AdmZip();
  for (const file of ['app.json', 'probe.js', 'icon.png'])
    zip.addFile(file, readFileSync(new URL(file, APP)));
  return zip.toBuffer();
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
