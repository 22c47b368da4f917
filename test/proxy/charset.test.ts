/** Character sets on their way to UTF-8. */
import { expect, test } from 'vitest';
import { asUtf8, foreignCharset, toUtf8 } from '../../src/proxy/charset.ts';

test('UTF-8 and ASCII need no change, a byte order mark wins', () => {
  expect(foreignCharset(undefined, Buffer.from('a'))).toBeUndefined();
  expect(foreignCharset('us-ascii', Buffer.from('a'))).toBeUndefined();
  expect(foreignCharset('utf-8', Buffer.from([0xfe, 0xff, 0, 0x61]))).toBe('utf-16be');
  expect(foreignCharset('latin1', Buffer.from('a'))).toBe('latin1');
});

test('broken and unknown text is named', () => {
  expect(toUtf8(Buffer.from([0x61]), 'utf-16le')).toBe('CV_TEXT_NOT_UTF8');
  expect(toUtf8(Buffer.from('a'), 'x-none')).toBe('CV_CHARSET_UNSUPPORTED');
  expect(toUtf8(Buffer.from([0xe9]), 'latin1')).toEqual(Buffer.from('é'));
});

test('the header says UTF-8 afterwards, other parameters stay', () => {
  expect(asUtf8('text/plain; charset="latin1"; x=1')).toBe('text/plain; x=1; charset=utf-8');
  expect(asUtf8('text/plain')).toBe('text/plain; charset=utf-8');
});
