/** The vendor's header pairs: what is refused, and what is rewritten. */
import { expect, test } from 'vitest';
import { plainAnswer, readResponse, responseHeaders } from '../../src/proxy/response-headers.ts';

const pairs = (...raw: string[]) => raw.map((part) => Buffer.from(part, 'latin1'));
const facts = {
  ownOrigin: 'http://shop.test',
  ownHost: 'shop.test',
  upstream: new URL('https://vendor.example/base/'),
};

function write(raw: string[], change = plainAnswer): string[] {
  const head = readResponse(200, pairs(...raw), 100);
  if (head === undefined) throw new Error('refused');
  return responseHeaders(head, facts, change);
}

test.each([
  [['Transfer-Encoding', 'gzip, chunked']],
  [['Transfer-Encoding', 'chunked', 'Content-Length', '1']],
  [['Content-Length', '1', 'Content-Length', '1']],
  [['Content-Length', '1x']],
  [['X', 'a\nb']],
  [['Content-Type', 'a/b', 'Content-Type', 'c/d']],
])('%j is refused', (raw) => {
  expect(readResponse(200, pairs(...raw), 100)).toBeUndefined();
});

test('statuses nobody defined are refused', () => {
  expect(readResponse(99, [], 100)).toBeUndefined();
  expect(readResponse(600, [], 100)).toBeUndefined();
});

test('locations lose the base path of the vendor', () => {
  expect(write(['Location', 'https://vendor.example/base/a?b'])).toEqual(['Location', 'http://shop.test/a?b']);
  expect(write(['Location', '/base/a'])).toEqual(['Location', '/a']);
  expect(write(['Location', 'https://else.example/a'])).toEqual(['Location', 'https://else.example/a']);
});

test('a restored answer is kept by nobody', () => {
  const out = write(['Cache-Control', 'public', 'ETag', '"x"'], {
    ...plainAnswer,
    restored: true,
    edited: true,
    length: 3,
  });
  expect(out).toEqual(['Cache-Control', 'no-store', 'Content-Length', '3']);
});

test('bytes beyond ASCII survive', () => {
  expect(write(['X-A', 'caf\xe9'])).toEqual(['X-A', 'caf\xe9']);
});
