/** The running plane: what it counts, what it leaves to whom, and how one exchange is settled. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { ChatveilError } from '../../src/domain/errors.ts';
import { createLive } from '../../src/domain/live.ts';
import { Exchange } from '../../src/proxy/exchange.ts';
import { createHttpHandler } from '../../src/proxy/http.ts';
import { createDataPlane } from '../../src/proxy/plane.ts';
import type { Downstream, Plane } from '../../src/proxy/scope.ts';
import { createUpgradeHandler } from '../../src/proxy/upgrade.ts';
import { exchange, get } from '../support/raw-client.ts';
import { fakeRedactor, startPlane, type TestPlane, tally, testSettings, testSite } from '../support/sites.ts';

let stage: TestPlane | undefined;
afterEach(async () => {
  await stage?.plane.close();
  stage = undefined;
});

const site = testSite({ upstream: 'http://127.0.0.1:9' });

function fakePlane() {
  const recorder = tally();
  const plane = {
    settings: createLive(testSettings([site])),
    recorder,
    redactor: fakeRedactor(),
    log: { warn: () => undefined, info: () => undefined, error: () => undefined },
    via: 'chatveil-x',
    draining: false,
    tenant: 't',
  } as unknown as Plane;
  return { plane, recorder };
}

test('node:http is told not to lose, join or guess anything', async () => {
  stage = await startPlane([site]);
  const { server } = stage.plane;
  expect(server.maxHeadersCount).toBe(0);
  expect(server.headersTimeout).toBe(20_000);
  expect(server.requestTimeout).toBe(120_000);
  expect(typeof createDataPlane).toBe('function');
});

test('connections are counted and forgotten', async () => {
  stage = await startPlane([site]);
  await exchange(stage.port, get('/'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(stage.plane.connections).toBe(0);
  expect(stage.recorder.open.get('shop http')).toBe(0);
});

test('a request of no site is refused before any exchange', () => {
  const { plane, recorder } = fakePlane();
  const sent: unknown[] = [];
  const response = { headersSent: false, writeHead: (status: number) => sent.push(status), end: () => undefined };
  const request = {
    rawHeaders: ['Host', 'x.test'],
    method: 'GET',
    url: '/',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
    resume: () => undefined,
  };
  createHttpHandler(plane)(
    request as unknown as IncomingMessage,
    response as unknown as ServerResponse,
    {} as Downstream,
  );
  expect(sent).toEqual([421]);
  expect(recorder.messages).toEqual(['none to-upstream http refused']);
});

test('an exchange is refused once', () => {
  const { plane } = fakePlane();
  const sent: number[] = [];
  const made = new Exchange({
    plane,
    site,
    downstream: { binder: { bind: () => ({}) }, scheme: 'http' } as unknown as Downstream,
    request: { rawHeaders: [], complete: true } as unknown as IncomingMessage,
    response: { writeHead: (status: number) => sent.push(status), end: () => undefined } as unknown as ServerResponse,
    head: { path: '/', method: 'GET', host: 'shop.test' } as never,
  });
  expect(made.ownOrigin).toBe('http://shop.test');
  made.refuse({ error: new ChatveilError('CV_TRAILERS'), close: false });
  made.refuse({ error: new ChatveilError('CV_INTERNAL'), close: false });
  expect(sent).toEqual([400]);
});

test('an upgrade that is none is answered on its socket', async () => {
  const { plane, recorder } = fakePlane();
  const socket = new PassThrough();
  const handler = createUpgradeHandler(plane);
  const request = {
    rawHeaders: ['Host', 'shop.test'],
    headers: {},
    method: 'GET',
    url: '/',
    httpVersionMajor: 1,
    httpVersionMinor: 1,
  };
  handler.handle(request as unknown as IncomingMessage, socket, Buffer.alloc(0), {} as Downstream);
  expect(recorder.messages).toEqual(['none to-upstream websocket refused']);
  expect(handler.open).toBe(0);
  await handler.drain();
});
