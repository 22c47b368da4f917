/** Australian Tax File Numbers: nine digits (eight in old ones) with a weighted sum over all of them. */
import { allSame, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

function check(value: string): boolean {
  const weights = value.length === 9 ? [1, 4, 3, 7, 5, 8, 6, 9, 10] : [10, 7, 8, 4, 6, 3, 5, 1];
  return weightedSum(value, weights) % 11 === 0 && !allSame(value);
}

const spec: NationalIdSpec = {
  id: 'au-tfn',
  kind: 'AU_TFN',
  title: 'Australian Tax File Number',
  word: 'tfn',
  authority: 'Australian Taxation Office (TFN algorithm, modulus 11); Taxation Administration Act 1953 s. 8WA',
  regulations: ['Privacy (Tax File Number) Rule 2015', 'Privacy Act 1988'],
  shape: '########(?:~\\d)?',
  check,
  context: [
    'tfn, tfns, t f n, tfn no, tfn number, tax file, tax file no, tax file num, tax file number, taxfile, ato, tax no',
    'taxfile number, my tax number, tax number, australian tax file number, superannuation, my tax file',
  ],
  exclude: ['abn, acn, bsb, account, medicare'],
  examples: {
    hits: ['TFN ‹123 456 782›', 'my tax file number is ‹876543210›', '‹123-456-782› is the tfn', 'tfn:‹123456782›'],
    misses: [
      'tfn 123 456 783',
      '123 456 782',
      'TFN to follow, ABN 51 824 753 556',
      'tax file declaration 2024',
      'tracking 123456782',
    ],
  },
};

export default nationalId(spec);
