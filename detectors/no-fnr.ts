/** Norwegian birth numbers and D-numbers: birth date, individual number, two check digits. */
import { digitAt, monthDay, numberIn, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** D-numbers add 40 to the day, numbers of help registers 40 to the month. */
function check(value: string): boolean {
  const first = (11 - (weightedSum(value, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
  const second = (11 - (weightedSum(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  const [day, month] = [numberIn(value, 0, 2), numberIn(value, 2, 4)];
  return (
    first === digitAt(value, 9) &&
    second === digitAt(value, 10) &&
    monthDay(month > 40 ? month - 40 : month, day > 40 ? day - 40 : day)
  );
}

const spec: NationalIdSpec = {
  id: 'no-fnr',
  kind: 'NO_FNR',
  title: 'Norwegian birth number',
  word: 'fnr',
  authority: 'Folkeregisterforskriften kap. 2; Skatteetaten (two control digits modulus 11)',
  regulations: ['GDPR Art. 87', 'Personopplysningsloven § 12'],
  shape: '###########',
  check,
  context: [
    'fodselsnummer, fødselsnummer, fodselsnr, fødselsnr, fnr, f nr, personnummer, personnr, d nummer, dnr, pnr',
    'fodsels nummer, fødsels nummer, birth number, norwegian id, norwegian national id, national identity number',
    'personal number, bankid, fodselnummer, fødselnummer, identitetsnummer',
  ],
  slippery: ['fodselsnummer'],
  exclude: ['kontonummer, kid, orgnr, organisasjonsnummer'],
  written: [{ groups: [6, 5], pattern: /\d{6} \d{5}/, confidence: 0.75 }],
  examples: {
    hits: ['fødselsnummer ‹151086 95088›', 'fnr ‹15108695088›', '‹151086 95088›', 'mitt personnummer er ‹15108695088›'],
    misses: [
      'fnr 15108695089',
      '15108695088',
      'fnr 15138695088',
      'ordrenummer 15108695088',
      'fnr kommer, faktura 15108695088',
    ],
  },
};

export default nationalId(spec);
