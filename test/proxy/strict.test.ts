/** The strict check on header pairs as node:http hands them over. */
import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/domain/limits.ts';
import { readHead } from '../../src/proxy/strict.ts';

function read(rawHeaders: string[], more: Partial<IncomingMessage> = {}) {
  const request = { rawHeaders, method: 'POST', url: '/a?b', httpVersionMajor: 1, httpVersionMinor: 1, ...more };
  return readHead(request as IncomingMessage, defaultLimits);
}
const host = ['Host', 'Shop.Test:80'];

test('an ordinary request is described', () => {
  expect(
    read([...host, 'Content-Length', '5', 'Connection', 'keep-alive, X-A', 'Cookie', 'a=b', 'Cookie', 'c=d']),
  ).toMatchObject({
    host: 'shop.test:80',
    path: '/a',
    query: '?b',
    contentLength: 5,
    hasBody: true,
    expects: false,
    nominated: ['keep-alive', 'x-a'],
    cookie: 'a=b; c=d',
  });
});

test.each([
  [['Host', 'a', 'Host', 'a'], 'CV_BAD_HOST'],
  [[...host, 'Transfer-Encoding', 'chunked', 'Content-Length', '1'], 'CV_BAD_FRAMING'],
  [[...host, 'Content-Length', '1', 'Content-Length', '1'], 'CV_BAD_FRAMING'],
  [[...host, 'X-A', 'a\u0001b'], 'CV_BAD_HEADER'],
  [[...host, 'Trailer', 'X'], 'CV_TRAILERS'],
  [[...host, ...Array.from({ length: 200 }, () => 'X-A')], 'CV_HEADERS_TOO_MANY'],
])('%j is %s', (rawHeaders, code) => {
  expect(read(rawHeaders)).toBe(code);
});

test('a body is chunked, measured or absent', () => {
  expect(read([...host, 'Transfer-Encoding', 'CHUNKED'])).toMatchObject({ contentLength: -1, hasBody: true });
  expect(read(host)).toMatchObject({ contentLength: 0, hasBody: false });
  expect(read([...host, 'Transfer-Encoding', 'chunked'], { httpVersionMinor: 0 })).toBe('CV_BAD_FRAMING');
});

test('what Connection may not take away is not among the nominated', () => {
  const head = read([...host, 'Connection', 'Cookie, X-Forwarded-For, X-Junk, close']);
  expect(head).toMatchObject({ nominated: ['x-junk', 'close'] });
});
