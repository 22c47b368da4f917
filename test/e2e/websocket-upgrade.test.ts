/** Handshakes: who is let in, what the vendor decides, and how a refusal reads. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { errorCode, exchange } from '../support/raw-client.ts';
import { forbidden, startPlane, testSite } from '../support/sites.ts';
import { opened, type SocketStage, socketStage, until } from '../support/socket-pair.ts';
import { startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(options: Parameters<typeof socketStage>[0] = {}): Promise<SocketStage> {
  const started = await socketStage(options);
  closers.push(() => started.stop());
  return started;
}

const KEY = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
const VERSION = 'Sec-WebSocket-Version: 13';
const base = ['GET /s HTTP/1.1', 'Host: shop.test', 'Connection: Upgrade', 'Upgrade: websocket', VERSION, KEY];
const handshake = (change: (lines: string[]) => string[] = (lines) => lines) =>
  `${change([...base]).join('\r\n')}\r\n\r\n`;
const swap =
  (from: string, ...to: string[]) =>
  (lines: string[]) =>
    lines.flatMap((line) => (line.startsWith(from) ? to : [line]));

test.each([
  ['without a key', handshake(swap('Sec-WebSocket-Key')), 400, 'CV_UPGRADE_REFUSED'],
  ['with a short key', handshake(swap('Sec-WebSocket-Key', 'Sec-WebSocket-Key: abc')), 400, 'CV_UPGRADE_REFUSED'],
  ['with two keys', handshake(swap('Sec-WebSocket-Key', KEY, KEY)), 400, 'CV_UPGRADE_REFUSED'],
  [
    'with another version',
    handshake(swap('Sec-WebSocket-Version', 'Sec-WebSocket-Version: 8')),
    400,
    'CV_UPGRADE_REFUSED',
  ],
  ['by POST', handshake(swap('GET', 'POST /s HTTP/1.1')), 400, 'CV_UPGRADE_REFUSED'],
  ['in HTTP/1.0', handshake(swap('GET', 'GET /s HTTP/1.0')), 400, 'CV_UPGRADE_REFUSED'],
  ['to h2c', handshake(swap('Upgrade', 'Upgrade: h2c')), 400, 'CV_UPGRADE_REFUSED'],
  ['with a body', `${handshake(swap('Host', 'Host: shop.test', 'Content-Length: 5'))}hello`, 400, 'CV_UPGRADE_REFUSED'],
  ['with bytes before the answer', `${handshake()}\x81\x80\0\0\0\0`, 400, 'CV_UPGRADE_REFUSED'],
  ['with two hosts', handshake(swap('Host', 'Host: shop.test', 'Host: b.test')), 400, 'CV_BAD_HOST'],
  ['for an unknown host', handshake(swap('Host', 'Host: b.test')), 421, 'CV_UNKNOWN_SITE'],
  ['with a bad target', handshake(swap('GET', 'GET /a/../s HTTP/1.1')), 400, 'CV_BAD_TARGET'],
  [
    'with a repeated subprotocol',
    handshake(swap('Host', 'Host: shop.test', 'Sec-WebSocket-Protocol: a, a')),
    400,
    'CV_UPGRADE_REFUSED',
  ],
  [
    'with a broken subprotocol',
    handshake(swap('Host', 'Host: shop.test', 'Sec-WebSocket-Protocol: a b')),
    400,
    'CV_UPGRADE_REFUSED',
  ],
  [
    'with a forbidden value in the query',
    handshake(swap('GET', `GET /s?q=${forbidden} HTTP/1.1`)),
    422,
    'CV_BLOCKED_BY_POLICY',
  ],
  ['with Expect', handshake(swap('Host', 'Host: shop.test', 'Expect: 100-continue')), 400, 'CV_UPGRADE_REFUSED'],
])('an upgrade %s is refused', async (_name, bytes, status, code) => {
  const { port, vendor, recorder, plane } = await stage();
  const reply = await exchange(port, bytes, 1500);
  expect([reply.status, errorCode(reply)]).toEqual([status, code]);
  expect(vendor.length).toBe(0);
  expect(recorder.messages.length).toBe(1);
  await until(() => plane.connections === 0);
  expect(plane.connections).toBe(0);
});

test.each([
  ['absent', undefined, 403],
  ['null', 'null', 403],
  ['with a suffix', 'https://shop.example.evil', 403],
  ['with a prefix', 'https://evil-shop.example', 403],
  ['with a port', 'https://shop.example:8443', 403],
  ['of another scheme', 'http://shop.example', 403],
  ['as listed', 'https://shop.example', 101],
] as const)('an origin %s, where origins are listed', async (_name, origin, status) => {
  const { port } = await stage({ site: { origins: ['https://shop.example'] } });
  const bytes = handshake(swap('Host', 'Host: shop.test', ...(origin === undefined ? [] : [`Origin: ${origin}`])));
  expect((await exchange(port, bytes, 400)).status).toBe(status);
});

test("the vendor's choice of subprotocol and its cookies reach the visitor", async () => {
  const server = { handleProtocols: () => 'v2' as const };
  const { dial } = await stage({ server });
  const client = dial('/s', ['v1', 'v2']);
  await opened(client);
  expect(client.protocol).toBe('v2');
});

test('a vendor that chooses none leaves the visitor with none', async () => {
  const { port } = await stage({ server: { handleProtocols: () => false as const } });
  const bytes = handshake(swap('Host', 'Host: shop.test', 'Sec-WebSocket-Protocol: v1, v2'));
  const reply = await exchange(port, bytes, 400);
  expect(reply.status).toBe(101);
  expect(reply.head.toLowerCase()).not.toContain('sec-websocket-protocol');
});

test.each([
  ['401', 401, 'CV_UPGRADE_REFUSED'],
  ['404', 404, 'CV_UPGRADE_REFUSED'],
  ['200', 502, 'CV_UPSTREAM_PROTOCOL'],
  ['302', 502, 'CV_UPSTREAM_PROTOCOL'],
  ['500', 502, 'CV_UPSTREAM_PROTOCOL'],
] as const)('a vendor that answers %s instead', async (sent, status, code) => {
  const server = createServer((_request, response) => {
    response.writeHead(Number(sent), { location: 'http://127.0.0.1:1/' }).end('secret page');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const started = await startPlane([
    testSite({ upstream: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
  ]);
  closers.push(
    () => void server.close(),
    () => started.plane.close(),
  );
  const reply = await exchange(started.port, handshake(), 1500);
  expect([reply.status, errorCode(reply)]).toEqual([status, code]);
  expect(reply.all).not.toContain('secret page');
});

test.each([
  [
    'a wrong accept key',
    'HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n\r\n',
    'CV_UPSTREAM_PROTOCOL',
  ],
  ['another protocol', 'HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: tunnel\r\n\r\n', 'CV_UPSTREAM_PROTOCOL'],
  [
    'an extension nobody offered',
    'HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Extensions: x\r\n\r\n',
    'CV_UPSTREAM_PROTOCOL',
  ],
  ['garbage', 'hello\r\n\r\n', 'CV_UPSTREAM_PROTOCOL'],
] as const)('a vendor that switches with %s gets no tunnel', async (_name, bytes, code) => {
  const upstream = await startRawUpstream(() => bytes);
  const started = await startPlane([testSite({ upstream: upstream.url })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  const reply = await exchange(started.port, handshake(), 1500);
  expect([reply.status, errorCode(reply)]).toEqual([502, code]);
});

test('a vendor that is down, or silent', async () => {
  const upstream = await startRawUpstream(() => undefined);
  const limits = { upstreamConnectSecondsMax: 0.3 };
  const started = await startPlane([testSite({ upstream: upstream.url, limits })]);
  closers.push(() => started.plane.close());
  const silent = await exchange(started.port, handshake(), 3000);
  expect([silent.status, errorCode(silent)]).toEqual([504, 'CV_UPSTREAM_TIMEOUT']);
  await upstream.close();
  const down = await exchange(started.port, handshake(), 3000);
  expect([down.status, errorCode(down)]).toEqual([502, 'CV_UPSTREAM_UNREACHABLE']);
  expect(started.recorder.upstreamErrors).toEqual(['timeout', 'refused']);
});
