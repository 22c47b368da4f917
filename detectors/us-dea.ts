/** US DEA registration numbers: registrant code, initial, six digits, check digit. */
import { digitAt } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Last digit of (1st + 3rd + 5th) + 2 × (2nd + 4th + 6th). */
function check(value: string): boolean {
  const at = (index: number): number => digitAt(value, index + 2);
  return (at(0) + at(2) + at(4) + 2 * (at(1) + at(3) + at(5))) % 10 === at(6);
}

const spec: NationalIdSpec = {
  id: 'us-dea',
  kind: 'US_DEA',
  title: 'US DEA registration number',
  word: 'dea',
  authority: '21 CFR 1301.13; DEA Diversion Control Division (registrant codes, check digit)',
  regulations: ['21 CFR 1301.13', 'HIPAA 164.514(b)(2)(i)(K)'],
  shape: '[ABCDEFGHJKLMPRSTUX]~[A-Z9]~#######',
  check,
  context: [
    'dea, d e a, dea no, dea num, dea number, dea reg, dea registration, dea registration number, dea id, dea license',
    'drug enforcement, drug enforcement administration, prescriber, prescriber dea, controlled substance, dea cert',
    'controlled substances, registrant, prescribing, rx authority, prescription, prescriptions, schedule ii, narcotic',
  ],
  written: [{ groups: [7], lead: 2, letters: 'before', pattern: /[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}/, confidence: 0.62 }],
  exclude: ['passport'],
  examples: {
    hits: ['DEA ‹AB1234563›', 'dea number: ‹f91234563›', '‹BS1234563› is the dea no', 'DEA# ‹AB 1234563›'],
    misses: ['DEA AB1234564', 'order AB1234563', 'DEA 1234563', 'ZZ1234563', 'dea number pending, invoice AB1234563'],
  },
};

export default nationalId(spec);
