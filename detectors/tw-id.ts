/** Taiwanese national identification numbers and resident certificates: area letter, sex digit, check digit. */
import { weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Area letters in the order of their numbers, 10 first. */
const areas = 'ABCDEFGHJKLMNPQRSTUVXYWZIO';

function check(value: string): boolean {
  const digits = `${areas.indexOf(value.charAt(0)) + 10}${value.slice(1)}`;
  return weightedSum(digits, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]) % 10 === 0;
}

const spec: NationalIdSpec = {
  id: 'tw-id',
  kind: 'TW_ID',
  title: 'Taiwanese national identification number',
  word: 'id-tw',
  authority: '戶籍法 (Household Registration Act, Taiwan); National Immigration Agency (numbers since 2021 included)',
  regulations: ['PDPA (Taiwan) Art. 2'],
  shape: '[A-Z]~[1289]~########',
  check,
  context: [
    '身分證, 身分證字號, 身分證號碼, 身份證, 身份證字號, 身份證號碼, 身份證號, 身分證號, 統一編號, 居留證, 居留證號, 国民身份证, 台湾身份证, taiwan id, taiwanese id, arc number, roc id, national id, id number, taiwan id number, 身份证字号, 身份证, 身份证号',
  ],
  examples: {
    hits: ['身分證字號 ‹A123456789›', 'Taiwan ID ‹a123456789›', '‹A123456789›是我的身分證號碼', '身份證:‹A123456789›'],
    misses: ['身分證 A123456788', 'A123456789', '身分證 A323456789', 'order A123456789'],
  },
};

export default nationalId(spec);
