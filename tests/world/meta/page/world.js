/** The world's control endpoints, as the phone uses them. */

async function call(path, options) {
  const answer = await fetch(`/_world${path}`, options);
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error);
  return body;
}

const post = (path, body) =>
  call(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const customers = async () => (await call('/customers')).customers;
export const addCustomer = (customer) => post('/customers', customer);
export const messages = async () => (await call('/messages')).messages;
export const say = (said) => post('/say', said);
export const markRead = (customer) => post('/read', { customer });
export const markPlayed = (wamid) => post('/play', { wamid });
export const clock = () => call('/clock');

/** Put a file on WhatsApp's servers; returns its id. */
export async function upload(file) {
  const query = new URLSearchParams({
    mime: file.type || 'application/octet-stream',
    filename: file.name,
  });
  const body = {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  };
  return (await call(`/media?${query}`, body)).id;
}

/** Follow what happens; `connected` is called after each (re)connection, so nothing is missed. */
export function follow({ connected, lost, ...handlers }) {
  const events = new EventSource('/_world/events');
  events.onopen = connected;
  events.onerror = lost;
  for (const [name, handle] of Object.entries(handlers)) {
    events.addEventListener(name, (event) => handle(JSON.parse(event.data)));
  }
}
