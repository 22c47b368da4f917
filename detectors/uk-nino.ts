/** UK National Insurance numbers: prefix letters that are in use, six digits, suffix A to D. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Prefixes set aside for administration or other countries. */
const unused = new Set('BG GB KN NK NT TN ZZ'.split(' '));

const spec: NationalIdSpec = {
  id: 'uk-nino',
  kind: 'UK_NINO',
  title: 'UK National Insurance number',
  word: 'nino',
  authority: 'HMRC National Insurance Manual NIM39110 (format, unused prefixes, suffix left out by many)',
  regulations: ['UK GDPR Art. 87', 'UK Data Protection Act 2018'],
  shape: '[A-CEGHJ-PR-TW-Z]~[A-CEGHJ-NPR-TW-Z]~######(?:~[A-D]|(?!~[A-Za-z](?![A-Za-z])))',
  check: (value) => /^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/.test(value) && !unused.has(value.slice(0, 2)),
  context: [
    'nino, ninos, ni, ni no, ni num, ni number, n i, n i number, national insurance, national insurance number',
    'national insurance no, nat ins, nat ins number, nat insurance, national ins, nin, insurance number, hmrc, paye',
    'nationalinsurance, national insurence, national insurance num, nino number, national security number',
  ],
  slippery: ['national insurance, national insurance number, insurance number'],
  written: [
    { groups: [2, 2, 2], lead: 3, letters: 'both', pattern: /[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]/, confidence: 0.85 },
    { groups: [3, 3], lead: 3, letters: 'both', pattern: /[A-Z]{2} \d{3} \d{3} [A-D]/, confidence: 0.75 },
    { groups: [6], lead: 3, letters: 'both', pattern: /[A-Z]{2} ?\d{6} ?[A-D]/, confidence: 0.7 },
  ],
  examples: {
    hits: [
      'my NI number is ‹AB123456C›',
      'nino: ‹jg 12 13 16 a›',
      '‹CE 12 34 56 B›',
      'NI number ‹CE123456›',
      '‹AA-01-02-03-B› is my national insurance no',
    ],
    misses: ['nino QQ123456C', 'NI number BG123456A', 'NI AB123456E', 'order AB123456C', 'AB1234567'],
  },
};

export default nationalId(spec);
