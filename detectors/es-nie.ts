/** Spanish NIE of foreigners: X, Y or Z, seven digits, control letter. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE';

const spec: NationalIdSpec = {
  id: 'es-nie',
  kind: 'ES_NIE',
  title: 'Spanish NIE',
  word: 'nie',
  authority: 'Real Decreto 557/2011 Art. 206, Orden INT/2058/2008 (NIE, control letter modulus 23)',
  shape: '[XYZ]~#######~[A-HJ-NP-TV-Z]',
  check: (value) => letters[Number(`${'XYZ'.indexOf(value.charAt(0))}${value.slice(1, 8)}`) % 23] === value.at(-1),
  context: [
    'nie, n i e, numero de identidad de extranjero, identidad de extranjero, tarjeta de residencia, tie, residencia',
    'permiso de residencia, numero de extranjero, nie number, mi nie, nif, dni, documento, foreigner number, spanish id',
    'documento de identidad, identificacion',
  ],
  written: [{ groups: [7], lead: 3, letters: 'both', pattern: /[XYZ][- ]?\d{7}[- ]?[A-HJ-NP-TV-Z]/i, confidence: 0.9 }],
  examples: {
    hits: ['mi NIE es ‹X1234567L›', '‹X2482300W›', 'nie: ‹x-1234567-l›', 'NIE ‹X 1234567 L›'],
    misses: ['nie X1234567M', 'pedido X1234567L', 'X1234567', 'nie W1234567L', 'AX1234567L'],
  },
};

export default nationalId(spec);
