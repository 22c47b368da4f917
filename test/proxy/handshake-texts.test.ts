/** The handshake of a socket before the real policy: nothing typed reaches the vendor beside the frames. */
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startCapturing, startProduct } from '../support/product.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage() {
  const upstream = await startCapturing();
  const product = await startProduct({ upstream: upstream.url, hosts: 'localhost' });
  closers.push(
    () => upstream.close(),
    () => product.stop(),
  );
  return { upstream, product };
}

/** The status of a refusal, or 101. */
function dial(port: number, protocols: string[], headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, protocols, {
      headers: { Host: 'shop.test', ...headers },
    });
    socket.on('unexpected-response', (_, response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    socket.on('open', () => {
      socket.terminate();
      resolve(101);
    });
    socket.on('error', (error) => {
      if (!/Unexpected server response|closed before/.test(error.message)) reject(error);
    });
  });
}

test('a card number offered as a subprotocol blocks the handshake, a harmless one passes', async () => {
  const { product } = await stage();
  expect(await dial(product.port, ['chat.v1', '4111-1111-1111-1111'])).toBe(422);
  expect(await dial(product.port, ['chat.v1', 'b64.NDExMSAxMTExIDExMTEgMTExMQ'])).toBe(422);
  expect(await dial(product.port, [], { 'X-Note': 'hello' })).toBe(101);
});
