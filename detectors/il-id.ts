/** Israeli identity numbers (teudat zehut): nine digits with a Luhn check, leading zeros at times left out. */
import { luhnDigits } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const spec: NationalIdSpec = {
  id: 'il-id',
  kind: 'IL_ID',
  title: 'Israeli identity number',
  word: 'id-il',
  authority: 'Population Registry Law 1965 (Israel), Population and Immigration Authority (Luhn)',
  regulations: ['Privacy Protection Law 1981 (Israel)'],
  shape: '(?:#~)?########',
  check: (value) => luhnDigits(value) && !/^0{5}/.test(value) && !/^(\d)\1+$/.test(value),
  context: [
    'teudat zehut, teudat zeut, tz, t z, תעודת זהות, תעודת הזהות, תז, ת ז, מספר זהות, מספר תעודת זהות, תעודת הזהות שלי',
    'israeli id, israeli id number, israeli identity, israel id, mispar zehut, zehut, teudat zehut number, israel id number, israeli identity number',
  ],
  examples: {
    hits: ['teudat zehut ‹039337423›', 'תעודת זהות ‹039337423›', 'Israeli ID: ‹03933742-3›'],
    misses: ['teudat zehut 039337424', '039337423', 'teudat zehut sent, order 039337423', 'tz 000000000'],
  },
};

export default nationalId(spec);
