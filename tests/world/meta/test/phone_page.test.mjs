import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pieces } from '../page/formatting.js';
import { Memory } from '../page/memory.js';
import { dayName, fileSize } from '../page/times.js';
import { worldUnderTest } from '../testing/world_under_test.mjs';

const text = (words) => ({ kind: 'text', text: words });

test("WhatsApp's marks become bold, italic and links, and prices stay as they are", () => {
  assert.deepEqual(pieces('a *b _c_* d'), [
    text('a '),
    { kind: 'strong', pieces: [text('b '), { kind: 'em', pieces: [text('c')] }] },
    text(' d'),
  ]);
  assert.deepEqual(pieces('2 * 3 * 4 y snake_case_name'), [text('2 * 3 * 4 y snake_case_name')]);
  assert.deepEqual(pieces('vea https://example.com/a_b_c.'), [
    text('vea '),
    {
      kind: 'link',
      pieces: [text('https://example.com/a_b_c')],
      href: 'https://example.com/a_b_c',
    },
    text('.'),
  ]);
});

test('a day is called today, yesterday or by its date in Santo Domingo', () => {
  const now = Date.UTC(2026, 10, 22, 3, 30); // still the 21st there
  const words = { today: 'Hoy', yesterday: 'Ayer' };
  assert.equal(dayName(Date.UTC(2026, 10, 21, 12), now, words), 'Hoy');
  assert.equal(dayName(Date.UTC(2026, 10, 21, 3), now, words), 'Ayer');
  assert.match(dayName(Date.UTC(2026, 10, 1, 12), now, words), /1 de noviembre de 2026/);
  assert.equal(fileSize(5_242_880), '5.0 MB');
});

test('reactions, edits and deletions change the message they are about', () => {
  const memory = new Memory();
  const said = { customer: 'c1', wamid: 'w1', from: 'customer', type: 'text', text: 'holla' };
  memory.add(said);
  memory.add({
    customer: 'c1',
    wamid: 'w2',
    from: 'business',
    reaction: { wamid: 'w1', emoji: '👍' },
  });
  memory.add({ customer: 'c1', wamid: 'w3', from: 'customer', edits: 'w1', text: 'hola' });
  assert.equal(memory.of('c1').length, 1);
  assert.deepEqual([said.text, said.edited, said.reactions], ['hola', true, { business: '👍' }]);
  memory.add({ customer: 'c1', wamid: 'w4', from: 'customer', deletes: 'w1' });
  assert.equal(said.deleted, true);
});

test('a message that fails never shows on the phone', () => {
  const memory = new Memory();
  assert.equal(memory.add({ customer: 'c1', wamid: 'w1', from: 'business', fate: 131047 }), null);
  assert.deepEqual(memory.of('c1'), []);
});

test('the page stands alone and speaks Spanish', async (t) => {
  const { address } = await worldUnderTest(t);
  const page = await (await fetch(`${address}/phone`)).text();
  assert.match(page, /<html lang="es-DO">/);
  assert.doesNotMatch(page, /{{|https?:\/\//);
});

test('what happens is told live', async (t) => {
  const { address, say } = await worldUnderTest(t);
  const leave = new AbortController();
  t.after(() => leave.abort());
  const events = await fetch(`${address}/_world/events`, { signal: leave.signal });
  await say('c1', 'en vivo');
  let heard = '';
  for await (const chunk of events.body) {
    heard += Buffer.from(chunk);
    if (heard.includes('event: message') && heard.includes('en vivo')) break;
  }
  assert.match(heard, /event: message\ndata: {.*"text":"en vivo"/);
});
