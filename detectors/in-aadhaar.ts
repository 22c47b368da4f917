/** Indian Aadhaar numbers: twelve digits with a Verhoeff check. */
import { allSame, verhoeff } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'in-aadhaar',
  kind: 'IN_AADHAAR',
  title: 'Aadhaar number',
  word: 'aadhaar',
  authority: 'UIDAI (twelve digits, first 2 to 9, Verhoeff); Aadhaar Act 2016 s. 29',
  regulations: ['Aadhaar Act 2016 s. 29', 'DPDP Act 2023'],
  shape: '[2-9]~###########',
  check: (value) => verhoeff(value) && !allSame(value) && value !== [...value].reverse().join(''),
  context: [
    'aadhaar, aadhar, adhar, adhaar, aadhaar card, aadhar card, adhar card, aadhaar no, aadhar no, aadhaar number',
    'aadhar number, adhar number, adhar no, uid, uidai, uid number, aadhaar uid, ekyc, e kyc, kyc, addhar, aadhar id',
    'आधार, आधार नंबर, आधार कार्ड, आधार संख्या, आधार कार्ड नंबर, aadhaar id, adhar nambar, aadhar nambar, uid no',
    'आधार क्रमांक, ஆதார், ఆధార్, আধার',
  ],
  slippery: ['aadhaar, aadhar'],
  exclude: ['pan, card ending, vid'],
  examples: {
    hits: [
      'Aadhaar: ‹2341 2341 2346›',
      'mera aadhar number ‹234123412346› hai',
      'आधार नंबर ‹2341-2341-2346›',
      'uid‹234123412346›',
    ],
    misses: [
      'aadhaar 2341 2341 2347',
      '2341 2341 2346',
      'aadhaar 1341 2341 2346',
      'aadhaar done, order 234123412346',
      'kyc 9876543210',
    ],
  },
};

export default nationalId(spec);
