/** French NIR (social security number): sex, birth, place, order and a key modulus 97. */
import { remainder } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Corsica writes 2A and 2B, which count as 19 and 18; months past 12 stand for births with incomplete papers. */
function check(value: string): boolean {
  const digits = value.replace('2A', '19').replace('2B', '18');
  const month = Number(digits.slice(3, 5));
  const known = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || (month >= 50 && month <= 99);
  return known && 97 - remainder(digits.slice(0, 13), 97) === Number(digits.slice(13));
}

const spec: NationalIdSpec = {
  id: 'fr-nir',
  kind: 'FR_NIR',
  title: 'French social security number (NIR)',
  word: 'nir',
  authority: 'INSEE, numéro d’inscription au répertoire; Code de la sécurité sociale R115-1',
  regulations: ['GDPR Art. 87', 'Décret 2019-341 (usage du NIR)'],
  shape: '[123478]~####~(?:#~\\d|2~[AB])~######~##',
  check,
  context: [
    'nir, numero de securite sociale, securite sociale, secu, numero de secu, num secu, n secu, no secu, numero secu',
    'carte vitale, vitale, numero insee, insee, immatriculation, numero d immatriculation, assure social, ameli, cpam',
    'n de securite sociale, no de securite sociale, num de secu, num de securite sociale, n ss, numero ss, nss, ss',
    'french social security, french social security number, securite social, social security, social security number',
    'social, assurance maladie',
  ],
  slippery: ['securite sociale, numero de securite sociale'],
  written: [
    { groups: [1, 2, 2, 2, 3, 3, 2], pattern: /[12] \d\d \d\d \d\d \d{3} \d{3} \d\d/, confidence: 0.9 },
    { groups: [15], pattern: /[12]\d\d(?:0[1-9]|1[0-2])\d{11}/, confidence: 0.7 },
    { groups: [1, 2, 2, 2, 3, 3], pattern: /[12] \d\d \d\d 2[AB] \d{3} \d{3} \d\d/, confidence: 0.9 },
  ],
  examples: {
    hits: [
      'numéro de sécu : ‹2 55 08 14 168 025 38›',
      '‹1 85 05 78 006 084 91›',
      'NIR ‹255081416802538›',
      'sécu ‹1-85-05-78-006-084-91›',
    ],
    misses: ['sécu 2 55 08 14 168 025 39', 'NIR 2 55 13 14 168 025 38', 'commande 255081416802538', 'nir 255081416'],
  },
};

export default nationalId(spec);
