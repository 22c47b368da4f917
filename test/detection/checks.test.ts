import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { luhn, luhnText, numberAt, sameDigit, ssnIssuable } from '../../src/detection/checks.ts';
import { DigitBuffer } from '../../src/detection/digits.ts';

const run = (text: string): DigitBuffer => new DigitBuffer().load(text, 0, text.length);

describe('luhn', () => {
  it('agrees with the plain reading of ISO/IEC 7812-1 annex B', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 2, maxLength: 19 }), (digits) => {
        const sum = [...digits]
          .reverse()
          .reduce(
            (total, digit, i) => total + (i % 2 === 0 ? digit : Math.floor((digit * 2) / 10) + ((digit * 2) % 10)),
            0,
          );
        const text = digits.join('');
        // The library, and so we, call all zeros no number.
        expect(luhn(run(text), 0, digits.length)).toBe(sum > 0 && sum % 10 === 0);
      }),
    );
  });

  it('reads digits whatever stands between them', () => {
    expect(luhnText('4111-1111 1111.1111')).toBe(true);
    expect(luhnText('4111-1111 1111.1112')).toBe(false);
    expect(luhnText('no digits')).toBe(false);
  });
});

describe('ssnIssuable', () => {
  it.each([
    [1, 1, 1, true],
    [899, 99, 9999, true],
    [0, 1, 1, false],
    [666, 1, 1, false],
    [900, 1, 1, false],
    [1, 0, 1, false],
    [1, 1, 0, false],
  ])('%i-%i-%i is %s', (area, group, serial, issuable) => {
    expect(ssnIssuable(area, group, serial)).toBe(issuable);
  });
});

describe('digits of a run', () => {
  it('knows digits, groups and gaps, and outgrows its buffers', () => {
    const buffer = run('12-345 6');
    expect([buffer.count, buffer.groups, buffer.gap(0), buffer.gap(1), buffer.slice(1, 4)]).toEqual([
      6,
      3,
      '-',
      ' ',
      '234',
    ]);
    expect([numberAt(buffer, 2, 5), sameDigit(buffer, 0, 1), sameDigit(buffer, 0, 2)]).toEqual([345, true, false]);
    expect(buffer.load('7'.repeat(100_000), 0, 100_000).count).toBe(100_000);
    expect(sameDigit(buffer, 0, 100_000)).toBe(true);
    expect(buffer.load('12', 0, 2).count).toBe(2);
  });
});
