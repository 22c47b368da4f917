import { describe, expect, test } from 'vitest';
import { toInner, toOuter } from '../../../src/proxy/http2/fields.ts';

const pseudo = { ':method': 'GET', ':scheme': 'https', ':authority': 'shop.test', ':path': '/a?b' };
const pairs = (...parts: (Record<string, string> | readonly string[])[]) =>
  parts.flatMap((part) => (Array.isArray(part) ? part : Object.entries(part).flat())) as string[];

test('a request becomes what HTTP/1.1 would say', () => {
  const raw = pairs(pseudo, ['cookie', 'a=1', 'accept', '*/*', 'cookie', 'b=2', 'te', 'trailers']);
  expect(toInner(raw, false, 100)).toEqual({
    method: 'GET',
    target: '/a?b',
    headers: ['Host', 'shop.test', 'accept', '*/*', 'Cookie', 'a=1; b=2'],
  });
  const host = pairs({ ...pseudo, ':method': 'POST' }, ['host', 'SHOP.test']);
  expect(toInner(host, true, 100)).toMatchObject({ headers: ['Host', 'shop.test', 'Transfer-Encoding', 'chunked'] });
  const sized = pairs(pseudo, ['content-length', '3']);
  expect(toInner(sized, true, 100)).toMatchObject({ headers: ['Host', 'shop.test', 'content-length', '3'] });
});

describe('refused', () => {
  test.each([
    ['CV_BAD_HOST', pairs(pseudo, ['host', 'other.test'])],
    ['CV_BAD_HOST', pairs(pseudo, ['host', 'shop.test', 'host', 'shop.test'])],
    ['CV_BAD_HOST', pairs([':method', 'GET', ':scheme', 'https', ':path', '/'])],
    ['CV_BAD_TARGET', pairs({ ...pseudo, ':scheme': 'http' })],
    ['CV_BAD_TARGET', pairs({ ...pseudo, ':path': 'https://other.test/' })],
    ['CV_BAD_TARGET', pairs({ ...pseudo, ':path': '' })],
    ['CV_BAD_TARGET', pairs({ ...pseudo, ':path': '*' })],
    ['CV_METHOD_REFUSED', pairs([':method', 'CONNECT', ':authority', 'shop.test:443'])],
    ['CV_BAD_REQUEST', pairs(pseudo, [':path', '/again'])],
    ['CV_BAD_REQUEST', pairs(pseudo, [':protocol', 'websocket'])],
    ['CV_BAD_HEADER', pairs(pseudo, ['transfer-encoding', 'chunked'])],
    ['CV_BAD_HEADER', pairs(pseudo, ['connection', 'close'])],
    ['CV_BAD_HEADER', pairs(pseudo, ['upgrade', 'websocket'])],
    ['CV_BAD_HEADER', pairs(pseudo, ['te', 'gzip'])],
    ['CV_BAD_HEADER', pairs(pseudo, ['X-Upper', '1'])],
    ['CV_BAD_HEADER', pairs(pseudo, ['a b', '1'])],
    ['CV_HEADERS_TOO_MANY', pairs(pseudo, ...Array.from({ length: 10 }, () => ['x', '1']))],
  ])('%s: %j', (code, raw) => {
    expect(toInner(raw, false, 12)).toBe(code);
  });
});

test('an answer keeps its repeated fields and loses those of a connection', () => {
  const raw = [
    'Set-Cookie',
    'a=1',
    'Set-Cookie',
    'b=2',
    'Connection',
    'keep-alive',
    'Keep-Alive',
    'timeout=5',
    'X',
    'y',
  ];
  expect(toOuter(200, raw)).toEqual({ ':status': 200, 'set-cookie': ['a=1', 'b=2'], x: 'y' });
});
