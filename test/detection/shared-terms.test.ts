/** A longer phrase of one detector must not hide the word of another. */
import { describe, expect, it } from 'vitest';
import { type Detector, defineDetector } from '../../src/detection/detector.ts';
import { shareTerms } from '../../src/detection/shared-terms.ts';

function detector(id: string, parts: Partial<Detector>): Detector {
  return defineDetector({
    id,
    kinds: [],
    title: id,
    authority: 'a test',
    regulations: [],
    takes: ['term'],
    reach: 10,
    examples: { hits: [], misses: [] },
    confirm: () => undefined,
    ...parts,
  });
}

const long = detector('long', { terms: { context: ['social security number'] } });
const short = detector('short', { words: { near: { terms: ['Social Security'], before: 10, after: 10 } } });
const values = detector('values', { terms: { found: ['security'] } });

describe('shared terms', () => {
  it('let a phrase count for every word list that has a part of it', () => {
    const [, widened] = shareTerms([long, short]);
    expect(widened?.words?.['near']?.terms).toEqual(['Social Security', 'social security number']);
    expect(short.words?.['near']?.terms).toEqual(['Social Security']);
  });

  it('leave lists alone whose terms are values themselves', () => {
    const [, kept] = shareTerms([long, values]);
    expect(kept?.terms).toEqual({ found: ['security'] });
  });

  it('add no part of a word and no phrase twice', () => {
    const near = { near: { terms: ['soc', 'number', 'social security number'], before: 1, after: 1 } };
    const [, widened] = shareTerms([long, detector('other', { words: near })]);
    expect(widened?.words?.['near']?.terms).toEqual(['soc', 'number', 'social security number']);
  });
});
