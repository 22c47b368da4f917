/** South African identity numbers: birth date, sequence, citizenship, Luhn check. */
import { digitAt, luhnDigits, monthDay, numberIn } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'za-id',
  kind: 'ZA_ID',
  title: 'South African identity number',
  word: 'id-za',
  authority: 'Identification Act 68 of 1997 (South Africa), Department of Home Affairs (Luhn)',
  regulations: ['POPIA s. 26'],
  shape: '#############',
  check: (value) =>
    monthDay(numberIn(value, 2, 4), numberIn(value, 4, 6)) && digitAt(value, 10) <= 2 && luhnDigits(value),
  context: [
    'id, id no, id num, id number, idno, identity, identity number, identity no, identity document, sa id, rsa id, my id',
    'sa id number, rsa id number, south african id, south african id number, id book, smart id, smart id card, id card',
    'identiteitsnommer, id nommer, id nr, national id, national id number, id doc, south african identity number',
  ],
  exclude: ['card, visa, mastercard, account'],
  examples: {
    hits: [
      'my ID number is ‹8001015009087›',
      'SA ID ‹800101 5009 08 7›',
      '‹7503305044089› is my id no',
      'id:‹8001015009087›',
    ],
    misses: [
      'id number 8001015009088',
      '8001015009087',
      'id 8013015009087',
      'order id 8001015009087',
      'ID sent, tracking 8001015009087',
    ],
  },
};

export default nationalId(spec);
