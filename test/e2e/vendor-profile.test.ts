/** A profile in the running product: drafts, own words coming back, somebody else's token, a changed vendor. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';

const number = ['4111', '1111', '1111', '1111'].join(' ');
let vendor: CapturingUpstream;
let product: TestProduct;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  vendor = await startCapturing();
  product = await startProduct({ upstream: vendor.url, vendor: 'livechat' });
});
afterAll(async () => {
  for (const socket of sockets) socket.terminate();
  await product?.stop();
  await vendor?.close();
});
beforeEach(() => vendor.clear());

/** A visitor's socket, as the widget opens it; the vendor sends every message back. */
async function visitor(session: string): Promise<(frame: object) => Promise<string>> {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/v3.5/customer/rtm/ws?organization_id=o1`, {
    headers: { host: 'shop.test', cookie: `__lc_cst=${session}` },
  });
  sockets.push(socket);
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return (frame) =>
    new Promise((resolve, reject) => {
      socket.once('message', (data: Buffer) => resolve(data.toString()));
      socket.once('close', (code) => reject(new Error(`closed ${code}`)));
      socket.send(JSON.stringify(frame));
    });
}

const said = (chat: string, text: string) => ({
  request_id: 'r1',
  action: 'send_event',
  payload: { chat_id: chat, event: { type: 'message', text, custom_id: 'c1' } },
});
const textIn = (frame: string): string => JSON.parse(frame).payload.event.text;

test('the vendor hears a token, the visitor reads their own words, in that conversation only', async () => {
  const jane = await visitor('jane');
  expect(textIn(await jane(said('CHAT1', `it is ${number}`)))).toBe(`it is ${number}`);
  const heard = textIn(vendor.heard.at(-1)?.toString() ?? '');
  expect(heard).toMatch(/^it is \[card ••1111 #[a-z]{45}\]$/);

  // The same from another connection of hers: it is her session that counts.
  const again = await visitor('jane');
  expect(textIn(await again(said('CHAT1', `${number} it is`)))).toBe(`${number} it is`);

  // Typed by anybody, a token is a mere word: it reaches the vendor as such, and nothing comes of it.
  const mallory = await visitor('mallory');
  expect(await mallory(said('CHAT1', heard))).not.toContain('4111');
  expect(vendor.heard.at(-1)?.toString()).not.toContain('#');
});

test('a draft is hidden without a token', async () => {
  const jane = await visitor('jane');
  const peek = { action: 'send_sneak_peek', payload: { chat_id: 'CHAT1', sneak_peek_text: `it is ${number}` } };
  expect(await jane(peek)).toContain('it is …');
  expect(vendor.text()).not.toMatch(/4111|#/);
});

test('a place that the profile does not know is hidden, counted and told by its name', async () => {
  const jane = await visitor('jane');
  const frame = { action: 'send_voice', payload: { chat_id: 'CHAT1', transcript: `it is ${number}` } };
  await jane(frame);
  await jane(frame);
  expect(vendor.text()).not.toContain('4111');
  const lines = product
    .logs()
    .split('\n')
    .filter((line) => line.includes('schema-drift') && line.includes('to-upstream'));
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ profile: 'livechat', place: '/payload/transcript' }]);
  expect(product.logs()).not.toContain('4111');
  const metrics = await (await fetch(`${product.running.ops}/metrics`)).text();
  expect(metrics).toMatch(/chatveil_incidents_total\{site="shop",kind="schema-drift"\} [1-9]/);
});
