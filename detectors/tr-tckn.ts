/** Turkish identity numbers: eleven digits, the last two computed from the others. */
import { digitAt } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

function check(value: string): boolean {
  const at = (index: number): number => digitAt(value, index);
  const odd = at(0) + at(2) + at(4) + at(6) + at(8);
  const even = at(1) + at(3) + at(5) + at(7);
  return (((odd * 7 - even) % 10) + 10) % 10 === at(9) && (odd + even + at(9)) % 10 === at(10);
}

const spec: NationalIdSpec = {
  id: 'tr-tckn',
  kind: 'TR_TCKN',
  title: 'Turkish identity number',
  word: 'tckn',
  authority: '5490 sayılı Nüfus Hizmetleri Kanunu Art. 46 (T.C. Kimlik Numarası, two check digits)',
  regulations: ['KVKK 6698 (Türkiye)'],
  shape: '[1-9]~##########',
  check,
  context: [
    'tckn, tc, t c, tc kimlik, t c kimlik, tc kimlik no, tc kimlik numarasi, tc kimlik numaram, kimlik, kimlik no',
    'kimlik numarasi, kimlik numaram, kimlik numarası, tc no, tcno, tc numaram, vatandaslik no, vatandaslik numarasi',
    'turkish id, turkish id number, kimlik numarasını, tckimlik, tc kimlik nom, t c no, nufus, kimligim, vergi no',
  ],
  slippery: ['kimlik no, kimlik'],
  examples: {
    hits: [
      'TC kimlik no ‹10000000146›',
      'tckn: ‹17291716060›',
      '‹10000000146› kimlik numaram',
      'T.C. ‹172 917 160 60›',
    ],
    misses: ['tckn 10000000147', '10000000146', 'tc kimlik 01000000146', 'tc kimlik sonra, siparis no 10000000146'],
  },
};

export default nationalId(spec);
