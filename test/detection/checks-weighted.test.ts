/** Check digits against published vectors, and every single wrong digit against the check. */
import { describe, expect, it } from 'vitest';
import {
  allSame,
  luhnDigits,
  mod1110,
  monthDay,
  numberIn,
  remainder,
  verhoeff,
  weightedSum,
} from '../../src/detection/checks-weighted.ts';

/** Texts that differ from `text` in one digit. */
function oneWrong(text: string): string[] {
  return [...text].flatMap((digit, index) =>
    [...'0123456789']
      .filter((other) => other !== digit)
      .map((other) => text.slice(0, index) + other + text.slice(index + 1)),
  );
}

describe('check digits', () => {
  it.each([
    ['luhn', luhnDigits, '046454286'],
    ['verhoeff', verhoeff, '234123412346'],
    ['mod 11,10', mod1110, '86095742719'],
  ] as const)('%s takes a right number and no other that differs in one digit', (_, check, right) => {
    expect(check(right)).toBe(true);
    expect(oneWrong(right).filter((text) => check(text))).toEqual([]);
    expect(oneWrong(right).length).toBe(right.length * 9);
  });

  it('sum and divide', () => {
    expect(weightedSum('123456782', [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11).toBe(0);
    expect(97 - remainder('2550814168025', 97)).toBe(38);
    expect(numberIn('850730', 2, 4)).toBe(7);
  });
});

describe('dates and repeats', () => {
  it('know the calendar', () => {
    expect(monthDay(2, 29)).toBe(true);
    expect(monthDay(2, 30)).toBe(false);
    expect(monthDay(4, 31)).toBe(false);
    expect(monthDay(0, 1)).toBe(false);
    expect(monthDay(13, 1)).toBe(false);
  });

  it('know one digit over and over', () => {
    expect(allSame('1111')).toBe(true);
    expect(allSame('1112')).toBe(false);
  });
});
