/** Irish PPS numbers: seven digits, check letter, and since 2013 a second letter. */
import { weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const letters = 'WABCDEFGHIJKLMNOPQRSTUV';

function check(value: string): boolean {
  // W, T and X of the old numbers of spouses do not count.
  const second = /[WTX]/.test(value.charAt(8)) ? 'W' : value.charAt(8) || 'W';
  return letters[(weightedSum(value, [8, 7, 6, 5, 4, 3, 2]) + 9 * letters.indexOf(second)) % 23] === value.charAt(7);
}

const spec: NationalIdSpec = {
  id: 'ie-pps',
  kind: 'IE_PPS',
  title: 'Irish PPS number',
  word: 'pps',
  authority: 'Social Welfare Consolidation Act 2005 s. 262 (Ireland); Revenue (modulus 23, second letter since 2013)',
  shape: '#######~[A-W][ABHMNTWX]?',
  check,
  context: [
    'pps, ppsn, p p s, p p s n, pps no, pps num, pps number, ppsn number, ppsno, personal public service, irish pps',
    'personal public service number, rsi number, irish tax number, pps nr, revenue number, public services card',
  ],
  written: [{ groups: [7], letters: 'after', pattern: /\d{7}[A-W][ABHW]/, confidence: 0.72 }],
  examples: {
    hits: ['my PPS number is ‹6433435F›', 'PPSN: ‹1234567T›', '‹1234567FA› is my ppsn', 'pps ‹6433435 f›'],
    misses: ['pps 6433435E', '6433435F', 'pps to follow, order 1234567T', 'order 1234567FA'],
  },
};

export default nationalId(spec);
