/** Japanese Individual Numbers (My Number): twelve digits, the last a check digit. */
import { allSame, digitAt, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

function check(value: string): boolean {
  const rest = weightedSum(value, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
  return (rest <= 1 ? 0 : 11 - rest) === digitAt(value, 11) && !allSame(value);
}

const spec: NationalIdSpec = {
  id: 'jp-mynumber',
  kind: 'JP_MYNUMBER',
  title: 'Japanese Individual Number (My Number)',
  word: 'mynumber',
  authority: '行政手続における特定の個人を識別するための番号の利用等に関する法律 Art. 2; 総務省令85号 Art. 5',
  regulations: ['APPI (Japan)', 'My Number Act Art. 19'],
  shape: '############',
  check,
  context: [
    'マイナンバー, 個人番号, マイナンバーカード, マイナ, マイナンバーは, my number, mynumber, my number card, my number is, individual number, japanese my number, マイナカード, 個人番号カード, kojin bango, mainanba, my no',
  ],
  examples: {
    hits: [
      'マイナンバーは ‹1234 5678 9018› です',
      '個人番号：‹123456789018›',
      'My Number ‹1234-5678-9018›',
      '‹123456789018› が私のマイナンバー',
    ],
    misses: ['マイナンバー 1234 5678 9012', '1234 5678 9018', '注文番号 123456789018', 'my number 090 1234 5678'],
  },
};

export default nationalId(spec);
