/** Brazilian CPF numbers: nine digits and two check digits. */
import { allSame, digitAt } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Check digit over the first `length` digits with weights `length + 1` down to 2. */
function checkDigit(value: string, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i += 1) sum += digitAt(value, i) * (length + 1 - i);
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

const spec: NationalIdSpec = {
  id: 'br-cpf',
  kind: 'BR_CPF',
  title: 'Brazilian CPF number',
  word: 'cpf',
  authority: 'Receita Federal do Brasil, IN RFB 2172/2024 (Cadastro de Pessoas Físicas, two digits modulus 11)',
  regulations: ['LGPD Art. 5', 'GDPR Art. 87'],
  shape: '###########',
  check: (value) =>
    !allSame(value) && checkDigit(value, 9) === digitAt(value, 9) && checkDigit(value, 10) === digitAt(value, 10),
  context: [
    'cpf, c p f, cpf no, cpf nr, cpf numero, numero do cpf, numero cpf, cadastro de pessoas fisicas, cpfs, meu cpf',
    'cadastro de pessoa fisica, cadastro pessoa fisica, cpf number, documento, nota fiscal, titular, contribuinte',
  ],
  exclude: ['cnpj, rg, celular, boleto, rastreio, rastreamento, protocolo, cep'],
  written: [{ groups: [3, 3, 3, 2], pattern: /\d{3}\.\d{3}\.\d{3}-\d\d/, confidence: 0.93 }],
  examples: {
    hits: ['meu CPF é ‹111.444.777-35›', 'cpf ‹52998224725›', '‹529.982.247-25›', 'cpf: ‹529 982 247 25›'],
    misses: [
      'cpf 111.444.777-36',
      'cpf 111.111.111-11',
      '52998224725',
      'pedido 52998224725',
      'cpf ok, pedido 52998224725',
    ],
  },
};

export default nationalId(spec);
