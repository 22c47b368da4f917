/** Account checks: right numbers pass, every single changed digit fails. */
import { describe, expect, it } from 'vitest';
import { bicShaped, ibanLength, judgeIban, routingValid } from '../../src/detection/checks-bank.ts';

const changes = (value: string, from: number): string[] =>
  [...value].flatMap((sign, i) =>
    i < from || !/\d/.test(sign) ? [] : [value.slice(0, i) + ((Number(sign) + 1) % 10) + value.slice(i + 1)],
  );

describe('bank checks', () => {
  it('take an IBAN and none with one digit changed', () => {
    for (const iban of ['DE89370400440532013000', 'GB29NWBK60161331926819', 'NO9386011117947']) {
      expect(judgeIban(iban)).toBe('valid');
      expect(changes(iban, 2).filter((changed) => judgeIban(changed) !== undefined)).toEqual([]);
    }
    expect(ibanLength('DE')).toBe(22);
    expect(ibanLength('US')).toBe(0);
    expect(ibanLength('XX')).toBe(0);
    expect(judgeIban('de89370400440532013000')).toBeUndefined();
    expect(judgeIban('XX89370400440532013000')).toBeUndefined();
    expect(judgeIban('')).toBeUndefined();
  });

  it('tell an IBAN whose account part has wrong check digits of its own', () => {
    const remainder = (text: string) =>
      [...text].reduce((rest, sign) => Number(`${rest}${Number.parseInt(sign, 36)}`) % 97, 0);
    const withCheck = (country: string, account: string) =>
      `${country}${String(98 - remainder(`${account}${country}00`)).padStart(2, '0')}${account}`;
    expect(judgeIban('BE68539007547034')).toBe('valid');
    expect(judgeIban(withCheck('BE', '539007547034'))).toBe('valid');
    expect(judgeIban(withCheck('BE', '539007547035'))).toBe('account');
    expect(judgeIban(withCheck('DE', '37040044053201300X'))).toBeUndefined();
  });

  it('take a routing number with an assigned prefix and none with one digit changed', () => {
    expect(routingValid('021000021')).toBe(true);
    expect(changes('021000021', 0).filter(routingValid)).toEqual([]);
    expect(routingValid('000000000')).toBe(false);
    expect(routingValid('990000000')).toBe(false);
  });

  it('take a BIC of a country', () => {
    expect(bicShaped('COBADEFF')).toBe(true);
    expect(bicShaped('COBAXXFF')).toBe(false);
    expect(bicShaped('COBADEFFX')).toBe(false);
  });
});
