/** Romanian personal numeric codes: sex and century, birth date, county, serial, check digit. */
import { digitAt, monthDay, numberIn, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

function check(value: string): boolean {
  const rest = weightedSum(value, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
  const county = numberIn(value, 7, 9);
  return (
    monthDay(numberIn(value, 3, 5), numberIn(value, 5, 7)) &&
    county >= 1 &&
    county <= 70 &&
    (rest === 10 ? 1 : rest) === digitAt(value, 12)
  );
}

const spec: NationalIdSpec = {
  id: 'ro-cnp',
  kind: 'RO_CNP',
  title: 'Romanian personal numeric code',
  word: 'cnp',
  authority: 'OUG 97/2005 (Romania), control key 279146358279',
  shape: '[1-9]~############',
  check,
  context: [
    'cnp, c n p, cnp ul, cnpul, cod numeric personal, codul numeric personal, cod numeric, numar cnp, codul numeric',
    'romanian cnp, romanian id, personal numeric code, cnp number, cnp-ul meu, buletin',
  ],
  exclude: ['comanda, factura, awb'],
  examples: {
    hits: [
      'CNP ‹1630615123457›',
      'codul numeric personal: ‹1630615123457›',
      '‹1630615123457› este CNP-ul meu',
      'cnp‹1 630615 123457›',
    ],
    misses: ['cnp 1630615123458', '1630615123457', 'cnp 1631315123457', 'cnp apoi, comanda 1630615123457'],
  },
};

export default nationalId(spec);
