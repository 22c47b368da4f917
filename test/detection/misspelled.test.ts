/** Slips of the hand that are expected, and words that are left alone. */
import { describe, expect, it } from 'vitest';
import { misspellings } from '../../src/detection/misspelled.ts';

describe('misspellings', () => {
  it('leave out, double and swap letters past the first', () => {
    expect(misspellings('passport')).toEqual(expect.arrayContaining(['passport', 'pasport', 'passsport', 'passprot']));
    expect(misspellings('passport').some((word) => !word.startsWith('p'))).toBe(false);
  });

  it('change one word of a phrase at a time and no short one', () => {
    const all = misspellings('drivers license no');
    expect(all).toEqual(expect.arrayContaining(['drivers lciense no', 'drivrs license no']));
    expect(all.every((phrase) => phrase.endsWith(' no'))).toBe(true);
    expect(misspellings('card')).toEqual(['card']);
  });
});
