/** Chinese resident identity card numbers: area, birth date, serial, check character. */
import { monthDay, numberIn, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** ISO/IEC 7064 MOD 11-2 over seventeen digits; the area starts with a province code of GB/T 2260. */
function check(value: string): boolean {
  const sum = weightedSum(value, [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
  const year = numberIn(value, 6, 10);
  return (
    '10X98765432'[sum % 11] === value.at(-1) &&
    year >= 1880 &&
    year <= 2099 &&
    monthDay(numberIn(value, 10, 12), numberIn(value, 12, 14))
  );
}

const province = '(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])';

const spec: NationalIdSpec = {
  id: 'cn-ric',
  kind: 'CN_RIC',
  title: 'Chinese resident identity card number',
  word: 'ric',
  authority: 'GB 11643-1999 (citizen identification number), ISO/IEC 7064 MOD 11-2',
  regulations: ['PIPL Art. 28'],
  shape: `${province.replaceAll(/(\d)(\[)/g, '$1~$2')}~###############~[0-9X]`,
  check,
  context: [
    '身份证, 身份证号, 身份证号码, 居民身份证, 公民身份号码, 身份號碼, 证件号, 证件号码, shenfenzheng, chinese id, resident id, id card, id card number, id number, ric, national id, id no',
  ],
  written: [
    { groups: [18], pattern: new RegExp(`${province}\\d{4}(?:18|19|20)\\d{9}\\d`), confidence: 0.93 },
    { groups: [17], pattern: new RegExp(`${province}\\d{4}(?:18|19|20)\\d{9}[Xx]`), confidence: 0.95 },
  ],
  examples: {
    hits: [
      '身份证号 ‹11010519491231002X›',
      '‹360426199101010071›',
      'id card: ‹110105 19491231 002x›',
      '我的身份证‹360426199101010071›',
    ],
    misses: [
      '身份证 110105194912310021',
      '99010519491231002X',
      '订单号 360426199101010071',
      '身份证 36042619911301007',
    ],
  },
};

export default nationalId(spec);
