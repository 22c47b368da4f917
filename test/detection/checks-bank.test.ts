/** Account checks: right numbers pass, every single changed digit fails. */
import { describe, expect, it } from 'vitest';
import { bicShaped, ibanLength, ibanValid, routingValid } from '../../src/detection/checks-bank.ts';

const changes = (value: string, from: number): string[] =>
  [...value].flatMap((sign, i) =>
    i < from || !/\d/.test(sign) ? [] : [value.slice(0, i) + ((Number(sign) + 1) % 10) + value.slice(i + 1)],
  );

describe('bank checks', () => {
  it('take an IBAN and none with one digit changed', () => {
    for (const iban of ['DE89370400440532013000', 'GB29NWBK60161331926819', 'NO9386011117947']) {
      expect(ibanValid(iban)).toBe(true);
      expect(changes(iban, 2).filter(ibanValid)).toEqual([]);
    }
    expect(ibanLength('XX')).toBe(0);
    expect(ibanValid('de89370400440532013000')).toBe(false);
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
