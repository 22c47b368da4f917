/** Every byte as a digit, and four of them with one wrong. */
import { expect, test } from 'vitest';
import { hex4, hexDigit } from '../../src/codecs/hex.ts';

test('a byte is a digit or none', () => {
  for (let byte = 0; byte < 256; byte += 1) {
    const digit = Number.parseInt(String.fromCharCode(byte), 16);
    expect(hexDigit(byte)).toBe(Number.isNaN(digit) ? -1 : digit);
  }
});

test('four digits are their value in either case', () => {
  expect(hex4(Buffer.from('x00e9'), 1)).toBe(0xe9);
  expect(hex4(Buffer.from('fFfF'), 0)).toBe(0xffff);
});

test.each(['g123', '1g23', '12g3', '123g', '123'])('%s is no value', (text) => {
  expect(hex4(Buffer.from(text), 0)).toBeLessThan(0);
});
