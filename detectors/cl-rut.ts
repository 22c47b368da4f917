/** Chilean RUT / RUN: seven or eight digits and a check digit that may be K. */
import { digitAt } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Modulus 11 with weights 2 to 7 from the right, over and over. */
function check(value: string): boolean {
  let sum = 0;
  for (let i = 0; i < value.length - 1; i += 1) sum += digitAt(value, value.length - 2 - i) * (2 + (i % 6));
  return '0K987654321'[sum % 11] === value.at(-1) && !value.startsWith('000');
}

const spec: NationalIdSpec = {
  id: 'cl-rut',
  kind: 'CL_RUT',
  title: 'Chilean RUT / RUN',
  word: 'rut',
  authority: 'DFL 3 de 1969 (Chile), Registro Civil and SII (modulus 11, check digit 0 to 9 or K)',
  regulations: ['Ley 19.628 (Chile)'],
  shape: '(?:#~)?#######~[0-9K]',
  check,
  context: [
    'rut, r u t, run, rol unico tributario, rol unico nacional, rol unico, mi rut, rut es, cedula de identidad, cedula',
    'numero de rut, carnet, rut number, rut no, rut nro, mi run, chilean id, chilean tax id, carnet de identidad',
  ],
  exclude: ['boleta'],
  written: [{ groups: [3, 3], lead: 3, pattern: /\d{1,2}\.\d{3}\.\d{3}-[0-9Kk]/, confidence: 0.92 }],
  examples: {
    hits: ['mi RUT es ‹12.531.909-2›', '‹12.345.678-5›', 'rut: ‹76086428-5›', 'run ‹12345678 5›'],
    misses: ['rut 12.531.909-3', '12345678-5', 'pedido 12.345.678-5', 'rut pronto, factura 123456785'],
  },
};

export default nationalId(spec);
