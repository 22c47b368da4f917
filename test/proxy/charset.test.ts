/** Character sets on their way to UTF-8. */
import { expect, test } from 'vitest';
import { asUtf8, foreignCharset, otherReading, toUtf8 } from '../../src/proxy/charset.ts';

test('UTF-8 and ASCII need no change, a byte order mark wins', () => {
  expect(foreignCharset(undefined, Buffer.from('a'))).toBeUndefined();
  expect(foreignCharset('us-ascii', Buffer.from('a'))).toBeUndefined();
  expect(foreignCharset('utf-8', Buffer.from([0xfe, 0xff, 0, 0x61]))).toBe('utf-16be');
  expect(foreignCharset('latin1', Buffer.from('a'))).toBe('latin1');
});

test('UTF-16 that does not say so is told by its zeros, UTF-32 by its mark', () => {
  expect(foreignCharset(undefined, Buffer.from('hi!!', 'utf16le'))).toBe('utf-16le');
  expect(foreignCharset('utf-8', Buffer.from('hi!!', 'utf16le').swap16())).toBe('utf-16be');
  expect(foreignCharset(undefined, Buffer.from('a\0b'))).toBeUndefined();
  expect(foreignCharset(undefined, Buffer.from([0xff, 0xfe, 0, 0]))).toBe('utf-32le');
  expect(foreignCharset('utf-16le', Buffer.from('\ufeffab'))).toBeUndefined();
});

test('what claims to be UTF-16 and holds a number in single bytes is in doubt', () => {
  const number = Buffer.from('\xff\xfe\xfd 536-22-8145', 'latin1');
  expect(toUtf8(number, foreignCharset(undefined, number) ?? '')).toBe('CV_CHARSET_UNSUPPORTED');
  const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('call 536-22-8145, 你好 12', 'utf16le')]);
  expect(foreignCharset(undefined, marked)).toBe('utf-16le');
  expect(foreignCharset('utf-16', Buffer.from('536  22  8145!'))).toBe('utf-16');
});

test('what a reader sees who does not ask for the charset', () => {
  expect(otherReading(Buffer.from('ab'), Buffer.from('ab'))).toBeUndefined();
  expect(otherReading(Buffer.from([0xe9]), Buffer.from('é'))).toBeUndefined();
  expect(otherReading(Buffer.from('é'), Buffer.from('Ã©'))).toBe('é');
  expect(otherReading(Buffer.from('\x1b$B12\x1b(B'), Buffer.from('亜'))).toBe(' 12 ');
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
