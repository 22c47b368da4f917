/** Shutdown: what is under way ends, nothing new is taken, the deadline cuts the rest. */
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { exchange, get } from '../support/raw-client.ts';
import { startPlane, testSite } from '../support/sites.ts';
import { answer, startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(delay: number | undefined) {
  const upstream = await startRawUpstream((_request, socket) => {
    if (delay !== undefined) setTimeout(() => socket.write(answer('{"late":true}')), delay);
    return undefined;
  });
  const started = await startPlane([testSite({ upstream: upstream.url })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close().catch(() => undefined),
  );
  return { ...started, upstream };
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('a request under way gets its answer, an idle connection is closed, a new one is refused', async () => {
  const { plane, port, upstream } = await stage(150);
  const idle = connect(port, '127.0.0.1');
  let idleClosed = false;
  idle.on('close', () => {
    idleClosed = true;
  });
  idle.on('error', () => undefined);
  const pending = exchange(port, get('/'));
  for (let tries = 0; tries < 100 && upstream.text() === ''; tries += 1) await pause(10);
  const drained = plane.drain(5);
  const reply = await pending;
  expect(reply.status).toBe(200);
  expect(reply.body).toBe('{"late":true}');
  expect(reply.head.toLowerCase()).toContain('connection: close');
  await drained;
  expect(idleClosed).toBe(true);
  expect((await exchange(port, get('/'), 300)).status).toBe(0);
  expect(plane.connections).toBe(0);
});

test('the deadline cuts what does not end', async () => {
  const { plane, port } = await stage(undefined);
  const pending = exchange(port, get('/'), 5000);
  await pause(50);
  const started = Date.now();
  await plane.drain(0.2);
  expect(Date.now() - started).toBeLessThan(2000);
  expect((await pending).status).toBe(0);
});

test('connections over the limit are told so', async () => {
  const upstream = await startRawUpstream();
  const started = await startPlane([testSite({ upstream: upstream.url })], { limits: { connectionsMax: 2 } });
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  const held = [connect(started.port, '127.0.0.1'), connect(started.port, '127.0.0.1')];
  for (const socket of held) socket.on('error', () => undefined);
  await pause(50);
  const reply = await exchange(started.port, get('/'));
  expect(reply.status).toBe(503);
  expect(reply.body).toContain('CV_OVERLOADED');
  for (const socket of held) socket.destroy();
  await pause(50);
  expect((await exchange(started.port, get('/'))).status).toBe(200);
});
