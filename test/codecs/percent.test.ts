/** Percent-encoding is read leniently and written strictly. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodePercent, encodeLatin1, encodePercent, isLatin1, strayPercent } from '../../src/codecs/percent.ts';
import { nastyText } from '../support/arbitraries.ts';

const decode = (text: string) => decodePercent(Buffer.from(text), 0, Buffer.byteLength(text)).toString('utf8');

it('round trips, and agrees with URLSearchParams', () => {
  fc.assert(
    fc.property(nastyText, (text) => {
      const plain = Buffer.from(text);
      const encoded = encodePercent(plain).toString('latin1');
      expect(decode(encoded)).toBe(plain.toString());
      expect(encoded).toBe(new URLSearchParams({ a: plain.toString() }).toString().slice(2));
    }),
    { numRuns: 300 },
  );
});

it('keeps a stray percent sign', () => {
  expect(decode('100% %4 %zz %4')).toBe('100% %4 %zz %4');
});

it('reads what is not UTF-8 as Latin-1, and answers in it', () => {
  expect(decode('caf%E9+4111')).toBe('café 4111');
  expect(isLatin1(Buffer.from('caf%E9'), 0, 6)).toBe(true);
  expect(isLatin1(Buffer.from('caf%C3%A9'), 0, 9)).toBe(false);
  expect(encodeLatin1(Buffer.from('é••')).toString()).toBe('%E9%26%238226%3B%26%238226%3B');
});

it('finds stray percent signs that the next bytes could complete', () => {
  const raw = Buffer.from('a%4x%');
  expect([0, 1, 2, 3, 4, 5].map((at) => strayPercent(raw, 0, at))).toEqual([0, 0, 1, 2, 0, 1]);
  expect(strayPercent(raw, 2, 2)).toBe(0);
});
