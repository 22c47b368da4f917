/** Singapore NRIC and FIN: series letter, seven digits, check letter of the series. */
import { weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Offset of the sum and the row of check letters, by series. */
const series: Readonly<Record<string, readonly [number, string]>> = {
  S: [0, 'JZIHGFEDCBA'],
  T: [4, 'JZIHGFEDCBA'],
  F: [0, 'XWUTRQPNMLK'],
  G: [4, 'XWUTRQPNMLK'],
  M: [3, 'XWUTRQPNJLK'],
};

function check(value: string): boolean {
  const row = series[value.charAt(0)];
  if (row === undefined) return false;
  const [offset, letters] = row;
  return letters[(weightedSum(value.slice(1, 8), [2, 7, 6, 5, 4, 3, 2]) + offset) % 11] === value.at(-1);
}

const spec: NationalIdSpec = {
  id: 'sg-nric',
  kind: 'SG_NRIC',
  title: 'Singapore NRIC / FIN',
  word: 'nric',
  authority: 'National Registration Act 1965 (Singapore), ICA; series S T F G M with their check letters',
  regulations: ['PDPA 2012 (Singapore), NRIC advisory guidelines'],
  shape: '[STFGM]~#######~[A-Z]',
  check,
  context: [
    'nric, nrics, fin, fin no, fin number, nric no, nric number, ic, ic no, ic number, singpass, identity card, identity card no, work pass, work permit, i c',
  ],
  written: [{ groups: [7], lead: 2, letters: 'both', pattern: /[STFGM][- ]?\d{7}[- ]?[A-Z]/i, confidence: 0.9 }],
  examples: {
    hits: ['my NRIC is ‹S1234567D›', '‹F1234567N›', 'ic no: ‹s1234567d›', 'NRIC ‹S 1234567 D›'],
    misses: ['nric S1234567A', 'order S1234567D', 'S1234567', 'XS1234567D', 'NRIC A1234567D'],
  },
};

export default nationalId(spec);
