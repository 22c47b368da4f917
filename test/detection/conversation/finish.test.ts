/** Ways in which a number goes on: right check digits, right lengths, the typist's own grouping. */
import luhn from 'luhn';
import { describe, expect, it } from 'vitest';
import { finishCard, finishIban, finishSsn } from '../../../src/detection/conversation/finish.ts';

describe('finishCard', () => {
  it('ends in a right check digit at each length that is left', () => {
    const endings = finishCard('4111 11');
    expect(endings).toHaveLength(8);
    for (const { rest } of endings) expect(luhn.validate(`411111${rest.replaceAll(' ', '')}`)).toBe(true);
    expect(finishCard('4'.repeat(19))).toEqual([]);
  });

  it('goes on in the groups that were begun', () => {
    expect(finishCard('4111-11')[0]?.rest).toMatch(/^\d\d-\d{4}-\d{4}$/);
    expect(finishCard('3782 822463 1')[1]?.rest).toMatch(/^\d{4}$/);
    expect(finishCard('411111')[0]?.rest).toMatch(/^\d{10}$/);
  });

  it('says whether cards are printed so', () => {
    expect(finishCard('4111 11')[0]?.printed).toBe(true);
    expect(finishCard('415 555 26')[0]?.printed).toBe(false);
  });
});

describe('finishSsn', () => {
  it('goes on to nine digits', () => {
    expect(finishSsn('536-22-1')).toEqual([{ rest: '789', printed: true }]);
    expect(finishSsn('53622')).toEqual([{ rest: '6789', printed: false }]);
    expect(finishSsn('536221234')).toEqual([]);
  });
});

describe('finishIban', () => {
  it('knows the countries and their lengths', () => {
    expect(finishIban('DE', 89, '3704')).toBe(true);
    expect(finishIban('DE', 89, '3'.repeat(19))).toBe(false);
    expect(finishIban('ZZ', 89, '3704')).toBe(false);
    expect(finishIban('DE', 1, '3704')).toBe(false);
  });
});
