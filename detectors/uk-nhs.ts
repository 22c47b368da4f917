/** NHS numbers of England, Wales and the Isle of Man, and CHI numbers of Scotland, which share the check digit. */
import { allSame, digitAt, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Modulus 11 with weights 10 to 2; a check value of 10 is never issued. */
function check(value: string): boolean {
  const digit = (11 - (weightedSum(value, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return digit === digitAt(value, 9) && !allSame(value);
}

const spec: NationalIdSpec = {
  id: 'uk-nhs',
  kind: 'UK_NHS',
  title: 'NHS number',
  word: 'nhs',
  authority: 'NHS Data Dictionary, NHS NUMBER (ten digits, modulus 11); NHS Scotland CHI',
  regulations: ['UK GDPR Art. 9', 'UK Data Protection Act 2018'],
  shape: '##########',
  check,
  context: [
    'nhs, n h s, nhs no, nhs num, nhs number, nhs nr, nhs id, nhsno, nhsnumber, national health service, chi, chi no',
    'national health service number, national health number, chi number, health and care number, h and c number',
    'health service number, nhs nummer, numero nhs, numer nhs, gp surgery, patient number',
  ],
  examples: {
    hits: ['NHS number ‹943 476 5919›', 'nhs no: ‹9434765919›', '‹943-476-5919› is my nhs num', 'nhs‹4010232137›'],
    misses: [
      'nhs number 943 476 5918',
      '943 476 5919',
      'NHS ref 9434765919',
      'call the nhs on 0800 123 4567',
      'nhs 111',
    ],
  },
};

export default nationalId(spec);
