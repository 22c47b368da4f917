/** Chains of one word: only the inner ones are passed over. */
import { expect, test } from 'vitest';
import { isAmidSame } from '../../src/detection/chain.ts';

const chain = Int32Array.of(16, 0, 4, 16, 5, 9, 16, 10, 14);

test('the word between two of its kind is amid, the first and the last are not', () => {
  expect([0, 3, 6].map((index) => isAmidSame(chain, index, 9))).toEqual([false, true, false]);
});

test('another word or a longer gap ends a chain', () => {
  expect(isAmidSame(Int32Array.of(16, 0, 4, 16, 5, 9, 17, 10, 14), 3, 9)).toBe(false);
  expect(isAmidSame(Int32Array.of(16, 0, 4, 16, 5, 9, 16, 13, 17), 3, 9)).toBe(false);
});
