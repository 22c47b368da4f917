/** Character sets on their way to UTF-8. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atOnce, type Work } from '../../src/domain/work.ts';
import { asUtf8, foreignCharset, otherReading, toUtf8 } from '../../src/proxy/charset.ts';

function counted<Result>(work: Work<Result>): { result: Result; rests: number } {
  for (let rests = 0; ; rests += 1) {
    const step = work.next();
    if (step.done === true) return { result: step.value, rests };
  }
}

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

test('UTF-32 without a mark is told by its zeros, numbers in binary are not taken for it', () => {
  const wide = Buffer.from([...'card 41\n'].flatMap((letter) => [letter.charCodeAt(0), 0, 0, 0]));
  expect(foreignCharset(undefined, wide)).toBe('utf-32le');
  expect(foreignCharset('utf-8', Buffer.from(wide).swap32())).toBe('utf-32be');
  expect(foreignCharset(undefined, Buffer.concat([Buffer.from([0, 0, 0xfe, 0xff]), Buffer.from(wide).swap32()]))).toBe(
    'utf-32be',
  );
  expect(atOnce(toUtf8(wide, 'utf-32le'))).toBe('CV_CHARSET_UNSUPPORTED');
  for (const bytes of [Buffer.from([1, 0, 0, 0, 2, 0, 0, 0]), Buffer.alloc(16), Buffer.from('abcdefgh')])
    expect(foreignCharset(undefined, bytes)).toBeUndefined();
});

test('what claims to be UTF-16 and holds a number in single bytes is in doubt', () => {
  const number = Buffer.from('\xff\xfe\xfd 536-22-8145', 'latin1');
  expect(atOnce(toUtf8(number, foreignCharset(undefined, number) ?? ''))).toBe('CV_CHARSET_UNSUPPORTED');
  const marked = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('call 536-22-8145, 你好 12', 'utf16le')]);
  expect(foreignCharset(undefined, marked)).toBe('utf-16le');
  expect(foreignCharset('utf-16', Buffer.from('536  22  8145!'))).toBe('utf-16');
});

test('UTF-16 without a mark is read in the order in which it holds a number', () => {
  const little = Buffer.from('您好 536-22-8145', 'utf16le');
  const big = Buffer.from(little).swap16();
  expect([foreignCharset('utf-16', little), foreignCharset('utf-16', big)]).toEqual(['utf-16', 'utf-16be']);
  expect([foreignCharset('utf-16be', big), foreignCharset('utf-16le', little)]).toEqual(['utf-16be', 'utf-16le']);
  for (const [declared, bytes] of [
    ['utf-16be', little],
    ['utf-16le', big],
  ] as const)
    expect(atOnce(toUtf8(bytes, foreignCharset(declared, bytes) ?? ''))).toBe('CV_CHARSET_UNSUPPORTED');
  const spaced = Buffer.from(`您${'\u3000'.repeat(20)}好`, 'utf16le');
  expect(foreignCharset('utf-16le', spaced)).toBe('utf-16le');
});

test('what a reader sees who does not ask for the charset', () => {
  const other = (bytes: Buffer, read: string) => atOnce(otherReading(bytes, Buffer.from(read)));
  expect(other(Buffer.from('ab'), 'ab')).toBeUndefined();
  expect(other(Buffer.from([0xe9]), 'é')).toBeUndefined();
  expect(other(Buffer.from('é'), 'Ã©')).toBe('é');
  expect(other(Buffer.from('\x1b$B12\x1b(B'), '亜')).toBe(' 12 ');
});

test('that reading is the same in pieces, wherever they end', () => {
  const part = fc.constantFrom('\x1b', '\x1b$B', '\x1b(B', '\x1b !"#x', ' ', '(', 'B', 'é', '😀', '\0', '12 ');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 60 }), fc.integer({ min: 6, max: 20 }), (parts, size) => {
      const bytes = Buffer.from(parts.join(''));
      const whole = atOnce(otherReading(bytes, Buffer.alloc(0)));
      const { result, rests } = counted(otherReading(bytes, Buffer.alloc(0), size));
      expect(result).toBe(whole);
      // A piece may end a little before or behind its size.
      if (bytes.length > size + 6) expect(rests).toBeGreaterThan(0);
    }),
  );
});

test('broken and unknown text is named', () => {
  expect(atOnce(toUtf8(Buffer.from([0x61]), 'utf-16le'))).toBe('CV_TEXT_NOT_UTF8');
  expect(atOnce(toUtf8(Buffer.from('a'), 'x-none'))).toBe('CV_CHARSET_UNSUPPORTED');
  expect(atOnce(toUtf8(Buffer.from([0xe9]), 'latin1'))).toEqual(Buffer.from('é'));
  expect(atOnce(toUtf8(Buffer.from([0x80, 0x93]), 'windows-1252'))).toEqual(Buffer.from('€“'));
});

const charsets = ['utf-16le', 'utf-16be', 'windows-1252', 'windows-1251', 'shift_jis', 'gb18030', 'iso-2022-jp'];

test.each(charsets)('%s is decoded in pieces as in one go, and refused for the same bytes', (charset) => {
  const letters = fc.string({ unit: fc.constantFrom(...'aé€ы😀𠀋 \ufeff'), maxLength: 200 });
  const utf16 = letters.map((text) => {
    const bytes = Buffer.from(text, 'utf16le');
    return charset === 'utf-16be' ? bytes.swap16() : bytes;
  });
  const raw = fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes));
  const bytes = charset.startsWith('utf-16')
    ? fc.oneof(utf16, raw)
    : fc.oneof(
        raw,
        letters.map((text) => Buffer.from(text)),
      );
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 9 }), (body, size) => {
      const { result, rests } = counted(toUtf8(body, charset, size));
      expect(result).toEqual(atOnce(toUtf8(body, charset)));
      if (typeof result !== 'string' && body.length > size) expect(rests).toBe(Math.ceil(body.length / size) - 1);
    }),
  );
});

test('UTF-16 with half a character in it is not taken for such', () => {
  const letters = Buffer.from('hi there', 'utf16le');
  const half = Buffer.concat([letters, Buffer.from([0x00, 0xd8])]);
  expect([foreignCharset(undefined, letters), foreignCharset(undefined, half)]).toEqual(['utf-16le', undefined]);
  const swapped = [Buffer.from(letters).swap16(), Buffer.from(half).swap16()];
  expect(swapped.map((bytes) => foreignCharset('utf-8', bytes))).toEqual(['utf-16be', undefined]);
});

test('the header says UTF-8 afterwards, other parameters stay', () => {
  expect(asUtf8('text/plain; charset="latin1"; x=1')).toBe('text/plain; x=1; charset=utf-8');
  expect(asUtf8('text/plain')).toBe('text/plain; charset=utf-8');
});

test('a number in single bytes is found wherever it stands, and only as a whole', () => {
  const slow = (text: string) => /\d(?:[ -/]?\d){8}/.test(text);
  const part = fc.constantFrom('1', '22', '333', '-', ' ', '--', 'a', '\u4e00', '\0', '5-6', '78901');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const text = parts.join('').replaceAll('\u4e00', '\xe4');
      const wide = foreignCharset('utf-16', Buffer.from(text, 'latin1'));
      expect(wide === 'in-doubt').toBe(slow(text));
    }),
    { numRuns: 3000 },
  );
});
