/** Thai national identity numbers: thirteen digits, modulus 11. */
import { allSame, digitAt, luhnDigits, monthDay, numberIn, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** A birth date, a citizenship digit and a Luhn digit: the South African number of as many digits. */
function southAfrican(value: string): boolean {
  return monthDay(numberIn(value, 2, 4), numberIn(value, 4, 6)) && digitAt(value, 10) <= 2 && luhnDigits(value);
}

const spec: NationalIdSpec = {
  id: 'th-id',
  kind: 'TH_ID',
  title: 'Thai national identity number',
  word: 'id-th',
  authority: 'พระราชบัญญัติบัตรประจำตัวประชาชน (Identity Card Act, Thailand), DOPA; modulus 11',
  regulations: ['PDPA (Thailand)'],
  shape: '[1-8]~############',
  check: (value) =>
    (11 - (weightedSum(value, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === digitAt(value, 12) &&
    !allSame(value) &&
    !southAfrican(value),
  context: [
    'thai id, thai id number, thai id card, thai national id, thai citizen id, thai identity, citizen id, เลขบัตรประชาชน',
    'บัตรประชาชน, บัตรประชาชนเลขที่, เลขที่บัตรประชาชน, เลขประจำตัวประชาชน, หมายเลขบัตรประชาชน, เลขบัตร, thailand id, national id, national id number, id card, id number',
    'เลขบัตรประชาชนของฉัน, เลขบัตรประชาชนคือ, citizen id number, id card number',
  ],
  exclude: ['card ending, visa, mastercard'],
  written: [{ groups: [1, 4, 5, 2, 1], pattern: /[1-8]([- ])\d{4}\1\d{5}\1\d\d\1\d/, confidence: 0.92 }],
  examples: {
    hits: [
      'Thai ID ‹1-2345-67890-12-1›',
      '‹1-2345-67890-12-1›',
      'เลขบัตรประชาชน ‹1234567890121›',
      'national id: ‹1 2345 67890 12 1›',
    ],
    misses: ['thai id 1-2345-67890-12-2', '1234567890121', 'thai id 9234567890121', 'order 1-2345-67890-12-1'],
  },
};

export default nationalId(spec);
