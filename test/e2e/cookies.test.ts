/** Cookies on their way to the vendor: what was typed is masked, sessions and counters of the page stay as they are. */
import { get } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';

const jwt = ['{"alg":"HS256"}', '{"sub":"v1"}', 'signature of thirty-two bytes ....'].map((part) =>
  Buffer.from(part).toString('base64url'),
);
/** As browsers carry them for common scripts and frameworks. */
const harmless = [
  '_ga=GA1.2.1234567890.1596403881',
  '_fbp=fb.1.1596403881668.1116446470',
  'connect.sid=s%3AaB3dE-4fGh_1Jk.2%2BLm3No4Pq5%2FRs6Tu7Vw8Xy9Za0Bc1De2Fg3Hi4%3D',
  `session=${jwt.join('.')}`,
  `auth=${encodeURIComponent(JSON.stringify({ access_token: jwt.join('.') }))}`,
  'consent=%7B%22ads%22%3Afalse%2C%22stamp%22%3A1596403881%7D',
  'theme="dark"',
].join('; ');

let upstream: CapturingUpstream;
let product: TestProduct;

beforeAll(async () => {
  upstream = await startCapturing();
  product = await startProduct({ upstream: upstream.url });
});
afterAll(async () => {
  await product?.stop();
  await upstream?.close();
});

async function cookieHeard(cookie: string): Promise<string> {
  upstream.clear();
  await new Promise((resolve, reject) => {
    get({ port: product.port, headers: { host: 'shop.test', cookie } }, (response) => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
  return /\|cookie\|([^|]*)/i.exec(upstream.text())?.[1] ?? '';
}

it('stay byte for byte when nobody typed them', async () => {
  expect(await cookieHeard(harmless)).toBe(harmless);
});

it.each([
  ['words', 'draft=my%20card%20is%204111%201111%201111%201111'],
  ['JSON', `form=${encodeURIComponent('{"note":"4111 1111 1111 1111"}')}`],
  ['quotes', 'note="card 4111-1111-1111-1111"'],
  ['a number alone', 'cc=4111111111111111'],
])('are masked where a card stands in %s, and the others stay', async (_, typed) => {
  const heard = await cookieHeard(`a=b; ${typed}; ${harmless}`);
  expect(decodeURIComponent(heard).replaceAll(/[\s-]/g, '')).not.toContain('4111111111111111');
  expect(decodeURIComponent(heard)).toContain('[card ••1111');
  expect(heard.startsWith('a=b; ')).toBe(true);
  expect(heard.endsWith(harmless)).toBe(true);
});

it('are masked in the handshake of a socket as well', async () => {
  upstream.clear();
  const cookie = 'draft=my card is 4111 1111 1111 1111';
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/`, { headers: { Host: 'shop.test', cookie } });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  socket.terminate();
  expect(product.logs()).not.toContain('4111 1111');
  expect(upstream.text()).toMatch(/cookie\|draft=my%20card%20is%20%5Bcard/i);
  expect(upstream.text()).not.toContain('4111');
});

it('and every other field of a handshake are looked at like those of a request', async () => {
  upstream.clear();
  const headers = {
    Host: 'shop.test',
    'X-Note': '4111 1111 1111 1111',
    Referer: 'http://shop.test/?q=4111111111111111',
  };
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/`, ['chat.v1', 'bearer.aB3dE4fGh1Jk2Lm3No4'], {
    headers,
  });
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  socket.terminate();
  expect(upstream.text()).toMatch(/x-note\|\[card/i);
  expect(upstream.text()).not.toMatch(/4111/);
  const refused = new WebSocket(`ws://127.0.0.1:${product.port}/`, ['4111-1111-1111-1111'], {
    headers: { Host: 'shop.test' },
  });
  const status = await new Promise((resolve, reject) => {
    refused.on('unexpected-response', (_, response) => resolve(response.statusCode));
    refused.on('error', reject);
    refused.on('open', () => reject(new Error('opened')));
  });
  refused.terminate();
  expect(status).toBe(422);
  expect(upstream.text()).not.toMatch(/4111/);
});
