/** Messages over the bridged sockets: inspected both ways, in order, with codes and subprotocols passed on. */
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { forbidden, marker, masked, startPlane, testSite } from '../support/sites.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'chat.v2' });
  const heard: string[] = [];
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    socket.on('message', (data, binary) => {
      heard.push(data.toString());
      socket.send(`echo ${data}`, { binary });
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const started = await startPlane([
    testSite({ upstream: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  ]);
  closers.push(
    () => started.plane.close(),
    () => server.close(),
  );
  const client = new WebSocket(`ws://127.0.0.1:${started.port}/socket`, ['chat.v1', 'chat.v2'], {
    headers: { host: 'shop.test' },
  });
  client.on('error', () => undefined);
  closers.push(() => client.terminate());
  return { server, heard, client, ...started };
}

const opened = (client: WebSocket) => new Promise((resolve) => client.once('open', resolve));
const message = (client: WebSocket) =>
  new Promise<string>((resolve) => client.once('message', (data) => resolve(data.toString())));
const closed = (client: WebSocket) =>
  new Promise<[number, string]>((resolve) =>
    client.once('close', (code, reason) => resolve([code, reason.toString()])),
  );

test('a message is inspected on its way up and its echo on the way down', async () => {
  const { client, heard, recorder } = await stage();
  await opened(client);
  expect(client.protocol).toBe('chat.v2');
  client.send(`hello ${marker}`);
  expect(await message(client)).toBe(`echo hello ${masked}`);
  expect(heard).toEqual([`hello ${masked}`]);
  expect(recorder.messages).toEqual(['shop to-upstream websocket edited', 'shop to-client websocket forwarded']);
});

test('a blocked message closes the socket with its code and the vendor never hears it', async () => {
  const { client, heard } = await stage();
  await opened(client);
  client.send(forbidden);
  expect(await closed(client)).toEqual([1008, 'CV_BLOCKED_BY_POLICY']);
  expect(heard).toEqual([]);
});
