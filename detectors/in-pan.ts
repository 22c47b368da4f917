/** Indian Permanent Account Numbers: five letters of which the fourth names the holder's status, four digits, a letter. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'in-pan',
  kind: 'IN_PAN',
  title: 'Indian Permanent Account Number',
  word: 'pan-in',
  authority: 'Income Tax Department of India, Income-tax Act 1961 s. 139A, Rule 114 (structure of the PAN)',
  regulations: ['DPDP Act 2023', 'Income-tax Act 1961 s. 138'],
  shape: '[A-Z]~[A-Z]~[A-Z]~[ABCFGHJLPT]~[A-Z]~####~[A-Z]',
  check: (value) => value.slice(5, 9) !== '0000',
  context: [
    'pan, p a n, pan card, pan no, pan num, pan number, pancard, permanent account, permanent account number',
    'pan card no, pan card number, income tax, itr, kyc, पैन, पैन कार्ड, पैन नंबर, पैन कार्ड नंबर, pan id, pan details',
    'pan nambar, tds, form 16, tax id',
  ],
  written: [
    {
      groups: [4],
      lead: 5,
      letters: 'both',
      tight: true,
      width: 10,
      pattern: /[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]/,
      confidence: 0.72,
    },
  ],
  examples: {
    hits: ['my PAN is ‹ABCPE1234F›', 'pan card no ‹bnzpm2501f›', '‹AAACR5055K›', 'पैन नंबर ‹ABCPE 1234 F›'],
    misses: ['pan ABCDE1234F', 'promo code ABCPE1234F', 'pan ABCPE12345', 'frying pan number 1234', 'XABCPE1234F'],
  },
};

export default nationalId(spec);
