/** Belgian national register numbers: birth date, serial, two check digits modulus 97. */
import { monthDay, numberIn } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** From 2000 on a 2 stands in front for the sum; BIS numbers add 20 or 40 to the month, unknown dates are zero. */
function check(value: string): boolean {
  const body = Number(value.slice(0, 9));
  const key = Number(value.slice(9));
  const month = numberIn(value, 2, 4) % 20;
  const day = numberIn(value, 4, 6);
  const dated = monthDay(month, day) || month === 0 || (day === 0 && month <= 12);
  return (
    dated &&
    numberIn(value, 2, 4) <= 52 &&
    body > 0 &&
    (97 - (body % 97) === key || 97 - ((body + 2_000_000_000) % 97) === key)
  );
}

const spec: NationalIdSpec = {
  id: 'be-nn',
  kind: 'BE_NN',
  title: 'Belgian national register number',
  word: 'rrn',
  authority: 'Loi du 8 août 1983 organisant un registre national; AR du 3 avril 1984 (key modulus 97)',
  shape: '###########',
  check,
  context: [
    'national, nationaal, rijksregisternr, rijksregisternummer, rijksregister nummer, rijksregister, insz, insz nummer, nationaal nummer, rrn, rr nummer, niss',
    'numero de registre national, registre national, numero national, numero niss, nummer rijksregister, nrn, numero rn',
    'nationalregisternummer, national register number, belgian national number, belgian id, numero du registre national',
    'national number, n national, no national, registre nat, inss',
  ],
  slippery: ['rijksregisternummer, registre national'],
  written: [{ groups: [2, 2, 2, 3, 2], pattern: /\d\d\.\d\d\.\d\d-\d{3}[.-]\d\d/, confidence: 0.93 }],
  examples: {
    hits: [
      'rijksregisternummer ‹85.07.30-033.28›',
      '‹85.07.30-033.28›',
      'numéro national ‹85073003328›',
      'NISS: ‹85 07 30 033 28›',
    ],
    misses: ['rijksregisternummer 85.07.30-033.29', '85073003328', 'commande 85.07.30-033.28', 'niss 85.13.30-033.28'],
  },
};

export default nationalId(spec);
