/** US Employer Identification Numbers: two digits of the issuing campus, seven more. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Prefixes no campus and no Internet channel issues. */
const unissued = new Set('00 07 08 09 17 18 19 28 29 49 69 70 78 79 89 96 97'.split(' '));

const spec: NationalIdSpec = {
  id: 'us-ein',
  kind: 'US_EIN',
  title: 'US Employer Identification Number',
  word: 'ein',
  authority: 'IRS Pub. 1635; IRS list of valid EIN prefixes',
  regulations: ['CCPA 1798.140(v)', 'IRC 6109'],
  shape: '#########',
  check: (value) => !unissued.has(value.slice(0, 2)) && !/(\d)\1{6}$/.test(value),
  context: [
    'ein, eins, fein, feins, e i n, employer id, employer id number, employer identification, federal id',
    'employer identification number, federal employer identification number, federal tax id, federal tax id number',
    'federal tax number, business tax id, company tax id, business tax number, tax id of the company, 1099, w9, w 9',
    'tax id, tax id number, tax identification number, tin, irs number, business ein, company ein, taxpayer id',
    'fed id, fed tax id, tax ein, our tax id, corporate tax id',
  ],
  slippery: ['employer id, federal tax id'],
  exclude: ['routing, account, ssn, social, itin'],
  reject: /^\d{3}\D{1,3}\d{2}\D{1,3}\d{4}$/,
  sameSentence: true,
  examples: {
    hits: [
      'our EIN is ‹12-3456789›',
      'Federal Tax ID: ‹94-2404110›',
      'ein‹123456789›',
      '‹47-1234567› is the company EIN',
    ],
    misses: [
      'ein 00-1234567',
      '12-3456789',
      'tax id 536-22-1234',
      'order 12-3456789',
      'EIN will follow, tracking 123456789',
    ],
  },
};

export default nationalId(spec);
