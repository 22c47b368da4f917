/** Mexican CURP: letters of the name, birth date, sex, state, consonants, homoclave and check digit. */
import { digitAt, monthDay, numberIn } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** `Ñ` counts between N and O; names with it are written with X. */
const characters = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

function check(value: string): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += characters.indexOf(value.charAt(i)) * (18 - i);
  return monthDay(numberIn(value, 6, 8), numberIn(value, 8, 10)) && (10 - (sum % 10)) % 10 === digitAt(value, 17);
}

const states = 'AS|BC|BS|CC|CL|CM|CS|CH|DF|CX|DG|GT|GR|HG|JC|MC|MN|MS|NT|NL|OC|PL|QT|QR|SP|SL|SR|TC|TS|TL|VZ|YN|ZS|NE';

const spec: NationalIdSpec = {
  id: 'mx-curp',
  kind: 'MX_CURP',
  title: 'Mexican CURP',
  word: 'curp',
  authority: 'RENAPO, Instructivo normativo para la asignación de la CURP (DOF 18/10/2021)',
  regulations: ['LFPDPPP (Mexico)'],
  shape: `[A-Z]~[AEIOUX]~[A-Z]~[A-Z]~######~[HMX]~(?:${states})~[B-DF-HJ-NP-TV-Z]~[B-DF-HJ-NP-TV-Z]~[B-DF-HJ-NP-TV-Z]~[A-Z0-9]~#`,
  check,
  context: [
    'curp, c u r p, mi curp, clave unica, clave unica de registro de poblacion, clave unica de registro, registro de poblacion, curp number',
  ],
  written: [
    {
      groups: [6],
      lead: 4,
      letters: 'both',
      pattern: new RegExp(`[A-Z][AEIOUX][A-Z]{2}\\d{6}[HMX](?:${states})[B-DF-HJ-NP-TV-Z]{3}[A-Z0-9]\\d`, 'i'),
      confidence: 0.97,
    },
  ],
  examples: {
    hits: [
      'mi CURP es ‹BOXW310820HNERXN09›',
      '‹BOXW310820HNERXN09›',
      'curp: ‹boxw310820hnerxn09›',
      'CURP ‹BOXW 310820 HNERXN 09›',
    ],
    misses: ['curp BOXW310820HNERXN08', 'BOXW311320HNERXN09', 'curp BOXW310820HXXRXN09', 'XBOXW310820HNERXN09'],
  },
};

export default nationalId(spec);
