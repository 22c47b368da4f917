/** Requests that ask for HTTP/2 or anything else on the way: served as plain ones, in order, on connections that live on. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Limits } from '../../src/domain/limits.ts';
import { createLive } from '../../src/domain/live.ts';
import { openCertificates } from '../../src/settings/certificates.ts';
import { certificateAuthority } from '../support/certificates.ts';
import { get, post } from '../support/raw-client.ts';
import { marker, masked, startPlane, testSettings, testSite } from '../support/sites.ts';
import { answer, startRawUpstream } from '../support/upstream.ts';

const asking = ['Connection: Upgrade, HTTP2-Settings', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA'];
const json = 'Content-Type: application/json';
const asked = (body: string, path?: string) => post(body, [json, ...asking], path);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A vendor that says which path it was asked for, as late as the path says in milliseconds. */
async function stage(limits: Partial<Limits> = {}) {
  const upstream = await startRawUpstream((request, socket) => {
    const path = /^\S+ (\S+)/.exec(request)?.[1] ?? '';
    setTimeout(() => socket.write(answer(JSON.stringify({ path }))), Number(/\d+/.exec(path)?.[0] ?? 0));
    return undefined;
  });
  const started = await startPlane([testSite({ upstream: upstream.url })], { limits });
  onTestFinished(async () => {
    await started.plane.close();
    await upstream.close();
  });
  return { ...started, upstream };
}

function dial(port: number) {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  return listen(socket);
}

function listen(socket: Socket) {
  const heard = { text: '', closed: false };
  socket.on('error', () => undefined);
  socket.on('close', () => {
    heard.closed = true;
  });
  socket.on('data', (bytes: Buffer) => {
    heard.text += bytes.toString('latin1');
  });
  const paths = () => [...heard.text.matchAll(/"path":"([^"]+)"/g)].map(([, path]) => path);
  return { socket, heard, paths };
}

test('many on one connection, between plain ones: each is answered, and nothing of them adds up', async () => {
  const { plane, port, recorder, upstream } = await stage();
  const warned = vi.fn();
  process.on('warning', warned);
  onTestFinished(() => void process.off('warning', warned));
  const listeners = new Set<number>();
  plane.server.on('request', ({ socket }) => {
    listeners.add(socket.eventNames().reduce((sum, name) => sum + socket.listenerCount(name), 0));
  });
  const { socket, paths } = dial(port);
  for (let round = 0; round < 30; round += 1) {
    socket.write(round % 3 === 2 ? get('/plain') : asked(`{"n":"${marker}"}`, '/asked'));
    await vi.waitFor(() => expect(paths().length).toBe(round + 1), 5_000);
  }
  expect(paths().filter((path) => path === '/plain').length).toBe(10);
  expect(upstream.text()).not.toMatch(/^(?:upgrade|http2-settings|connection: upgrade)/im);
  expect(upstream.text()).not.toContain(marker);
  expect(upstream.text().split(`{"n":"${masked}"}`).length).toBe(21);
  expect(listeners.size).toBeLessThanOrEqual(2);
  expect(warned).not.toHaveBeenCalled();
  expect(plane.connections).toBe(1);
  expect(recorder.messages.length).toBeGreaterThan(0);
});

test('one behind an answer that is still to come waits for it, and so does what follows', async () => {
  const { port } = await stage();
  const { socket, paths } = dial(port);
  socket.write(get('/300') + asked('{}', '/100') + get('/1') + asked('{}', '/50') + get('/2'));
  await vi.waitFor(() => expect(paths()).toEqual(['/300', '/100', '/1', '/50', '/2']), 5_000);
});

test('one behind more requests than may wait is not looked at', async () => {
  const { port, upstream } = await stage();
  const { socket, heard } = dial(port);
  socket.write(get('/20').repeat(40) + asked('{}', '/asked'));
  await vi.waitFor(() => expect(heard.closed).toBe(true), 8_000);
  expect(heard.text).toContain('CV_OVERLOADED');
  expect(upstream.text()).not.toContain('/asked');
});

test('a visitor who is gone while one waits leaves nothing behind', async () => {
  const { plane, port, upstream } = await stage();
  const { socket } = dial(port);
  socket.write(get('/400') + asked('{}', '/asked'));
  await vi.waitFor(() => expect(upstream.text()).toContain('/400'), 5_000);
  socket.resetAndDestroy();
  await vi.waitFor(() => expect(plane.connections).toBe(0), 5_000);
  await pause(450);
  expect(upstream.text()).not.toContain('/asked');
});

test('a large body in pieces is scanned and arrives whole', async () => {
  const { port, upstream } = await stage();
  const { socket, paths } = dial(port);
  const words = 'harmless '.repeat(20_000);
  const bytes = asked(JSON.stringify({ a: words, b: `${marker} end` }), '/large');
  for (let at = 0; at < bytes.length; at += 50_000) {
    socket.write(bytes.slice(at, at + 50_000));
    await pause(2);
  }
  await vi.waitFor(() => expect(paths()).toEqual(['/large']), 8_000);
  expect(upstream.text()).toContain(JSON.stringify({ a: words, b: `${masked} end` }));
});

test('the connection may become a WebSocket afterwards', async () => {
  const { port, upstream } = await stage();
  const { socket, heard, paths } = dial(port);
  socket.write(asked('{}', '/asked'));
  await vi.waitFor(() => expect(paths()).toEqual(['/asked']), 5_000);
  const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==';
  socket.write(get('/socket', ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13', key]));
  // This vendor knows no sockets: that it was asked for one is what counts.
  await vi.waitFor(() => expect(upstream.text().toLowerCase()).toContain('upgrade: websocket'), 5_000);
  await vi.waitFor(() => expect(heard.closed).toBe(true), 5_000);
});

test('the time for idle connections ends no answer, and ends the connection after it', async () => {
  const { port } = await stage({ idleSecondsMax: 1 });
  const { socket, heard, paths } = dial(port);
  socket.write(get('/1'));
  await vi.waitFor(() => expect(paths()).toEqual(['/1']), 5_000);
  socket.write(get('/2') + asked('{}', '/2600'));
  await vi.waitFor(() => expect(paths()).toEqual(['/1', '/2', '/2600']), 8_000);
  expect(heard.closed).toBe(false);
  await vi.waitFor(() => expect(heard.closed).toBe(true), 8_000);
}, 20_000);

test('a head whose body never comes is given up as any other', async () => {
  const { port, upstream } = await stage({ requestSecondsMax: 2, headSecondsMax: 1 });
  const { socket, heard } = dial(port);
  socket.write(asked('{"a":1}', '/asked').slice(0, -3));
  await vi.waitFor(() => expect(heard.closed).toBe(true), 10_000);
  expect(heard.text).toContain('CV_TIMEOUT');
  expect(upstream.text()).toBe('');
}, 15_000);

test('shutting down waits for its answer, and takes no other', async () => {
  const { plane, port, upstream } = await stage();
  const { socket, heard, paths } = dial(port);
  socket.write(asked('{}', '/300') + asked('{}', '/after'));
  await vi.waitFor(() => expect(upstream.text()).toContain('/300'), 5_000);
  await plane.drain(5);
  expect(paths()).toEqual(['/300']);
  await vi.waitFor(() => expect(heard.closed).toBe(true), 5_000);
  expect(upstream.text()).not.toContain('/after');
});

test('under TLS behind a balancer, and the address that it told stays', async () => {
  const { issue, pem } = certificateAuthority();
  const tls = { ...issue('shop', ['shop.test']), names: [], minVersion: 'TLSv1.2' as const };
  const upstream = await startRawUpstream();
  const settings = testSettings([testSite({ upstream: upstream.url })]);
  const data = { ...settings.listen.data, tls, proxyProtocol: ['127.0.0.1'] };
  const certificates = openCertificates(tls, () => undefined);
  const live = createLive({ ...settings, listen: { ...settings.listen, data } });
  const { plane, port } = await startPlane([], { settings: live, certificates });
  onTestFinished(async () => {
    certificates.close();
    await plane.close();
    await upstream.close();
  });
  const plain = connect(port, '127.0.0.1', () => plain.write('PROXY TCP4 203.0.113.9 10.0.0.1 1 2\r\n'));
  const { socket, heard } = listen(connectTls({ socket: plain, servername: 'shop.test', ca: pem }));
  onTestFinished(() => void socket.destroy());
  for (const count of [1, 2, 3]) {
    socket.write(asked(`{"n":"${marker}"}`));
    await vi.waitFor(() => expect(heard.text.split('{"ok":true}').length).toBe(count + 1), 5_000);
  }
  expect(upstream.text()).toMatch(/x-forwarded-for: 203\.0\.113\.9/i);
  expect(upstream.text()).not.toContain(marker);
});
