/** Swedish personal and coordination numbers: birth date, serial, Luhn check. */
import { luhnDigits, monthDay, numberIn } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Coordination numbers (samordningsnummer) add 60 to the day. */
function check(value: string): boolean {
  const ten = value.slice(-10);
  const day = numberIn(ten, 4, 6);
  return monthDay(numberIn(ten, 2, 4), day > 60 ? day - 60 : day) && luhnDigits(ten);
}

const spec: NationalIdSpec = {
  id: 'se-personnummer',
  kind: 'SE_PERSONNUMMER',
  title: 'Swedish personal number',
  word: 'personnummer',
  authority: 'Folkbokföringslag (1991:481) § 18; Skatteverket SKV 704 (Luhn over ten digits)',
  regulations: ['GDPR Art. 87', 'Dataskyddslag (2018:218) 3 kap. 10 §'],
  shape: '(?:(?:19|20)~)?######[-+\\s]{0,3}####',
  check,
  context: [
    'personnummer, person nummer, personnr, person nr, persnr, pers nr, pnr, personnumret, samordningsnummer, swedish personal number',
    'personal number, personal id number, personal identity number, bankid, fodelsenummer, personnummret, mitt personnummer',
    'swedish id, identity number',
  ],
  slippery: ['personnummer'],
  exclude: ['organisationsnummer, org nr, orgnr, bankgiro'],
  written: [
    { groups: [6, 4], pattern: /\d\d[01]\d[0-9]\d[-+]\d{4}/, confidence: 0.72 },
    { groups: [8, 4], pattern: /(?:19|20)\d\d[01]\d[0-9]\d[-+]\d{4}/, confidence: 0.85 },
  ],
  examples: {
    hits: ['personnummer ‹811218-9876›', 'mitt personnr är ‹198112189876›', '‹19811218-9876›', 'pnr: ‹811218+9876›'],
    misses: ['personnummer 811218-9875', '8112189876', 'personnummer 811318-9876', 'ordernummer 811218-9876'],
  },
};

export default nationalId(spec);
