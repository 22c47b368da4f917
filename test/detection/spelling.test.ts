/** Terms that the scanner cannot tell apart past ASCII are told apart by their spelling. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineDetector } from '../../src/detection/detector.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { SAME, Spelling } from '../../src/detection/spelling.ts';
import { normalizeTerm } from '../../src/detection/terms.ts';

/** 32 code points apart: one unit for the scanner. */
const alike = (text: string): string =>
  Array.from(text, (sign) => String.fromCharCode(sign.charCodeAt(0) + 32)).join('');

describe('look-alike terms', () => {
  const terms = [alike('人参'), '人参', '参加者', 'plain'].map(normalizeTerm);
  const spelling = new Spelling(terms);

  it('answers the term that is spelled, not the one that looks like it', () => {
    expect(spelling.resolve('人参', 0, 2, terms[0] ?? '')).toBe(1);
    expect(spelling.resolve('人参', 0, 2, '人 参')).toBe(SAME);
    expect(spelling.resolve('plain', 0, 5, 'other')).toBe(SAME);
  });

  it('finds a term that a look-alike swallowed the beginning of', () => {
    expect(spelling.resolve('大参加者', 0, 2, '')).toBe(2);
    expect([spelling.begun, spelling.settled]).toEqual([1, 4]);
  });

  it('answers -1 when nothing of the kind is spelled there', () => {
    expect(spelling.resolve('天地', 0, 2, '')).toBe(-1);
  });

  it('passes on that one of the set is wanted to the one the scanner reports', () => {
    expect([...new Spelling(['人 参', alike('人'), '人']).spread(Uint8Array.of(0, 0, 1))]).toEqual([0, 1, 1]);
  });
});

describe('the engine', () => {
  it('finds each of two look-alike terms, whichever comes first', () => {
    const ideograph = fc.integer({ min: 0x4e00, max: 0x9f00 }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.array(ideograph, { minLength: 2, maxLength: 4 }), fc.boolean(), (signs, first) => {
        const term = signs.join('');
        const list = first ? [term, alike(term)] : [alike(term), term];
        const detector = defineDetector({
          id: 'look-alike',
          kinds: [{ kind: 'TERM', title: 'Term', word: 'term', visible: 'nothing' }],
          title: 'Terms',
          authority: 'the test',
          regulations: [],
          takes: ['term'],
          reach: 16,
          terms: { list },
          examples: { hits: [], misses: [] },
          confirm: (_view, { start, end }) => ({ kind: 'TERM', start, end, confidence: 1, evidence: [] }),
        });
        const text = `a ${term} b`;
        const found = createDetection({ detectors: [detector] }).find({ text, bytes: Buffer.from(text) });
        expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([term]);
      }),
      { numRuns: 60 },
    );
  });
});
