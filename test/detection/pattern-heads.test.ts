/** What is known of the first places of a pattern allows all that the pattern matches. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEAD_PLACES, HEAD_UNITS, headOf } from '../../src/detection/pattern-heads.ts';

const allowed = (pattern: string, place: number) =>
  Array.from({ length: HEAD_UNITS - 1 }, (_, unit) => String.fromCharCode(unit))
    .filter((unit) => headOf(pattern).places[place]?.[unit.charCodeAt(0)] === 1)
    .join('');
const anything = String.fromCharCode(...Array.from({ length: HEAD_UNITS - 1 }, (_, unit) => unit));

describe('headOf', () => {
  it.each([
    ['ab', 1, 'b'],
    ['a(?:bc|d)e', 1, 'bd'],
    ['a(?:bc|d)e', 2, 'ce'],
    ['a[x-z.]?c', 1, '.cxyz'],
    ['(?:ab){2,}c', 2, 'a'],
    ['(?:ab){2,}c', 4, 'ac'],
    ['a{5,}b', 5, 'ab'],
    ['\\d\\.', 0, '0123456789'],
    ['[\\d~-]x', 0, '-0123456789~'],
    ['(?=[a-z])x(?<!y)', 0, 'x'],
  ])('%s at %i allows %s', (pattern, place, units) => {
    expect(allowed(pattern, place)).toBe(units);
  });

  it('allows anything behind the end', () => {
    expect(allowed('ab|c', 0)).toBe('ac');
    expect(allowed('ab|c', 1)).toBe(anything);
    expect(headOf('abc').places[3]?.[HEAD_UNITS - 1]).toBe(1);
    expect(headOf('abc').places[2]?.[HEAD_UNITS - 1]).toBe(0);
  });

  it.each([
    ['abc', 3],
    ['a{3,9}b?', 3],
    ['(?:ab|c)+(?=d)', 1],
    ['[a-f]{30}x', 31],
  ])('%s matches %i units at least', (pattern, shortest) => {
    expect(headOf(pattern).shortest).toBe(shortest);
  });

  it.each(['a.c', '^a', 'a$', '[^a]', '\\bx', '\\sx', 'a{', '(a', 'a)', 'é', '(?<n>a)', 'a+?', '[a'])(
    'does not understand %s',
    (pattern) => {
      expect(() => headOf(pattern)).toThrow(SyntaxError);
    },
  );

  it('allows every text that a made pattern matches', () => {
    const piece = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '\\d',
      'c?',
      '(?:ab|c)',
      '(?:a|bc)*',
      '[a-c]{2,3}',
      '(?:b1?){1,}',
      '-',
    );
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '-'), maxLength: HEAD_PLACES + 4 });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), text, (pieces, given) => {
        const pattern = pieces.join('');
        const match = new RegExp(`^(?:${pattern})`).exec(given)?.[0];
        if (match === undefined) return;
        const { places, shortest } = headOf(pattern);
        expect(match.length).toBeGreaterThanOrEqual(shortest);
        const wrong = [...given].findIndex((unit, place) => places[place]?.[unit.charCodeAt(0)] === 0);
        expect(wrong === -1 || wrong >= match.length).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });
});
