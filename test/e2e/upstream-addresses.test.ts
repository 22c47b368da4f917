/** A vendor's name with several addresses: the next one is tried when one refuses, and all of them must be allowed. */
import { readFileSync } from 'node:fs';
import { createServer, type RequestListener, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Site } from '../../src/settings/settings.ts';
import { certificateAuthority } from '../support/certificates.ts';
import { mountedSite } from '../support/mounted.ts';
import { marker, masked, startPlane, testSite } from '../support/sites.ts';

/** What the resolver of this test answers; the pins of the product make each name good for one test. */
const zone = vi.hoisted(() => new Map<string, readonly string[]>());
const asked = vi.hoisted(() => [] as string[]);

vi.mock('node:dns', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:dns')>()),
  lookup(name: string, _options: object, done: (error: Error | null, found: readonly object[]) => void) {
    asked.push(name);
    const found = (zone.get(name) ?? []).map((address) => ({ address, family: 4 }));
    setImmediate(() => done(found.length > 0 ? null : Object.assign(new Error('none'), { code: 'ENOTFOUND' }), found));
  },
}));

afterEach(() => {
  zone.clear();
  asked.length = 0;
});

/** Loopback addresses at which nothing listens on the vendor's port. */
const refusing = ['127.0.0.91', '127.0.0.92'];

async function startVendor(tls?: object) {
  let requests = 0;
  const answer: RequestListener = (_incoming, outgoing) => {
    requests += 1;
    outgoing.setHeader('content-type', 'text/plain').end(`a ${marker}`);
  };
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (one) => one.on('message', (data) => one.send(String(data))));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const one of sockets.clients) one.terminate();
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, requests: () => requests };
}

const readPair = ({ cert, key }: { readonly cert: string; readonly key: string }) => ({
  cert: readFileSync(cert),
  key: readFileSync(key),
});

async function front(site: Site) {
  const stage = await startPlane([site]);
  onTestFinished(() => stage.plane.close());
  return stage;
}

function get(port: number, path = '/'): Promise<string> {
  const headers = { host: 'shop.test' };
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers, agent: false }, async (incoming) => {
      let text = '';
      for await (const chunk of incoming) text += String(chunk);
      resolve(`${incoming.statusCode} ${text}`);
    })
      .on('error', reject)
      .end();
  });
}

/** The answer to `text`, or the status that refused the socket. */
function echo(port: number, text: string): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`, { headers: { host: 'shop.test' } });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once('open', () => socket.send(text));
    socket.once('message', (data) => resolve(String(data)));
    socket.once('unexpected-response', (_request, { statusCode }) => resolve(`${statusCode}`));
    socket.once('error', reject);
  });
}

test('the second address is used where the first refuses, by requests and sockets', async () => {
  const vendor = await startVendor();
  zone.set('second.vendor.test', [...refusing, '127.0.0.1']);
  const { port } = await front(testSite({ upstream: `http://second.vendor.test:${vendor.port}` }));
  expect(await get(port)).toBe(`200 a ${masked}`);
  expect(await echo(port, `my ${marker}`)).toBe(`my ${masked}`);
  expect(vendor.requests()).toBe(1);
  expect(asked).toEqual(['second.vendor.test']);
});

test('under TLS as well, the name being verified whatever the address', async () => {
  const authority = certificateAuthority();
  const vendor = await startVendor(readPair(authority.issue('vendor', ['secure.vendor.test'])));
  zone.set('secure.vendor.test', [...refusing, '127.0.0.1']);
  zone.set('other.vendor.test', [...refusing, '127.0.0.1']);
  const site = (name: string): Site => ({
    ...testSite({ upstream: `https://${name}:${vendor.port}` }),
    link: { ca: authority.pem },
  });
  const { port } = await front(site('secure.vendor.test'));
  expect(await get(port)).toBe(`200 a ${masked}`);
  expect(await echo(port, `my ${marker}`)).toBe(`my ${masked}`);
  const { port: other } = await front(site('other.vendor.test'));
  expect(await get(other)).toContain('CV_UPSTREAM_UNREACHABLE');
  expect(vendor.requests()).toBe(1);
});

test('when every address refuses, the vendor cannot be reached', async () => {
  const vendor = await startVendor();
  zone.set('away.vendor.test', refusing);
  const { port, recorder } = await front(testSite({ upstream: `http://away.vendor.test:${vendor.port}` }));
  expect(await get(port)).toMatch(/^502 .*CV_UPSTREAM_UNREACHABLE/);
  expect(await echo(port, 'hello')).toBe('502');
  expect(recorder.upstreamErrors).toEqual(['refused', 'refused']);
});

test('one address that is not allowed refuses the name, wherever it stands and whichever answers', async () => {
  const vendor = await startVendor();
  zone.set('metadata.vendor.test', ['127.0.0.1', '169.254.169.254']);
  const { port } = await front(testSite({ upstream: `http://metadata.vendor.test:${vendor.port}` }));
  expect(await get(port)).toMatch(/^403 .*CV_ADDRESS_REFUSED/);
  expect(await echo(port, 'hello')).toBe('403');
  zone.set('api.vendor.example', ['93.184.216.34', '127.0.0.1']);
  const { port: mounted } = await front(mountedSite());
  expect(await get(mounted, '/__h/api.vendor.example/')).toMatch(/^403 .*CV_ADDRESS_REFUSED/);
  expect(vendor.requests()).toBe(0);
});
