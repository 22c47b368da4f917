/** Polish PESEL numbers: birth date with the century in the month, serial, check digit. */
import { digitAt, monthDay, numberIn, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'pl-pesel',
  kind: 'PL_PESEL',
  title: 'Polish PESEL number',
  word: 'pesel',
  authority: 'Ustawa o ewidencji ludności 2010 Art. 15-19 (PESEL, weights 1 3 7 9)',
  shape: '###########',
  check: (value) =>
    monthDay(numberIn(value, 2, 4) % 20, numberIn(value, 4, 6)) &&
    (10 - (weightedSum(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === digitAt(value, 10),
  context: [
    'pesel, pesle, peselu, numer pesel, nr pesel, pesel nr, numeru pesel, moj pesel, p e s e l, pesel number, pesel no',
    'numer identyfikacyjny, numer ewidencyjny, polish id, polish national id, dowod, dowodu',
  ],
  exclude: ['nip, regon, konto, przesylki'],
  examples: {
    hits: ['mój PESEL to ‹44051401359›', 'pesel: ‹440514 01359›', '‹44051401359› to moj pesel', 'PESEL‹44051401359›'],
    misses: ['pesel 44051401358', '44051401359', 'pesel 44131401359', 'pesel podam, zamówienie 44051401359'],
  },
};

export default nationalId(spec);
