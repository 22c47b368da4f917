/** Swiss AHV/AVS numbers: country prefix 756, nine digits, EAN check digit. */
import { digitAt, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'ch-ahv',
  kind: 'CH_AHV',
  title: 'Swiss AHV number (AVS, NAVS13)',
  word: 'ahv',
  authority: 'AHVG Art. 50c (Switzerland); Zentrale Ausgleichsstelle (756, EAN-13 check digit)',
  regulations: ['Swiss FADP Art. 5', 'AHVG Art. 153b'],
  shape: '7~5~6~##########',
  check: (value) => (10 - (weightedSum(value, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10 === digitAt(value, 12),
  context: [
    'ahv, ahv nr, ahv nummer, ahvn13, ahvnummer, avs, numero avs, n avs, no avs, navs13, navs, numero ahv, avs number',
    'sozialversicherungsnummer, sozialversicherung, assurance sociale, numero d assure, versichertennummer, ahv number',
    'numero avs, assicurazione sociale, sv nummer, swiss social security number, social security, svnr, oasi, oasi number',
  ],
  exclude: ['gtin, barcode'],
  written: [{ groups: [3, 4, 4, 2], pattern: /756[. -]\d{4}[. -]\d{4}[. -]\d\d/, confidence: 0.93 }],
  examples: {
    hits: ['AHV-Nr. ‹756.9217.0769.85›', '‹756.9217.0769.85›', 'numéro AVS ‹7569217076985›', 'ahv: ‹756 9217 0769 85›'],
    misses: ['AHV 756.9217.0769.86', '7569217076985', 'EAN 7569217076985', 'AHV 755.9217.0769.85'],
  },
};

export default nationalId(spec);
