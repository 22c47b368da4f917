import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDictionary, HASH_PRIME, HASH_SEED, normalizeTerm } from '../../src/detection/terms.ts';

function lookUp(terms: readonly string[], text: string): [number, number] {
  const dictionary = buildDictionary(terms);
  const units = Buffer.from(text);
  const end = /^[a-z]*/.exec(text)?.[0].length ?? 0;
  let hash = HASH_SEED;
  for (let i = 0; i < end; i += 1) hash = Math.imul(hash ^ (units[i] as number), HASH_PRIME);
  return [dictionary.match(units, units.length, 0, end, hash), dictionary.termEnd];
}

describe('normalizeTerm', () => {
  it('makes spellings of one term the same', () => {
    expect(normalizeTerm("Crohn's  Disease")).toBe('crohn s disease');
    expect(normalizeTerm('COVID-19')).toBe(normalizeTerm('covid19'));
    expect(normalizeTerm('diabète')).toBe('diabete');
    expect(normalizeTerm('糖尿病')).toBe('糖 尿 病');
  });
});

describe('match', () => {
  it('prefers the longest phrase and falls back to a shorter one', () => {
    expect(lookUp(['heart', 'heart attack'], 'heart attack now')).toEqual([1, 12]);
    expect(lookUp(['heart', 'heart attack'], 'heart rate')).toEqual([0, 5]);
    expect(lookUp(['heart attack'], 'heart rate')[0]).toBe(-1);
  });

  it('finds each of many terms and nothing else', () => {
    const words = fc.uniqueArray(fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 6 }), {
      minLength: 1,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        words,
        fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 6 }),
        (terms, other) => {
          for (const [id, term] of terms.entries()) expect(lookUp(terms, term)[0]).toBe(id);
          expect(lookUp(terms, other)[0]).toBe(terms.indexOf(other));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('builds 100,000 terms and still tells them apart', () => {
    const terms = Array.from({ length: 100_000 }, (_, i) =>
      i.toString(26).replace(/\d/g, (digit) => String.fromCharCode(113 + Number(digit))),
    );
    const dictionary = buildDictionary(terms);
    expect(dictionary.size).toBe(100_000);
  });
});
