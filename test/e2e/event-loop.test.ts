/** While a large document is read on one connection, small messages of others get through: order of completion, no times. */
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type CapturingUpstream, startCapturing, startProduct, type TestProduct } from '../support/product.ts';

let upstream: CapturingUpstream;
let product: TestProduct;

beforeAll(async () => {
  upstream = await startCapturing();
  product = await startProduct({ upstream: upstream.url });
});

afterAll(async () => {
  await product.stop();
  await upstream.close();
});

const large = JSON.stringify(Array.from({ length: 40_000 }, (_, index) => `hello ${index}`));

async function connect(): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${product.port}/chat`, { headers: { Host: 'shop.test' } });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return socket;
}

const heardAt = (text: string) => upstream.heard.findIndex((bytes) => bytes.equals(Buffer.from(text)));

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('sockets: others are served meanwhile, and the order of its own connection stays', {
  timeout: 30_000,
}, async () => {
  upstream.clear();
  const [one, other] = [await connect(), await connect()];
  await new Promise((resolve) => one.send(large, resolve));
  one.send('{"text":"behind it"}');
  // Whatever is done in one go has been done by then: the socket has taken the message.
  await new Promise((resolve) => setTimeout(resolve, 20));
  let echoes = 0;
  other.on('message', () => {
    echoes += 1;
    other.send(`{"text":"number ${echoes}"}`);
  });
  other.send('{"text":"number 0"}');
  await until(() => heardAt('{"text":"behind it"}') >= 0);
  expect(heardAt(large)).toBeGreaterThanOrEqual(5);
  expect(heardAt('{"text":"behind it"}')).toBeGreaterThan(heardAt(large));
  for (const socket of [one, other]) socket.terminate();
});

function post(body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      Host: 'shop.test',
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
    };
    const sent = request({ port: product.port, host: '127.0.0.1', method: 'POST', path: '/m', headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

test('requests: others are answered meanwhile', { timeout: 30_000 }, async () => {
  let done = false;
  const answer = post(large).then((status) => {
    done = true;
    return status;
  });
  let answered = 0;
  while (!done) {
    expect(await post('{"text":"hello"}')).toBe(200);
    answered += 1;
  }
  expect(await answer).toBe(200);
  expect(answered).toBeGreaterThanOrEqual(5);
});
