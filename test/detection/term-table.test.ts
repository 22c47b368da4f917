/** One number a spelling, in the order of the detectors, the words of context first. */
import { expect, test } from 'vitest';
import { type Detector, defineDetector } from '../../src/detection/detector.ts';
import { TermTable } from '../../src/detection/term-table.ts';

function detector(parts: Partial<Detector>): Detector {
  return defineDetector({
    id: 'x',
    kinds: [],
    title: 'x',
    authority: 'a test',
    regulations: [],
    takes: ['term'],
    reach: 10,
    examples: { hits: [], misses: [] },
    confirm: () => undefined,
    ...parts,
  });
}

test('numbers the words of context before the terms', () => {
  const near = { terms: ['card', 'Crédit'], before: 1, after: 1 };
  const table = new TermTable([detector({ terms: { found: ['visa', 'card'] } }), detector({ words: { near } })]);
  expect(table.terms).toEqual(['card', 'credit', 'visa']);
  expect(table.contextCount).toBe(2);
});

test('gives two spellings of one term one number, and new terms new ones', () => {
  const table = new TermTable([detector({ terms: { found: ["Crohn's  disease", 'crohn s disease'] } })]);
  expect([...table.idsOf(['crohn s disease', 'lupus', 'CROHN-S disease'])]).toEqual([0, 1, 0]);
});

test('tells fifty thousand terms apart', () => {
  const many = Array.from({ length: 50_000 }, (_, i) => `term ${i}`);
  const table = new TermTable([detector({ terms: { many } })]);
  expect(table.terms).toEqual(many);
  expect(table.idsOf([...many].reverse())[0]).toBe(49_999);
});
