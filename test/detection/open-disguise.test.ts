import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDisguise } from '../../src/detection/open-disguise.ts';

const held = (text: string): string => text.slice(openDisguise(text));

describe('openDisguise', () => {
  it.each([
    ['my card is four one one one', 'four one one one'],
    ['card: four-one-one-one then fi', 'four-one-one-one then fi'],
    ['sure, 4lll O0', '4lll O0'],
    ['it is %34%31%31%31', '%34%31%31%31'],
    ['my card \\u0034\\u0031\\u0031\\u0031', '\\u0034\\u0031\\u0031\\u0031'],
    ['vier eins eins dann eins', 'vier eins eins dann eins'],
    ['четыре один один один', 'четыре один один один'],
  ])('holds the number in %s', (text, number) => {
    expect(held(text)).toBe(number);
  });

  it.each(['one or two', 'I have 2 of the four', 'write to me@four one', 'that is all', '', 'see room 12 please'])(
    'holds nothing of %s',
    (text) => {
      expect(held(text)).toBe('');
    },
  );

  it('looks at a bounded end of the text', () => {
    expect(openDisguise('one '.repeat(10_000))).toBeGreaterThanOrEqual(40_000 - 512);
  });

  it('answers an index of the text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const open = openDisguise(text);
        return open >= 0 && open <= text.length;
      }),
    );
  });
});
