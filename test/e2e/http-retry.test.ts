/** A kept-alive socket that dies under a request: sent again where that is safe, and nowhere else. */
import { Agent, request } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import type { Limits } from '../../src/domain/limits.ts';
import { startPlane, testSite } from '../support/sites.ts';
import { type Answerer, answer, startRawUpstream } from '../support/upstream.ts';

async function stage(answerer: Answerer, limits: Partial<Limits> = {}) {
  const upstream = await startRawUpstream(answerer);
  const started = await startPlane([testSite({ upstream: upstream.url, limits })]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(async () => {
    agent.destroy();
    await started.plane.close();
    await upstream.close();
  });
  const ask = (method: string, body?: string): Promise<number> =>
    new Promise((resolve, reject) => {
      const headers = {
        host: 'shop.test',
        ...(body !== undefined && { 'content-type': 'text/plain', 'content-length': body.length }),
      };
      const outgoing = request({ port: started.port, host: '127.0.0.1', method, headers, agent }, (incoming) => {
        incoming.resume().once('end', () => resolve(incoming.statusCode ?? 0));
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  return { upstream, ask, errors: started.recorder.upstreamErrors };
}

/** The first connection answers one request and dies at the second, having said `last`; later ones answer. */
function diesUnderTheSecond(last = ''): Answerer {
  let requests = 0;
  return (_request, socket, connection) => {
    requests += 1;
    if (connection > 0 || requests === 1) return answer('{"ok":true}');
    socket.end(last);
    return undefined;
  };
}

test.each(['GET', 'OPTIONS', 'HEAD'])('%s is sent again on a new connection', async (method) => {
  const { upstream, ask, errors } = await stage(diesUnderTheSecond());
  expect(await ask('GET')).toBe(200);
  expect(await ask(method)).toBe(200);
  expect(upstream.received).toHaveLength(2);
  expect(errors).toEqual(['retried']);
});

test.each([
  ['POST', 'hello'],
  ['DELETE', undefined],
  ['GET', 'with a body'],
])('%s %s is not', async (method, body) => {
  const { upstream, ask, errors } = await stage(diesUnderTheSecond());
  expect(await ask('GET')).toBe(200);
  expect(await ask(method, body)).toBe(502);
  expect(upstream.received).toHaveLength(1);
  expect(errors).toEqual(['closed']);
});

test('a vendor that keeps silent is not asked twice', async () => {
  const silentAtTheSecond: Answerer = () => (upstream.received.length > 0 && asked++ > 0 ? undefined : answer('{}'));
  let asked = 0;
  const { upstream, ask, errors } = await stage(silentAtTheSecond, { upstreamHeadSecondsMax: 1 });
  expect(await ask('GET')).toBe(200);
  expect(await ask('GET')).toBe(504);
  expect(upstream.received).toHaveLength(1);
  expect(errors).toEqual(['timeout']);
});

test('an answer that had begun is not asked for again', async () => {
  const { upstream, ask, errors } = await stage(diesUnderTheSecond('HTTP/1.1 200 OK\r\nContent-'));
  expect(await ask('GET')).toBe(200);
  expect(await ask('GET')).toBe(502);
  expect(upstream.received).toHaveLength(1);
  expect(errors).not.toContain('retried');
});

test('a new connection that dies is a fault, and so is the second death', async () => {
  const { upstream, ask, errors } = await stage((_request, socket) => {
    if (upstream.text().split('GET ').length === 2) return answer('{}');
    socket.end();
    return undefined;
  });
  expect(await ask('GET')).toBe(200);
  expect(await ask('GET')).toBe(502);
  expect(upstream.received).toHaveLength(2);
  expect(await ask('GET')).toBe(502);
  expect(upstream.received).toHaveLength(3);
  expect(errors.filter((reason) => reason === 'retried')).toHaveLength(1);
});
