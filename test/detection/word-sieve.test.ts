/** Everything that is known passes; nearly nothing else does. */
import { expect, test } from 'vitest';
import { hashOf, WordSieve } from '../../src/detection/word-sieve.ts';

const known = ['anna', 'social security', 'łódź'];
const sieve = new WordSieve(known);

test('lets every word pass that it was made of', () => {
  expect(known.filter((word) => !sieve.mayHave(hashOf(word, 0, word.length)))).toEqual([]);
  expect(sieve.mayHave(hashOf('my anna here', 3, 7))).toBe(true);
});

test('turns other words away', () => {
  const others = Array.from({ length: 1000 }, (_, i) => `word${i}`);
  expect(others.filter((word) => sieve.mayHave(hashOf(word, 0, word.length))).length).toBeLessThan(10);
});
