/** Dutch citizen service numbers (BSN): nine digits that pass the eleven test. */
import { allSame, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'nl-bsn',
  kind: 'NL_BSN',
  title: 'Dutch citizen service number (BSN)',
  word: 'bsn',
  authority: 'Wet algemene bepalingen burgerservicenummer; RvIG (elfproef, last weight -1)',
  regulations: ['GDPR Art. 87', 'UAVG Art. 46'],
  // Older cards leave out a leading zero.
  shape: '#########|########',
  check: (value) => weightedSum(value.padStart(9, '0'), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0 && !allSame(value),
  context: [
    'bsn, b s n, bsn nr, bsn nummer, bsn number, bsnnummer, burgerservicenummer, burger service nummer, sofinummer',
    'sofi nummer, burgerservice nummer, citizen service number, sofi, mijn bsn, dutch id, persoonsnummer, bsn no',
  ],
  slippery: ['burgerservicenummer'],
  exclude: ['kvk, rekening'],
  examples: {
    hits: [
      'mijn BSN is ‹111222333›',
      'bsn: ‹1234.56.782›',
      '‹123456782› is mijn burgerservicenummer',
      'BSN‹123456782›',
    ],
    misses: [
      'bsn 111222334',
      '123456782',
      'bsn volgt, bestelling 123456782',
      'bsn volgt, factuur 123456782',
      'bsn 111111111',
    ],
  },
};

export default nationalId(spec);
