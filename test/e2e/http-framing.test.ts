/** Requests that two parsers could read in two ways: each is refused with its code and nothing reaches the vendor. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { errorCode, exchange } from '../support/raw-client.ts';
import { startPlane, type TestPlane, testSite } from '../support/sites.ts';
import { type RawUpstream, startRawUpstream } from '../support/upstream.ts';

let upstream: RawUpstream;
let stage: TestPlane;
beforeAll(async () => {
  upstream = await startRawUpstream();
  stage = await startPlane([testSite({ upstream: upstream.url })]);
});
afterAll(async () => {
  await stage.plane.close();
  await upstream.close();
});
beforeEach(() => {
  for (const chunks of upstream.received) (chunks as Buffer[]).length = 0;
});

const H = 'Host: shop.test';
const J = 'Content-Type: application/json';
/** A request from its lines, with the blank line. */
const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\n`;
const chunked = '2\r\n{}\r\n0\r\n\r\n';

/** name, bytes, code */
const refused: readonly (readonly [string, string, string])[] = [
  [
    'transfer-encoding gzip, chunked',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: gzip, chunked') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding ,chunked',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: ,chunked') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding identity, chunked',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: identity, chunked') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding chunked, chunked',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked, chunked') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding twice',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding gzip alone',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: gzip') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding with a parameter',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked;x=1') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding quoted',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: "chunked"') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding with vertical tab',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: \x0bchunked') + chunked,
    'CV_BAD_HEADER|CV_BAD_FRAMING',
  ],
  [
    'transfer-encoding and length',
    lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked', 'Content-Length: 2') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'length and transfer-encoding',
    lines('POST / HTTP/1.1', H, J, 'Content-Length: 2', 'Transfer-Encoding: chunked') + chunked,
    'CV_BAD_FRAMING',
  ],
  [
    'http/1.0 with transfer-encoding',
    lines('POST / HTTP/1.0', H, J, 'Transfer-Encoding: chunked') + chunked,
    'CV_BAD_FRAMING',
  ],
  ['two lengths', `${lines('POST / HTTP/1.1', H, J, 'Content-Length: 2', 'Content-Length: 3')}{}`, 'CV_BAD_FRAMING'],
  [
    'two equal lengths',
    `${lines('POST / HTTP/1.1', H, J, 'Content-Length: 2', 'Content-Length: 2')}{}`,
    'CV_BAD_FRAMING',
  ],
  ['length list', `${lines('POST / HTTP/1.1', H, J, 'Content-Length: 2, 2')}{}`, 'CV_BAD_FRAMING'],
  ['length negative', `${lines('POST / HTTP/1.1', H, J, 'Content-Length: -2')}{}`, 'CV_BAD_FRAMING'],
  ['length with plus', `${lines('POST / HTTP/1.1', H, J, 'Content-Length: +2')}{}`, 'CV_BAD_FRAMING'],
  ['length hexadecimal', `${lines('POST / HTTP/1.1', H, J, 'Content-Length: 0x2')}{}`, 'CV_BAD_FRAMING'],
  ['length zero-padded', `${lines('POST / HTTP/1.1', H, J, 'Content-Length: 0002')}{}`, 'CV_BAD_FRAMING'],
  ['length overflowing', lines('POST / HTTP/1.1', H, J, 'Content-Length: 18446744073709551618'), 'CV_BAD_FRAMING'],
  ['length empty', `${lines('POST / HTTP/1.1', H, J, 'Content-Length: ')}{}`, 'CV_BAD_FRAMING'],
  [
    'chunk size not hexadecimal',
    `${lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked')}zz\r\n{}\r\n0\r\n\r\n`,
    'CV_BAD_FRAMING',
  ],
  [
    'chunk size negative',
    `${lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked')}-2\r\n{}\r\n0\r\n\r\n`,
    'CV_BAD_FRAMING',
  ],
  [
    'chunk size overflowing',
    `${lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked')}ffffffffffffffff2\r\n{}\r\n`,
    'CV_BAD_FRAMING',
  ],
  [
    'chunk data too long',
    `${lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked')}1\r\n{}\r\n0\r\n\r\n`,
    'CV_BAD_FRAMING|CV_BAD_REQUEST',
  ],
  [
    'chunk extension of 20 KB',
    `${lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked')}2;${'x'.repeat(20_000)}\r\n{}\r\n0\r\n\r\n`,
    'CV_BAD_FRAMING',
  ],
  [
    'trailer with text',
    `${lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\nX-Note: 4111\r\n\r\n`,
    'CV_TRAILERS',
  ],
  [
    'trailer named host',
    `${lines('POST / HTTP/1.1', H, J, 'Transfer-Encoding: chunked')}2\r\n{}\r\n0\r\nHost: other.test\r\n\r\n`,
    'CV_TRAILERS',
  ],
  [
    'trailer announced',
    lines('POST / HTTP/1.1', H, J, 'Trailer: X-Note', 'Transfer-Encoding: chunked') + chunked,
    'CV_TRAILERS',
  ],
  ['no host', lines('GET / HTTP/1.1'), 'CV_BAD_HOST'],
  ['no host in http/1.0', lines('GET / HTTP/1.0'), 'CV_BAD_HOST'],
  ['two hosts', lines('GET / HTTP/1.1', H, 'Host: other.test'), 'CV_BAD_HOST'],
  ['two equal hosts', lines('GET / HTTP/1.1', H, H), 'CV_BAD_HOST'],
  ['host list', lines('GET / HTTP/1.1', 'Host: shop.test, other.test'), 'CV_BAD_HOST'],
  ['host with user', lines('GET / HTTP/1.1', 'Host: me@shop.test'), 'CV_BAD_HOST'],
  ['host with path', lines('GET / HTTP/1.1', 'Host: shop.test/x'), 'CV_BAD_HOST'],
  ['host with a space', lines('GET / HTTP/1.1', 'Host: shop .test'), 'CV_BAD_HOST'],
  ['host empty', lines('GET / HTTP/1.1', 'Host: '), 'CV_BAD_HOST'],
  ['host with odd port', lines('GET / HTTP/1.1', 'Host: shop.test:80x'), 'CV_BAD_HOST'],
  ['host beyond ASCII', lines('GET / HTTP/1.1', 'Host: sh\xf6p.test'), 'CV_BAD_HOST'],
  ['host of nobody', lines('GET / HTTP/1.1', 'Host: other.test'), 'CV_UNKNOWN_SITE'],
  ['http/0.9', 'GET /\r\n\r\n', 'CV_BAD_REQUEST|CV_HTTP_VERSION|CV_BAD_HOST|CV_BAD_TARGET'],
  ['http/2.0 as text', lines('GET / HTTP/2.0', H), 'CV_HTTP_VERSION'],
  ['http/1.2', lines('GET / HTTP/1.2', H), 'CV_HTTP_VERSION'],
  ['http/9.9', lines('GET / HTTP/9.9', H), 'CV_HTTP_VERSION'],
  ['version in lower case', lines('GET / http/1.1', H), 'CV_BAD_REQUEST|CV_HTTP_VERSION'],
  ['connect', lines('CONNECT shop.test:443 HTTP/1.1', H), 'CV_METHOD_REFUSED'],
  ['trace', lines('TRACE / HTTP/1.1', H), 'CV_METHOD_REFUSED'],
  ['method in lower case', lines('get / HTTP/1.1', H), 'CV_BAD_REQUEST'],
  ['method unknown', lines('FROB / HTTP/1.1', H), 'CV_BAD_REQUEST|CV_METHOD_REFUSED'],
  ['absolute target of another host', lines('GET http://other.test/ HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['absolute target with user', lines('GET http://me@shop.test/ HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['absolute target of another scheme', lines('GET ftp://shop.test/ HTTP/1.1', H), 'CV_BAD_TARGET|CV_BAD_REQUEST'],
  ['target with two slashes', lines('GET //other.test/x HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with backslash', lines('GET /a\\b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with dots', lines('GET /a/../b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target ending in dots', lines('GET /a/.. HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with one dot', lines('GET /a/./b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with escaped dots', lines('GET /a/%2e%2E/b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with half escaped dots', lines('GET /a/.%2e/b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with dots and escaped slash', lines('GET /a/..%2fb HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with dots and parameters', lines('GET /a/..;x/b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with escaped backslash', lines('GET /a%5cb HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with escaped NUL', lines('GET /a%00b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with broken escape', lines('GET /a%zz HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with fragment', lines('GET /a#b HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target with tab', lines('GET /a\tb HTTP/1.1', H), 'CV_BAD_TARGET|CV_BAD_REQUEST|CV_HTTP_VERSION'],
  ['target with a space', lines('GET /a b HTTP/1.1', H), 'CV_BAD_REQUEST|CV_HTTP_VERSION'],
  ['target with DEL', lines('GET /a\x7fb HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target beyond ASCII', lines('GET /\xe4 HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target star', lines('OPTIONS * HTTP/1.1', H), 'CV_BAD_TARGET'],
  ['target of 9 KB', lines(`GET /${'a'.repeat(9000)} HTTP/1.1`, H), 'CV_TARGET_TOO_LONG'],
  ['header block of 20 KB', lines('GET / HTTP/1.1', H, `X-Big: ${'a'.repeat(20_000)}`), 'CV_HEADERS_TOO_LARGE'],
  ['header name with a space', lines('GET / HTTP/1.1', H, 'X Foo: 1'), 'CV_BAD_HEADER'],
  ['space before the colon', lines('GET / HTTP/1.1', H, 'X-Foo : 1'), 'CV_BAD_HEADER'],
  ['header name with a bracket', lines('GET / HTTP/1.1', H, 'X(Foo): 1'), 'CV_BAD_HEADER'],
  ['header name with a quote', lines('GET / HTTP/1.1', H, "X'Foo: 1"), 'CV_BAD_HEADER'],
  ['header named __proto__', lines('GET / HTTP/1.1', H, '__proto__: 1'), 'CV_BAD_HEADER'],
  ['second spelling of a field we vouch for', lines('GET / HTTP/1.1', H, 'X_Forwarded_For: 1.2.3.4'), 'CV_BAD_HEADER'],
  ['content_length', lines('GET / HTTP/1.1', H, 'Content_Length: 5'), 'CV_BAD_HEADER'],
  ['header without a name', lines('GET / HTTP/1.1', H, ': 1'), 'CV_BAD_HEADER'],
  ['header without a colon', lines('GET / HTTP/1.1', H, 'Nonsense'), 'CV_BAD_HEADER'],
  ['header value with NUL', lines('GET / HTTP/1.1', H, 'X-Foo: a\0b'), 'CV_BAD_HEADER'],
  ['header value with bare CR', lines('GET / HTTP/1.1', H, 'X-Foo: a\rb'), 'CV_BAD_HEADER'],
  ['header value with escape', lines('GET / HTTP/1.1', H, 'X-Foo: a\x1bb'), 'CV_BAD_HEADER'],
  ['line folding', lines('GET / HTTP/1.1', H, 'X-Foo: a', ' b'), 'CV_BAD_HEADER'],
  ['line folding of the first field', lines('GET / HTTP/1.1', ' X-Foo: a', H), 'CV_BAD_HEADER|CV_BAD_REQUEST'],
  [
    'expectation of something else',
    lines('POST / HTTP/1.1', H, 'Expect: 200-ok', 'Content-Length: 2'),
    'CV_EXPECTATION',
  ],
  [
    'expectation doubled',
    lines('POST / HTTP/1.1', H, 'Expect: 100-continue, x', 'Content-Length: 2'),
    'CV_EXPECTATION',
  ],
  ['max-forwards not a number', lines('OPTIONS / HTTP/1.1', H, 'Max-Forwards: x'), 'CV_BAD_HEADER'],
  [
    'two content types',
    `${lines('POST / HTTP/1.1', H, J, 'Content-Type: text/plain', 'Content-Length: 2')}{}`,
    'CV_BAD_HEADER',
  ],
  [
    'two content codings',
    `${lines('POST / HTTP/1.1', H, J, 'Content-Encoding: gzip', 'Content-Encoding: gzip', 'Content-Length: 2')}{}`,
    'CV_BAD_HEADER',
  ],
  [
    'stacked content codings',
    `${lines('POST / HTTP/1.1', H, J, 'Content-Encoding: gzip, gzip', 'Content-Length: 2')}{}`,
    'CV_CODING_UNSUPPORTED',
  ],
  [
    'brotli',
    `${lines('POST / HTTP/1.1', H, J, 'Content-Encoding: br', 'Content-Length: 2')}{}`,
    'CV_CODING_UNSUPPORTED',
  ],
  [
    'upgrade to WebSocket or something else',
    lines('GET / HTTP/1.1', H, 'Connection: Upgrade', 'Upgrade: h2c, websocket'),
    'CV_UPGRADE_REFUSED',
  ],
  ['upgrade to no protocol', lines('GET / HTTP/1.1', H, 'Connection: Upgrade', 'Upgrade: "h2c"'), 'CV_UPGRADE_REFUSED'],
  [
    'upgrade with a body',
    `${lines('POST / HTTP/1.1', H, 'Connection: Upgrade', 'Upgrade: websocket', 'Content-Length: 5')}hello`,
    'CV_UPGRADE_REFUSED',
  ],
  ['a TLS hello', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'CV_BAD_REQUEST'],
];

test.each(refused.map(([name, bytes, code]) => ({ name, bytes, code })))('refuses: $name', async ({ bytes, code }) => {
  const before = stage.recorder.messages.length;
  const reply = await exchange(stage.port, bytes, 1500);
  expect(code.split('|')).toContain(errorCode(reply));
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.closed).toBe(true);
  expect(stage.recorder.messages.length).toBe(before + 1);
  expect(upstream.text()).toBe('');
});

test('the table is as long as it should be', () => {
  expect(refused.length).toBeGreaterThanOrEqual(90);
});

test.each([101, 1000, 1024, 3000])('refuses %i header fields, whatever stands last', async (count) => {
  const many = Array.from({ length: count - 2 }, (_, index) => `a${index}:`);
  for (const last of ['Content-Length: 5', 'Content-Encoding: br', 'Authorization: x']) {
    const reply = await exchange(stage.port, lines('POST / HTTP/1.1', H, ...many, last), 1500);
    expect(reply.status).toBe(431);
    expect(upstream.text()).toBe('');
  }
});

test('what cannot be read behind an answered request is refused with its code, as the first one on a connection is', async () => {
  const socket = connect(stage.port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.on('data', (bytes: Buffer) => {
    heard += bytes.toString('latin1');
  });
  socket.write(lines('GET / HTTP/1.1', H));
  await vi.waitFor(() => expect(heard).toContain('\r\n\r\n'), 5_000);
  await wait(50);
  heard = '';
  socket.write('GET / HTTP/9.9\r\n\r\n');
  await once(socket, 'close');
  expect(heard).toMatch(/^HTTP\/1\.1 505 /);
  expect(heard).toContain('"CV_HTTP_VERSION"');
});
