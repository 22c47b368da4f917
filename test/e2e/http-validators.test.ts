/** Ranges, conditional requests, caches and trailers: nothing unscanned passes, and no field says what is no longer true. */
import { afterEach, expect, test } from 'vitest';
import type { Route } from '../../src/domain/profile.ts';
import { exchange, get } from '../support/raw-client.ts';
import { marker, openRoute, startPlane, testSite } from '../support/sites.ts';
import { type Answerer, answer, startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const uninspected: Route = { ...openRoute, id: 'files', path: '/files/**', inspect: false };

async function stage(answerer: Answerer) {
  const upstream = await startRawUpstream(answerer);
  const started = await startPlane([testSite({ upstream: upstream.url, routes: [uninspected, openRoute] })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  return { upstream, ...started };
}

const json = 'Content-Type: application/json';
const range = ['Range: bytes=2-5', 'If-Range: "a"'];
const part = answer('2345', ['Content-Type: text/plain', 'Content-Range: bytes 2-5/10'], '206 Partial Content');
const parts = answer(
  '--p\r\nContent-Type: text/plain\r\nContent-Range: bytes 0-3/10\r\n\r\nabcd\r\n--p--\r\n',
  ['Content-Type: multipart/byteranges; boundary=p'],
  '206 Partial Content',
);

test('ranges go to the vendor only where nothing is inspected', async () => {
  const { port, upstream } = await stage(() => answer('{"ok":1}'));
  await exchange(port, get('/history', range));
  expect(upstream.text()).not.toMatch(/range/i);
  await exchange(port, get('/files/a', range));
  expect(upstream.text()).toMatch(/Range: bytes=2-5\r\nIf-Range: "a"/);
});

test.each([
  ['a part', part],
  ['several parts', parts],
])('%s of a body is refused where it would have to be read, and passes elsewhere', async (_, reply) => {
  const { port, recorder } = await stage(() => reply);
  const refused = await exchange(port, get('/history', range));
  expect([refused.status, refused.body.includes('2345') || refused.body.includes('abcd')]).toEqual([502, false]);
  expect(recorder.upstreamErrors).toContain('content');
  const passed = await exchange(port, get('/files/a', range));
  expect(passed.status).toBe(206);
  expect(passed.body).toMatch(/2345|abcd/);
});

test('validators of what may have been changed are weak, those of what has been are gone', async () => {
  const fields = [
    json,
    'ETag: "v1"',
    'Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT',
    'Content-MD5: x',
    'Accept-Ranges: bytes',
  ];
  const { port } = await stage((request) => answer(request.includes('/secret') ? `"${marker}"` : '"fine"', fields));
  const fine = (await exchange(port, get('/fine'))).head;
  expect(fine).toContain('ETag: W/"v1"');
  expect(fine).not.toMatch(/Content-MD5|Accept-Ranges/i);
  const edited = (await exchange(port, get('/secret'))).head;
  expect(edited).not.toMatch(/ETag|Last-Modified|Content-MD5|Accept-Ranges/i);
  const passed = (await exchange(port, get('/files/a'))).head;
  expect(passed).toMatch(/ETag: "v1"\r\n[\s\S]*Accept-Ranges: bytes/);
});

test('a conditional request and its 304 pass', async () => {
  const { port, upstream } = await stage(() => 'HTTP/1.1 304 Not Modified\r\nETag: "v1"\r\nVary: Cookie\r\n\r\n');
  const reply = await exchange(port, get('/history', ['If-None-Match: W/"v1"']));
  expect(upstream.text()).toContain('If-None-Match: W/"v1"');
  expect([reply.status, reply.head.includes('ETag: W/"v1"'), reply.head.includes('Vary: Cookie')]).toEqual([
    304,
    true,
    true,
  ]);
});

test('HEAD tells the length only of what cannot change', async () => {
  const { port } = await stage(() => 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 42\r\n\r\n');
  expect((await exchange(port, get('/history', [], 'HEAD'), 300)).head).not.toContain('Content-Length: 42');
  expect((await exchange(port, get('/files/a', [], 'HEAD'), 300)).head).toContain('Content-Length: 42');
});

test('trailers of the vendor end here and are counted', async () => {
  const chunked = `HTTP/1.1 200 OK\r\n${json}\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n"ok"\r\n0\r\nX-Note: ${marker}\r\n\r\n`;
  const { port, recorder } = await stage(() => chunked);
  const reply = await exchange(port, get('/history'));
  expect([reply.status, reply.all.includes(marker)]).toEqual([200, false]);
  expect(reply.body).toContain('"ok"');
  expect(recorder.upstreamErrors).toEqual(['trailers']);
});

test('hints of the vendor end here, and its answer follows', async () => {
  const hinted = `HTTP/1.1 103 Early Hints\r\nLink: </${marker}>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${answer('"ok"')}`;
  const { port } = await stage(() => hinted);
  const reply = await exchange(port, get('/history'));
  expect([reply.status, reply.all.includes('103'), reply.all.includes(marker)]).toEqual([200, false, false]);
});

test('a long poll is answered when the vendor answers', async () => {
  const { port } = await stage((_, socket) => {
    setTimeout(() => socket.write(answer(`{"text":"${marker}"}`)), 1200);
    return undefined;
  });
  const reply = await exchange(port, get('/poll'), 5000);
  expect([reply.status, reply.all.includes(marker)]).toEqual([200, false]);
});
