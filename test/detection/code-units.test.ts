/** Units of strings are read the same whatever the string is made of. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeAt, unitsOf } from '../../src/detection/code-units.ts';

describe('code units', () => {
  it('are those of the string, lone surrogates and long texts too', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', minLength: 5000, maxLength: 5200 }),
    );
    fc.assert(
      fc.property(texts, fc.nat(), (text, cut) => {
        const part = `${text}\ud800`.slice(cut % (text.length + 1));
        const units = unitsOf(part);
        for (let i = 0; i < part.length; i += 1) if (units[i] !== part.charCodeAt(i)) return false;
        return part.length === 0 || codeAt(part, part.length - 1) === part.charCodeAt(part.length - 1);
      }),
      { numRuns: 60 },
    );
  });

  it('end with NaN', () => {
    expect(codeAt('a', 1)).toBeNaN();
    expect(codeAt('a', -1)).toBeNaN();
  });
});
