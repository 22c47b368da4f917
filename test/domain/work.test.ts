/** Work done in one go rests nowhere and gives what it gives. */
import { expect, test } from 'vitest';
import { atOnce, type Work } from '../../src/domain/work.ts';

test('goes through all rests to the result', () => {
  let rests = 0;
  function* work(): Work<string> {
    for (; rests < 5; rests += 1) yield;
    return 'done';
  }
  expect(atOnce(work())).toBe('done');
  expect(rests).toBe(5);
});

test('throws what the work throws', () => {
  // biome-ignore lint/correctness/useYield: the fault comes before the first rest
  function* work(): Work<never> {
    throw new Error('broken');
  }
  expect(() => atOnce(work())).toThrow('broken');
});
