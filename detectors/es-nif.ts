/** Spanish NIF of natural persons: the DNI number with its control letter, and the K, L and M forms. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

const letters = 'TRWAGMYFPDXBNJZSQVHLCKE';

const spec: NationalIdSpec = {
  id: 'es-nif',
  kind: 'ES_NIF',
  title: 'Spanish NIF / DNI',
  word: 'nif',
  authority: 'Real Decreto 1553/2005 (DNI) and Real Decreto 1065/2007 Art. 19 (NIF), control letter modulus 23',
  shape: '(?:#~)?#######~[A-HJ-NP-TV-Z]|[KLM]~#######~[A-Z]',
  check: (value) =>
    letters[Number(value.replace(/^[KLM]/, '').slice(0, -1)) % 23] === value.at(-1) && !/^0{6}/.test(value),
  context: [
    'dni, dnis, d n i, nif, n i f, dni nif, nif dni, documento nacional, documento nacional de identidad, documento',
    'documento de identidad, mi documento, numero de identificacion fiscal, identificacion, carnet de identidad',
    'carne de identidad, spanish id, spanish tax id, dni number, nif number, dni espanol, numero de dni',
  ],
  exclude: ['matricula'],
  written: [
    { groups: [8], letters: 'after', pattern: /\d{8}[- ]?[A-HJ-NP-TV-Z]/, confidence: 0.88 },
    { groups: [8], letters: 'after', pattern: /\d{8}[a-hj-np-tv-z]/, confidence: 0.75 },
    { groups: [2, 3, 3], letters: 'after', pattern: /\d\d\.\d{3}\.\d{3}[- ]?[A-HJ-NP-TV-Za-z]/, confidence: 0.9 },
  ],
  examples: {
    hits: ['mi DNI es ‹12345678Z›', '‹54362315K›', 'nif ‹12.345.678-Z›', 'dni ‹12345678 z›'],
    misses: ['dni 12345678A', 'pedido 12345678Z', '12345678', 'dni en tramite, 600 123 456', 'ref 54362315K'],
  },
};

export default nationalId(spec);
