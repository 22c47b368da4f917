/** US Individual Taxpayer Identification Numbers: the IRS's own range of the nine-digit space. */

import { numberIn } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** 9 first; fourth and fifth digit in the ranges that the IRS has opened so far. */
function check(value: string): boolean {
  const group = numberIn(value, 3, 5);
  return (
    value.startsWith('9') &&
    ((group >= 50 && group <= 65) || (group >= 70 && group <= 99 && group !== 89 && group !== 93))
  );
}

const spec: NationalIdSpec = {
  id: 'us-itin',
  kind: 'US_ITIN',
  title: 'US Individual Taxpayer Identification Number',
  word: 'itin',
  authority: 'IRS Pub. 1915 and IRM 3.21.263.5.2 (range 9XX-50-XXXX to 9XX-99-XXXX without 89 and 93)',
  regulations: ['CCPA 1798.140(ae)(1)(A)', 'GLBA 16 CFR 314', 'IRC 6103'],
  shape: '9########',
  check,
  context: [
    'itin, itins, i t i n, individual taxpayer, individual taxpayer id, individual taxpayer identification number, w7',
    'taxpayer, taxpayer id, taxpayer number, taxpayer identification number, tax id, tax id number, tax number, tin',
    'numero de contribuyente, identificacion de contribuyente, numero de itin, irs, irs number, ssn, social',
  ],
  slippery: ['taxpayer id, individual taxpayer'],
  exclude: ['routing, account'],
  written: [{ groups: [3, 2, 4], pattern: /9\d\d([- ])\d\d\1\d{4}/, confidence: 0.8 }],
  examples: {
    hits: ['my ITIN is ‹912-70-1234›', '‹900-85-4321›', 'tax id ‹988 77 2040›', 'itin‹912701234›'],
    misses: ['912-49-1234', 'itin 912-89-1234', 'order 912-70-1234', '912701234', 'itin pending, order no 912701234'],
  },
};

export default nationalId(spec);
