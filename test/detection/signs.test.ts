/** Quick looks count what is inside the stretch and nothing outside of it. */
import { expect, test } from 'vitest';
import { hasDigits, hasSigns, isLetterAt } from '../../src/detection/signs.ts';

test('signs are counted within the stretch', () => {
  expect(hasSigns('1.2.3.4', 46, 3, 0, 7)).toBe(true);
  expect(hasSigns('1.2.3.4', 46, 3, 0, 5)).toBe(false);
  expect(hasSigns('1.2', 46, 1, -5, 99)).toBe(true);
});

test('digits are counted within the stretch', () => {
  expect(hasDigits('a1b2', 2, 0, 4)).toBe(true);
  expect(hasDigits('a1b2', 2, 0, 3)).toBe(false);
  expect(hasDigits('abc', 1, -3, 99)).toBe(false);
});

test('letters are told from digits, signs and the end', () => {
  expect([0, 1, 2, 3].map((index) => isLetterAt('aZ1', index))).toEqual([true, true, false, false]);
});
