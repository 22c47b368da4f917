/** An IBAN that has begun is seen as every way to cut its groups would see it, at the price of one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ibanAtEnd, opensIban } from '../../../src/detection/conversation/iban-groups.ts';

/** Tries all cuts: right, and too dear for texts of more than a few groups. */
const everyCut = /(?<![A-Za-z0-9])([A-Za-z]{2})(\d{2})((?:[ -]?[A-Za-z0-9]{1,4}){0,9})[ -]?$/;
const everyCapitalCut = /(?:^|[^A-Za-z0-9])[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,6}){0,9}[^A-Za-z0-9]*$/;

const text = fc
  .array(
    fc.constantFrom('AB12', 'ab12', 'CD34 ', '1234', ' ', '-', 'A', '7', 'xy', '12', '.', ' 5', '56789A', 'é', '\n'),
    {
      maxLength: 14,
    },
  )
  .map((pieces) => pieces.join(''))
  // A few more units would keep the slow way busy for minutes.
  .filter((made) => made.length <= 32);

/** One that has about as many groups as there may be. */
const full = fc
  .tuple(
    fc.array(fc.constantFrom(' 1234', '-12', ' 1', ' 12345', ' 1234567'), { minLength: 5, maxLength: 11 }),
    fc.constantFrom('', ' ', '!'),
  )
  .map(([groups, end]) => `x AB12${groups.join('')}${end}`);

describe('ibanAtEnd', () => {
  it('answers what every cut does', () => {
    fc.assert(
      fc.property(fc.oneof(text, full), (given) => {
        const match = everyCut.exec(given);
        const [, country = '', check = '', behind = ''] = match ?? [];
        const body = behind.replace(/[ -]/g, '');
        expect(ibanAtEnd(given)).toEqual(
          match === null ? undefined : { start: match.index, country, check: Number(check), body },
        );
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['pay to DE89 3704 0044', 7, '37040044'],
    ['gb29nwbk6016', 0, 'nwbk6016'],
    ['DE89 ', 0, ''],
  ])('reads %s', (given, start, body) => {
    expect(ibanAtEnd(given)).toMatchObject({ start, body });
  });

  it.each(['DE8', 'xDE89 3704', 'DE89 3704.', `DE89 ${'3704 '.repeat(10)}`, `DE89${'1'.repeat(37)}`])(
    'sees none at the end of %s',
    (given) => {
      expect(ibanAtEnd(given)).toBeUndefined();
    },
  );
});

describe('opensIban', () => {
  it('answers what every cut does', () => {
    fc.assert(
      fc.property(fc.oneof(text, full), (given) => {
        expect(opensIban(given)).toBe(everyCapitalCut.test(given));
      }),
      { numRuns: 2000 },
    );
  });

  it('knows how one begins', () => {
    expect(opensIban('it is GB29 NWBK')).toBe(true);
    expect(opensIban('GB29 is a code of ours')).toBe(false);
  });

  it('says no to a thousand long words at once', () => {
    const given = `${'AB12'.padEnd(60, 'A')}! `.repeat(1000);
    const { user } = process.cpuUsage();
    expect(opensIban(`${given}x`)).toBe(false);
    expect(ibanAtEnd(`${given}!`)).toBeUndefined();
    // Every cut takes a tenth of a second for one of them.
    expect(process.cpuUsage().user - user).toBeLessThan(2_000_000);
  });
});
