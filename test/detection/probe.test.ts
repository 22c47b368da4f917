/** The harmless texts find out rules that are too wide; examples are held to their marks. */
import { describe, expect, it } from 'vitest';
import { exampleProblems, type Find, harmlessTexts, harmlessWitness, widthProblem } from '../../src/detection/probe.ts';

/** Finds what a plain expression does; only for tests, the product runs no such thing on traffic. */
const finder =
  (pattern: RegExp): Find =>
  (text) =>
    [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length }));

describe('harmlessWitness', () => {
  it('is the text that is hit and the part of it', () => {
    expect(harmlessWitness(finder(/parcel/g))).toEqual({
      text: 'Hello, I have a question about my parcel.',
      hit: 'parcel',
    });
    expect(harmlessWitness(finder(/QQ-\d{9}/g))).toBeUndefined();
  });

  it('has enough texts to go by, and each only once', () => {
    expect(harmlessTexts.length).toBeGreaterThan(60);
    expect(new Set(harmlessTexts).size).toBe(harmlessTexts.length);
  });
});

describe('widthProblem', () => {
  it('tells a finder that takes harmless words along', () => {
    const examples = { hits: ['x', 'QQ-1'], misses: [] };
    expect(widthProblem(finder(/QQ-\d+/g), examples)).toBeUndefined();
    expect(widthProblem(finder(/QQ-\d+.{9}/g), examples)?.at).toBe('examples.hits.1');
  });
});

describe('exampleProblems', () => {
  it('holds a marked example to its place, and quotes none', () => {
    const find = finder(/\d{3}/g);
    expect(exampleProblems(find, { hits: ['a ‹123›', '123'], misses: ['12'] })).toEqual([]);
    expect(exampleProblems(find, { hits: ['‹a 123›'], misses: ['777'] })).toEqual([
      {
        at: 'examples.hits.0',
        message: 'finds another part of this example than the marked one (characters 3 to 5)',
      },
      { at: 'examples.misses.0', message: 'finds this example (characters 1 to 3)' },
    ]);
    expect(exampleProblems(find, { hits: [], misses: [] })).toHaveLength(2);
  });
});
