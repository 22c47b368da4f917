import { expect, test } from 'vitest';
import { createResetBudget } from '../../../src/proxy/http2/reset-budget.ts';

test('eighty at once, then ten a second', () => {
  let time = 0;
  const mayReset = createResetBudget(() => time);
  expect(Array.from({ length: 81 }, mayReset).lastIndexOf(true)).toBe(79);
  time += 1000;
  expect(Array.from({ length: 11 }, mayReset).filter(Boolean).length).toBeLessThanOrEqual(10);
  time += 3_600_000;
  expect(Array.from({ length: 81 }, mayReset).filter(Boolean)).toHaveLength(80);
});
