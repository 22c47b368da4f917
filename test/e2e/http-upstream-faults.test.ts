/** What a vendor may get wrong: every malformed, cut or silent answer becomes a clear status, never a crash. */
import { afterEach, expect, test } from 'vitest';
import { errorCode, exchange, get, post } from '../support/raw-client.ts';
import { startPlane, testSite } from '../support/sites.ts';
import { type Answerer, answer, startRawUpstream } from '../support/upstream.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function stage(answerer: Answerer) {
  const upstream = await startRawUpstream(answerer);
  const limits = { upstreamConnectSecondsMax: 1, upstreamHeadSecondsMax: 1, upstreamIdleSecondsMax: 1 };
  const started = await startPlane([testSite({ upstream: upstream.url, limits })]);
  closers.push(
    () => upstream.close(),
    () => started.plane.close(),
  );
  return { upstream, ...started };
}

const J = 'Content-Type: application/json';
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;

/** name, raw answer, code */
const malformed: readonly (readonly [string, string, string])[] = [
  [
    'transfer-encoding gzip, chunked',
    `${lines('HTTP/1.1 200 OK', J, 'Transfer-Encoding: gzip, chunked')}2\r\n{}\r\n0\r\n\r\n`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  ['transfer-encoding gzip', `${lines('HTTP/1.1 200 OK', J, 'Transfer-Encoding: gzip')}{}`, 'CV_UPSTREAM_PROTOCOL'],
  [
    'transfer-encoding twice',
    `${lines('HTTP/1.1 200 OK', J, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\n\r\n`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'transfer-encoding and length',
    `${lines('HTTP/1.1 200 OK', J, 'Transfer-Encoding: chunked', 'Content-Length: 2')}2\r\n{}\r\n0\r\n\r\n`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'two lengths',
    `${lines('HTTP/1.1 200 OK', J, 'Content-Length: 2', 'Content-Length: 3')}{} `,
    'CV_UPSTREAM_PROTOCOL',
  ],
  ['length not a number', `${lines('HTTP/1.1 200 OK', J, 'Content-Length: x')}{}`, 'CV_UPSTREAM_PROTOCOL'],
  ['length negative', `${lines('HTTP/1.1 200 OK', J, 'Content-Length: -1')}{}`, 'CV_UPSTREAM_PROTOCOL'],
  [
    'length overflowing',
    `${lines('HTTP/1.1 200 OK', J, 'Content-Length: 99999999999999999999')}{}`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'chunk size not hexadecimal',
    `${lines('HTTP/1.1 200 OK', J, 'Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  ['no status line', 'hello\r\n\r\n', 'CV_UPSTREAM_PROTOCOL'],
  ['status with two digits', `${lines('HTTP/1.1 20 OK', 'Content-Length: 2')}{}`, 'CV_UPSTREAM_PROTOCOL'],
  ['status 099', `${lines('HTTP/1.1 099 OK', 'Content-Length: 2')}{}`, 'CV_UPSTREAM_PROTOCOL'],
  ['status 999', `${lines('HTTP/1.1 999 OK', 'Content-Length: 2')}{}`, 'CV_UPSTREAM_PROTOCOL'],
  ['status with letters', `${lines('HTTP/1.1 2xx OK', 'Content-Length: 2')}{}`, 'CV_UPSTREAM_PROTOCOL'],
  [
    'header name with a space',
    `${lines('HTTP/1.1 200 OK', 'X Foo: 1', 'Content-Length: 2')}{}`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'header value with NUL',
    `${lines('HTTP/1.1 200 OK', J, 'X-Foo: a\0b', 'Content-Length: 2')}{}`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'header value with bare CR',
    `${lines('HTTP/1.1 200 OK', J, 'X-Foo: a\rSet-Cookie: b', 'Content-Length: 2')}{}`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'two content types',
    `${lines('HTTP/1.1 200 OK', J, 'Content-Type: image/png', 'Content-Length: 2')}{}`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'header block of 64 KB',
    `${lines('HTTP/1.1 200 OK', J, `X-Big: ${'a'.repeat(65_536)}`, 'Content-Length: 2')}{}`,
    'CV_UPSTREAM_PROTOCOL',
  ],
  [
    'unasked switching of protocols',
    lines('HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket'),
    'CV_UPSTREAM_PROTOCOL',
  ],
  ['100 Continue without end', `${lines('HTTP/1.1 100 Continue').repeat(100)}${answer('{}')}`, 'CV_UPSTREAM_PROTOCOL'],
  ['brotli although only gzip was offered', answer('xx', [J, 'Content-Encoding: br']), 'CV_UPSTREAM_CONTENT'],
  ['stacked codings', answer('xx', [J, 'Content-Encoding: gzip, gzip']), 'CV_UPSTREAM_CONTENT'],
  ['broken gzip', answer('not gzip', [J, 'Content-Encoding: gzip']), 'CV_UPSTREAM_CONTENT'],
  [
    'a character set nobody knows',
    answer('{}', ['Content-Type: application/json; charset=x-klingon']),
    'CV_UPSTREAM_CONTENT',
  ],
  ['content of an unknown type', answer('\0\x01', ['Content-Type: application/octet-stream']), 'CV_UPSTREAM_CONTENT'],
];

test.each(malformed.map(([name, bytes, code]) => ({ name, bytes, code })))(
  'vendor sends $name',
  async ({ bytes, code }) => {
    const { port, upstream, recorder } = await stage(() => bytes);
    const reply = await exchange(port, get('/'), 3000);
    expect(errorCode(reply)).toBe(code);
    expect(reply.status).toBe(502);
    expect(reply.body).not.toContain('Foo');
    expect(recorder.upstreamErrors.length).toBe(1);
    const again = await exchange(port, get('/'), 3000);
    expect(errorCode(again)).toBe(code);
    expect(upstream.sockets.length).toBe(2);
  },
);

test('the table is as long as it should be', () => {
  expect(malformed.length).toBeGreaterThanOrEqual(25);
});

test('a vendor that cannot be reached', async () => {
  const { port, upstream, recorder } = await stage(() => undefined);
  await upstream.close();
  const reply = await exchange(port, get('/'));
  expect([reply.status, errorCode(reply)]).toEqual([502, 'CV_UPSTREAM_UNREACHABLE']);
  expect(recorder.upstreamErrors).toEqual(['refused']);
});

test('a vendor that never answers', async () => {
  const { port } = await stage(() => undefined);
  const reply = await exchange(port, post('{}'), 8000);
  expect([reply.status, errorCode(reply)]).toEqual([504, 'CV_UPSTREAM_TIMEOUT']);
});

test('a vendor that stops in the middle of a document', async () => {
  const { port } = await stage(() => `${lines('HTTP/1.1 200 OK', J, 'Content-Length: 100')}{"a":`);
  const reply = await exchange(port, get('/'), 8000);
  expect([reply.status, errorCode(reply)]).toEqual([504, 'CV_UPSTREAM_TIMEOUT']);
});

test('a vendor that hangs up before, and in the middle of, its answer', async () => {
  const early = await stage((_request, socket) => {
    socket.destroy();
    return undefined;
  });
  expect(errorCode(await exchange(early.port, get('/')))).toBe('CV_UPSTREAM_CLOSED');
  const late = await stage((_request, socket) => {
    socket.end(`${lines('HTTP/1.1 200 OK', J, 'Content-Length: 100')}{"a":`);
    return undefined;
  });
  expect(errorCode(await exchange(late.port, get('/')))).toBe('CV_UPSTREAM_CLOSED');
});

test('an asset cut off in the middle is cut off for the client, too', async () => {
  const { port } = await stage((_request, socket) => {
    socket.end(`${lines('HTTP/1.1 200 OK', 'Content-Type: text/css', 'Content-Length: 100')}body{`);
    return undefined;
  });
  const reply = await exchange(port, get('/'));
  expect(reply.status).toBe(200);
  expect(reply.closed).toBe(true);
  expect(reply.body).toBe('body{');
});

test('an answer over the limit is not buffered further', async () => {
  const upstream = await startRawUpstream(() => answer(`"${'a'.repeat(5000)}"`));
  const site = testSite({ upstream: upstream.url, limits: { bodyBytesMax: 1000 } });
  const { plane, port } = await startPlane([site]);
  closers.push(
    () => upstream.close(),
    () => plane.close(),
  );
  expect(errorCode(await exchange(port, get('/')))).toBe('CV_UPSTREAM_CONTENT');
});
