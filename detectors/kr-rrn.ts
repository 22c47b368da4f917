/** South Korean resident registration numbers: birth date, sex and century, serial, check digit. */
import { digitAt, monthDay, numberIn, weightedSum } from '../src/detection/checks-weighted.ts';
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Year and month of birth from which on nobody's number has a check digit. */
const RANDOM_SINCE = 2010;

/**
 * Foreigners' numbers (seventh digit 5 to 8) added two to theirs. Numbers issued since October 2020 end in
 * random digits: those of foreigners whatever their age, and those of children born since.
 */
function check(value: string): boolean {
  const digit = 11 - (weightedSum(value, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11);
  const last = digitAt(value, 12);
  const foreign = /[5-8]/.test(value.charAt(6));
  const born = /[34]/.test(value.charAt(6)) ? numberIn(value, 0, 4) : 0;
  const isRandom = foreign || born >= RANDOM_SINCE;
  return monthDay(numberIn(value, 2, 4), numberIn(value, 4, 6)) && (isRandom || digit % 10 === last);
}

const spec: NationalIdSpec = {
  id: 'kr-rrn',
  kind: 'KR_RRN',
  title: 'South Korean resident registration number',
  word: 'rrn-kr',
  authority: '주민등록법 (Resident Registration Act) Art. 7-2; check digit modulus 11',
  regulations: ['PIPA (South Korea) Art. 24-2'],
  shape: '######~#######',
  check,
  context: [
    '주민등록번호, 주민번호, 주민번호예요, 주민번호입니다, 주민등록번호입니다, 주민등록번호예요, 주민번호를, 주민등록번호를, 주민번호이에요, 주민등록번호이고, 주민번호도, 주민등록번호와, 주민등록, 주민등록번호는, 주민번호는, 외국인등록번호, 외국인등록번호는, frn, korean frn, foreign registration number, alien registration number, 주민등록번호가, 주민번호가, rrn, resident registration, resident registration number, korean id, korean rrn, jumin, jumin number, resident number, korean id number, 住民登録番号',
  ],
  written: [{ groups: [6, 7], pattern: /\d\d[01]\d[0-3]\d-\d{7}/, confidence: 0.88 }],
  examples: {
    hits: [
      '주민등록번호 ‹971013-9019902›',
      '‹971013-9019902›',
      'RRN: ‹9710139019902›',
      '주민번호는 ‹971013 - 9019902› 입니다',
    ],
    misses: ['주민번호 971013-9019903', '971013901990', '주민번호 971313-9019902', 'order 971013-9019902'],
  },
};

export default nationalId(spec);
