/** Hong Kong identity card numbers: one or two letters, six digits, check character in brackets. */
import { type NationalIdSpec, nationalId } from '../src/detection/national-id.ts';

/** Weights 9 to 1 over eight places; a missing first letter counts as a blank with value 36. */
function check(value: string): boolean {
  const padded = value.padStart(9, ' ');
  let sum = 0;
  for (let i = 0; i < 9; i += 1) sum += worthOf(padded, i) * (9 - i);
  return sum % 11 === 0;
}

function worthOf(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code === 32) return 36;
  if (code < 65) return code - 48;
  // The check character A stands for ten, as the letter A does.
  return code - 55;
}

const spec: NationalIdSpec = {
  id: 'hk-id',
  kind: 'HK_ID',
  title: 'Hong Kong identity card number',
  word: 'hkid',
  authority: 'Registration of Persons Ordinance Cap. 177 (Hong Kong); check digit modulus 11',
  regulations: ['PDPO Cap. 486 (Hong Kong)'],
  shape: '[A-Z]~(?:[A-Z]~)?######[ ]?[([]?[0-9A][)\\]]?',
  check,
  context: [
    'hkid, hk id, hkid no, hkid number, hkid card, hong kong id, hong kong identity card, 身份證, 身份證號碼, 身份證號, 香港身份證, 身分證, identity card, id card, id number, id no, h k i d, 身份证, 身份证号, 香港身份证, hong kong id number, hong kong id card',
  ],
  written: [
    { groups: [6, 1], lead: 2, letters: 'before', pattern: /[A-Z]{1,2}\d{6} ?[([][0-9A][)\]]/i, confidence: 0.93 },
    { groups: [6], lead: 2, letters: 'both', pattern: /[A-Z]{1,2}\d{6} ?\(A\)/i, confidence: 0.93 },
  ],
  examples: {
    hits: ['HKID ‹A123456(3)›', '‹A123456(3)›', '香港身份證 ‹a1234563›', 'hk id: ‹A 123456 (3)›'],
    misses: ['HKID A123456(4)', 'order A123456(3)', 'A1234563', 'hkid 123456(3)'],
  },
};

export default nationalId(spec);
