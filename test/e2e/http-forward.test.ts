/** A request and its answer through the whole data plane, with a fake redactor that hides one word. */
import { afterEach, expect, test } from 'vitest';
import { errorCode, exchange, get, post } from '../support/raw-client.ts';
import { forbidden, marker, masked, startPlane, testSite } from '../support/sites.ts';
import { type Answerer, answer, startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(answerer?: Answerer, options: Partial<Parameters<typeof testSite>[0]> = {}) {
  const upstream = await startRawUpstream(answerer);
  const started = await startPlane([testSite({ upstream: upstream.url, ...options })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  return { upstream, ...started };
}

test('an untouched body reaches the vendor byte for byte', async () => {
  const { port, upstream, recorder } = await stage();
  const body = '{ "a" : 9007199254740993, "a": "\\u0041" }';
  const reply = await exchange(port, post(body));
  expect(reply.status).toBe(200);
  expect(reply.body).toBe('{"ok":true}');
  expect(upstream.text().endsWith(`\r\n\r\n${body}`)).toBe(true);
  expect(recorder.messages).toEqual(['shop to-upstream http forwarded', 'shop to-client http forwarded']);
});

test('a value is replaced both ways and the lengths fit', async () => {
  const { port, upstream } = await stage(() => answer(`{"text":"${marker}!"}`));
  const reply = await exchange(port, post(`{"text":"${marker}"}`));
  expect(upstream.text()).not.toContain(marker);
  expect(upstream.text()).toContain(`content-length: ${`{"text":"${masked}"}`.length}`);
  expect(reply.body).toBe(`{"text":"${masked}!"}`);
});

test('a blocked message never reaches the vendor and the visitor reads the notice', async () => {
  const { port, upstream, recorder } = await stage();
  const reply = await exchange(port, post(`{"text":"${forbidden}"}`));
  expect(reply.status).toBe(422);
  expect(errorCode(reply)).toBe('CV_BLOCKED_BY_POLICY');
  expect(reply.body).toContain('Not here, please.');
  expect(reply.body).not.toContain(forbidden);
  expect(upstream.text()).toBe('');
  expect(recorder.messages).toEqual(['shop to-upstream http blocked']);
});

test('an unknown host is not served', async () => {
  const { port, upstream } = await stage();
  const reply = await exchange(port, get('/').replace('shop.test', 'other.test'));
  expect(reply.status).toBe(421);
  expect(errorCode(reply)).toBe('CV_UNKNOWN_SITE');
  expect(upstream.text()).toBe('');
});
