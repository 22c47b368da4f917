/** Australian Medicare card numbers: eight digits, a check digit, the issue number and at times the person's line. */
import { digitAt, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'au-medicare',
  kind: 'AU_MEDICARE',
  title: 'Australian Medicare number',
  word: 'medicare',
  authority: 'Services Australia, Medicare card number format (first digit 2 to 6, weights 1 3 7 9, modulus 10)',
  regulations: ['Privacy Act 1988', 'National Health Act 1953 s. 135AA'],
  shape: '[2-6]~########~[1-9](?:~[1-9])?',
  check: (value) => weightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === digitAt(value, 8),
  context: [
    'medicare, medi care, medicare no, medicare num, medicare number, medicare card, medicare card no, irn',
    'medicare card number, medicare details, australian medicare, bulk bill, bulk billed, medicare nr',
  ],
  slippery: ['medicare'],
  exclude: ['tfn, abn, mbi'],
  examples: {
    hits: [
      'Medicare number ‹2123 45670 1›',
      'medicare: ‹2123456701›',
      '‹2123 45670 1› is my medicare card',
      'medicare ‹2123-45670-1›',
    ],
    misses: [
      'medicare 2123 45671 1',
      '2123 45670 1',
      'medicare 7123 45670 1',
      'medicare hotline phone 2123456701',
      'medicare 132 011',
    ],
  },
};

export default nationalId(spec);
