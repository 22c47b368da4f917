/** Argentine CUIT / CUIL: type prefix, document number, check digit. */
import { digitAt, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** A check value of 10 is avoided by another prefix or written as 9. */
function check(value: string): boolean {
  const digit = (11 - (weightedSum(value, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
  return (digit === 10 ? 9 : digit) === digitAt(value, 10);
}

const spec: NationalIdSpec = {
  id: 'ar-cuit',
  kind: 'AR_CUIT',
  title: 'Argentine CUIT / CUIL',
  word: 'cuit',
  authority: 'AFIP RG 10/97 and ANSES (Argentina; prefixes 20 23 24 25 26 27 30 33 34, modulus 11)',
  regulations: ['Ley 25.326 (Argentina)'],
  shape: '(?:2~[034567]|3~[034])~#########',
  check,
  context: [
    'cuit, cuil, c u i t, c u i l, cuit cuil, cuil cuit, mi cuit, mi cuil, cuit nro, numero de cuit, numero de cuil',
    'clave unica, clave unica de identificacion tributaria, codigo unico de identificacion laboral, cdi, afip, anses',
    'argentine tax id, cuit number, cuil number, monotributo',
  ],
  exclude: ['cbu, cvu'],
  written: [{ groups: [2, 8, 1], pattern: /(?:2[034567]|3[034])-\d{8}-\d/, confidence: 0.9 }],
  examples: {
    hits: ['mi CUIT es ‹20-05536168-2›', '‹20-05536168-2›', 'cuil ‹20055361682›', 'CUIT: ‹20 05536168 2›'],
    misses: ['cuit 20-05536168-3', '20055361682', 'pedido 20-05536168-2', 'cuit 21-05536168-2'],
  },
};

export default nationalId(spec);
