/** Messages in flight: fragments, compression, control frames, order, back-pressure, and policy read anew for each. */
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { fakeRedactor, marker, masked, openRoute, testSettings } from '../support/sites.ts';
import {
  closed,
  nextMessage,
  opened,
  pause,
  type SocketStage,
  type StageOptions,
  socketStage,
  until,
} from '../support/socket-pair.ts';

let stage: SocketStage | undefined;
afterEach(async () => {
  await stage?.stop();
  stage = undefined;
});

async function connected(options: StageOptions = {}, deflate = false) {
  const started = await socketStage(options);
  stage = started;
  const client = started.dial(
    '/socket?room=1',
    [],
    { cookie: 'a=b', origin: 'http://shop.test', 'x-forwarded-for': '6.6.6.6' },
    deflate,
  );
  await opened(client);
  await until(() => started.vendor.length === 1);
  const vendor = started.vendor[0];
  if (vendor === undefined) throw new Error('no vendor');
  return { ...started, client, vendor };
}

test('a value split over fragments is replaced', async () => {
  const { client, heard } = await connected();
  client.send('pay SEC', { fin: false });
  client.send('RETWO', { fin: false });
  client.send('RD now');
  await until(() => heard.length === 1);
  expect(heard).toEqual([`pay ${masked} now`]);
});

test('single-byte fragments with pings between, split inside a code point', async () => {
  const { client, heard } = await connected();
  const bytes = Buffer.from(`é${marker}€`);
  for (let at = 0; at < bytes.length; at += 1) {
    client.send(bytes.subarray(at, at + 1), { fin: at === bytes.length - 1, binary: false });
    client.ping();
  }
  await until(() => heard.length === 1);
  expect(heard).toEqual([`é${masked}€`]);
});

test('an empty message and a large one pass', async () => {
  const { client, heard } = await connected();
  client.send('');
  client.send('y'.repeat(900_000));
  await until(() => heard.length === 2);
  expect(heard[0]).toBe('');
  expect(heard[1]?.length).toBe(900_000);
});

test('pings are answered on each leg', async () => {
  const { client, vendor } = await connected();
  const pong = new Promise<string>((resolve) => client.once('pong', (data) => resolve(data.toString())));
  client.ping('here');
  expect(await pong).toBe('here');
  const back = new Promise<string>((resolve) => vendor.once('pong', (data) => resolve(data.toString())));
  vendor.ping('there');
  expect(await back).toBe('there');
});

test('compression is settled on each leg by itself', async () => {
  const { client, vendor, heard } = await connected({ server: { perMessageDeflate: false } }, true);
  expect(client.extensions).toContain('permessage-deflate');
  expect(vendor.extensions).toBe('');
  client.send(`${marker} ${'z'.repeat(5000)}`);
  await until(() => heard.length === 1);
  expect(heard[0]).toBe(`${masked} ${'z'.repeat(5000)}`);
  vendor.send(`${marker} ${'z'.repeat(5000)}`);
  expect(await nextMessage(client)).toBe(`${masked} ${'z'.repeat(5000)}`);
});

test('a compressed bomb is 1009', async () => {
  const { client, heard } = await connected({}, true);
  const end = closed(client);
  client.send('a'.repeat(30_000_000));
  expect((await end)[0]).toBe(1009);
  expect(heard).toEqual([]);
});

test('order holds in both directions when some messages wait', async () => {
  const redactor = fakeRedactor({ delay: (text) => (/[05]$/.test(text) ? 15 : undefined) });
  const { client, vendor, heard } = await connected({ overrides: { redactor } });
  const got: string[] = [];
  client.on('message', (data) => got.push(data.toString()));
  const all = Array.from({ length: 60 }, (_, index) => `m${index}`);
  for (const text of all) {
    client.send(text);
    vendor.send(text);
  }
  await until(() => heard.length === 60 && got.length === 60);
  expect(heard).toEqual(all);
  expect(got).toEqual(all);
});

test('a slow pipeline pauses the sender instead of piling up', async () => {
  const redactor = fakeRedactor({ delay: () => 5 });
  const { client, heard } = await connected({ overrides: { redactor }, site: { limits: { queueMessagesMax: 4 } } });
  const text = 'q'.repeat(50_000);
  for (let sent = 0; sent < 200; sent += 1) client.send(text);
  await pause(300);
  // The sender still holds most of it: the proxy took no more than its queue and the sockets' own buffers.
  expect(client.bufferedAmount).toBeGreaterThan(1_000_000);
  await until(() => heard.length === 200, 10_000);
  expect(heard.length).toBe(200);
});

test('a reader that does not read holds its sender back, and then gets everything', async () => {
  const { client, vendor } = await connected();
  let got = 0;
  client.on('message', () => {
    got += 1;
  });
  client.pause();
  const text = 'w'.repeat(100_000);
  for (let sent = 0; sent < 300; sent += 1) vendor.send(text);
  await pause(500);
  expect(vendor.bufferedAmount).toBeGreaterThan(10_000_000);
  client.resume();
  await until(() => got === 300, 10_000);
  expect(got).toBe(300);
});

test('a route that a swap tightened bites on an open socket', async () => {
  const { client, heard, settings } = await connected({ site: { routes: [{ ...openRoute, inspect: false }] } });
  client.send(marker);
  await until(() => heard.length === 1);
  const sites = settings.current.sites.map((site) => ({ ...site, profile: { ...site.profile, routes: [openRoute] } }));
  settings.swap(testSettings(sites));
  client.send(marker);
  await until(() => heard.length === 2);
  expect(heard).toEqual([marker, masked]);
});

test('the vendor sees the cookie, the mapped origin, the query, and who asked', async () => {
  const { requests, port } = await connected();
  const request = requests[0];
  expect(request?.url).toBe('/socket?room=1');
  expect(request?.headers.cookie).toBe('a=b');
  expect(request?.headers.origin).toBe(`http://${request?.headers.host}`);
  expect(request?.headers['x-forwarded-for']).toBe('127.0.0.1');
  expect(request?.headers['x-forwarded-host']).toBe('shop.test');
  expect(port).toBeGreaterThan(0);
});

/** A client that speaks frames by hand. */
async function rawSocket(port: number, frame: Buffer): Promise<Buffer> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => undefined);
  const lines = ['GET /socket HTTP/1.1', 'Host: shop.test', 'Connection: Upgrade', 'Upgrade: websocket'];
  socket.write(
    [...lines, 'Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''].join('\r\n'),
  );
  await until(() => Buffer.concat(chunks).includes('\r\n\r\n'));
  chunks.length = 0;
  socket.write(frame);
  await until(() => chunks.length > 0, 1000);
  socket.destroy();
  return Buffer.concat(chunks);
}

test.each([
  ['a frame without a mask', [0x81, 0x02, 0x68, 0x69], 1002],
  ['a reserved bit', [0xc1, 0x80, 0, 0, 0, 0], 1002],
  ['a reserved opcode', [0x83, 0x80, 0, 0, 0, 0], 1002],
  ['a continuation of nothing', [0x80, 0x80, 0, 0, 0, 0], 1002],
  ['a fragmented ping', [0x09, 0x80, 0, 0, 0, 0], 1002],
  ['a ping of 126 bytes', [0x89, 0xfe, 0, 126, 0, 0, 0, 0], 1002],
  ['bad UTF-8', [0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28], 1007],
  ['a close with one byte', [0x88, 0x81, 0, 0, 0, 0, 0x03], 1002],
  ['a close with 1005', [0x88, 0x82, 0, 0, 0, 0, 0x03, 0xed], 1002],
  ['a length beyond all limits', [0x81, 0xff, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0], 1009],
])('%s closes with its code and the vendor hears nothing', async (_name, bytes, code) => {
  stage = await socketStage();
  const reply = await rawSocket(stage.port, Buffer.from(bytes));
  expect(reply[0]).toBe(0x88);
  expect(reply.readUInt16BE(2)).toBe(code);
  expect(stage.heard).toEqual([]);
});
