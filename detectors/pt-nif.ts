/** Portuguese tax numbers (NIF, contribuinte): nine digits, first digits by kind of holder, modulus 11. */
import { digitAt, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

function check(value: string): boolean {
  const rest = weightedSum(value, [9, 8, 7, 6, 5, 4, 3, 2]) % 11;
  return /^(?:[1235689]|4[5-9]|7[0-9])/.test(value) && (rest < 2 ? 0 : 11 - rest) === digitAt(value, 8);
}

const spec: NationalIdSpec = {
  id: 'pt-nif',
  kind: 'PT_NIF',
  title: 'Portuguese NIF',
  word: 'nif-pt',
  authority: 'Decreto-Lei 14/2013 (Portugal), Autoridade Tributária (NIF, modulus 11)',
  shape: '#########',
  check,
  context: [
    'nif, n i f, numero de contribuinte, contribuinte, n contribuinte, no contribuinte, nr contribuinte, numero fiscal',
    'numero de identificacao fiscal, identificacao fiscal, nif portugues, portuguese tax number, portuguese nif, nipc',
    'nº contribuinte, meu nif, portuguese tax id, nif number, n de contribuinte, financas',
  ],
  slippery: ['contribuinte'],
  exclude: ['telemovel, encomenda, multibanco, entidade, bi, cc'],
  examples: {
    hits: ['o meu NIF é ‹123456789›', 'contribuinte n.º ‹501 964 843›', '‹123 456 789› é o meu nif', 'NIF:‹501964843›'],
    misses: ['nif 123456788', '123456789', 'nif depois, encomenda 123456789', 'nif 412345678', 'nif 12345678'],
  },
};

export default nationalId(spec);
