/** Forms of numbers: what leads from a word to its number, and what digits with signs may be instead. */
import { describe, expect, it } from 'vitest';
import { isNamedIdentifier, isOtherForm, leadsOn, unitBefore, unitBehind } from '../../src/detection/number-form.ts';

describe('the words between', () => {
  it('lead on when they say nothing else', () => {
    for (const between of [' is ', ' me on ', ': ', ' é o ', '番号は', ' number is: ', ''])
      expect(leadsOn(between)).toBe(true);
  });

  it('do not when they name something, hold digits or go on too long', () => {
    for (const between of [' volume was ', ' case ', ' 12 ', ' is '.repeat(8), ' and\n\n', ' plan '])
      expect(leadsOn(between)).toBe(false);
  });
});

describe('digits with signs', () => {
  it.each([
    '20230915',
    '2026-03-04 10',
    '04.03.2026',
    '2019-2023',
    '4000 5000',
    '4000-5000',
    '192.168.100.200',
    '10.14.6.1184',
    '978-3-16-148410-0',
    '48.858370',
    '1,234,567.00',
    '38 39 40 41 42',
  ])('%s are something else', (text) => {
    expect(isOtherForm(text)).toBe(true);
  });

  it.each(['415-555-2671', '06.12.34.56.78', '20 31 42 53', '9123-4567', '912 345 678', '02 8645 1190'])(
    '%s may be a telephone number',
    (text) => {
      expect(isOtherForm(text)).toBe(false);
    },
  );

  it('are amounts beside a currency or a unit', () => {
    expect([' EUR', '€ x', ' px', ' people'].every((behind) => unitBehind.test(behind))).toBe(true);
    expect(['', ' thanks', ' peopled'].some((behind) => unitBehind.test(behind))).toBe(false);
    expect(['$', 'Rp ', 'INV', 'part-', '# '].every((before) => unitBefore.test(before))).toBe(true);
    expect([' ', ': ', '("'].some((before) => unitBefore.test(before))).toBe(false);
  });
});

describe('what stands in front of a bare number', () => {
  it.each([
    '{"orderId":"',
    '{"orderId":',
    '?track_no=',
    'traceId: ',
    'ORD-',
    ' trx_',
    '/orders/',
    'INFO request ',
    'user id: ',
  ])('%s names something else', (before) => {
    expect(isNamedIdentifier(before)).toBe(true);
  });

  it.each([
    '{"number":"',
    '{"cardNumber":"',
    'cc=',
    'card-',
    'my number is ',
    'paymentCardRef: ',
    '/pay/',
    'it is: ',
    '',
  ])('%s does not', (before) => {
    expect(isNamedIdentifier(before)).toBe(false);
  });
});
