import { expect, test } from 'vitest';
import { againMilliseconds } from '../../../src/compose/crew/crew.ts';

test('a worker that ends again and again is started ever later, at most every half minute', () => {
  expect([1, 2, 3, 9, 10, 200].map(againMilliseconds)).toEqual([100, 200, 400, 25_600, 30_000, 30_000]);
});
