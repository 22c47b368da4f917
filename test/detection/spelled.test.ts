import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDetection } from '../../src/detection/engine.ts';
import { foldText } from '../../src/detection/fold.ts';
import { numberWords, spellOut } from '../../src/detection/spelled.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const spell = (text: string): string => spellOut(text, undefined).text;
function found(text: string): string[] {
  return detection
    .find({ text, bytes: Buffer.from(text) })
    .map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);
}

describe('spellOut', () => {
  it.each([
    ['four one one one', '4111'],
    ['Four-one double one, triple two', '4111, 222'],
    ['forty-one eleven twenty', '411120'],
    ['nine oh two', '902'],
    ['oh no, one more', 'oh no, 1 more'],
    ['four 1 one', '4 1 1'],
    ['someone attended', 'someone attended'],
  ])('%s → %s', (text, digits) => {
    expect(spell(text)).toBe(digits);
  });

  it('maps every digit back to its word, through a fold as well', () => {
    const original = 'ｆｏｕｒ　one é two';
    const folded = foldText(original);
    const { text, map } = spellOut(folded.text, folded.map);
    expect(text).toBe('41 e 2');
    expect(original.slice(map.startOf(0), map.endOf(1))).toBe('ｆｏｕｒ');
    expect(original.slice(map.startOf(1), map.endOf(2))).toBe('one');
    expect(original.slice(map.startOf(5), map.endOf(6))).toBe('two');
  });

  it('keeps its map in order and in bounds', () => {
    const word = fc.constantFrom(...numberWords, 'double', 'oh', 'a', '7', ' ', '-', ', ');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 20 }), (words) => {
        const source = words.join(' ');
        const { text, map } = spellOut(source, undefined);
        for (let i = 0; i < text.length; i += 1)
          expect(map.endOf(i + 1) > map.startOf(i) && map.endOf(i + 1) <= source.length).toBe(true);
      }),
    );
  });
});

describe('find, with numbers in words', () => {
  it('finds cards and SSNs, whole', () => {
    const card = 'four one one one one one one one one one one one one one one one';
    expect(found(`my card is ${card} ok`)).toEqual([`PAYMENT_CARD ${card}`]);
    expect(found('card four one double one 1111 1111 one one one one')).toEqual([
      'PAYMENT_CARD four one double one 1111 1111 one one one one',
    ]);
    expect(found('my ssn is five three six two two one two three four')).toEqual([
      'US_SSN five three six two two one two three four',
    ]);
  });

  it('leaves talk with numbers alone', () => {
    expect(found('one or two of the three, four, five or six sets of seven are fine, eight or nine as well')).toEqual(
      [],
    );
  });
});
