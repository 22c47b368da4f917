/** Trying the patterns of vendors' keys by what stands at a place answers what trying them all everywhere does. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import apiKey from '../../detectors/api-key.ts';
import { vendors } from '../../detectors/data/key-vendors.ts';
import { createUnion, type UnionMatch } from '../../src/detection/pattern-union.ts';

const patterns = vendors.map(([, pattern]) => pattern);
const union = createUnion(patterns);

/** All patterns at every place. */
function plainUnion(sources: readonly string[]): (text: string) => UnionMatch[] {
  const all = sources.map((source, index) => `(?<p${index}>${source})`).join('|');
  const one = new RegExp(`(?<![A-Za-z0-9])(?:${all})(?![A-Za-z0-9])`, 'g');
  return (text) =>
    [...text.matchAll(one)].map((match) => ({
      start: match.index,
      end: match.index + match[0].length,
      pattern: Object.values(match.groups ?? {}).findIndex((value) => value !== undefined),
    }));
}

const plain = plainUnion(patterns);
const token = (maxLength: number) =>
  fc.string({
    unit: fc.constantFrom(...'0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-./+=:~'),
    maxLength,
  });
/** A text that the pattern matches, but for what its looks around say. */
const keyOf = (pattern: string) =>
  fc.stringMatching(new RegExp(`^(?:${pattern.replace(/\(\?(?:=|<!)[^)]*\)/g, '')})$`));

let keys: string[] = [];
beforeAll(() => {
  keys = patterns.flatMap((pattern, index) => fc.sample(keyOf(pattern), { numRuns: 3, seed: index }));
});

describe('createUnion', () => {
  it('finds a key of every vendor as the plain union does', () => {
    const found = new Set<number>();
    for (const key of keys) {
      const matches = union(key);
      expect(matches).toEqual(plain(key));
      for (const { pattern } of matches) found.add(pattern);
    }
    // A few are always taken for another vendor's, whose pattern stands before theirs.
    expect(found.size).toBeGreaterThan(patterns.length * 0.9);
  });

  it('agrees on the examples of the detector', () => {
    for (const example of [...apiKey.examples.hits, ...apiKey.examples.misses]) {
      const text = example.replace(/[‹›]/g, '');
      expect(union(text)).toEqual(plain(text));
    }
  });

  it('agrees on random tokens', () => {
    fc.assert(
      fc.property(token(200), (text) => {
        expect(union(text)).toEqual(plain(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees on a key at every place of a token', () => {
    const around = 'aB3-x/9_Q.z:7+k=';
    for (const key of keys.filter((_, index) => index % 3 === 0)) {
      for (let at = 0; at <= around.length; at += 1) {
        const text = around.slice(0, at) + key + around.slice(at);
        expect(union(text)).toEqual(plain(text));
      }
    }
  });

  it('agrees on keys in a row, cut, with other letters and with whatever is between', () => {
    const some = fc.constantFrom(...keys);
    const piece = fc.oneof(
      some,
      fc.tuple(some, fc.nat(80)).map(([key, at]) => key.slice(0, at)),
      fc.tuple(some, fc.nat(40), token(1)).map(([key, at, unit]) => key.slice(0, at) + unit + key.slice(at + 1)),
      token(6),
      fc.constantFrom(' ', 'é', '\u0100', '€', '"', '://'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        expect(union(text)).toEqual(plain(text));
      }),
      { numRuns: 3000 },
    );
  });

  it('agrees on patterns that are short, or begin alike', () => {
    const few = ['a', 'ab', '(?:ab|a)-?c', '\\d{1,3}', 'a{2,}b', '[ab]{3}', '-a', '(?<!-)b+'];
    const quick = createUnion(few);
    const slow = plainUnion(few);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '1', 'é', ' '), maxLength: 12 }), (text) => {
        expect(quick(text)).toEqual(slow(text));
      }),
      { numRuns: 3000 },
    );
  });
});
