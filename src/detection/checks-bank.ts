/** Pure checks of account numbers: IBAN by ibantools (which only this file knows), ABA routing numbers, BIC countries. */

import { getCountrySpecifications, ValidationErrorsIBAN, validateIBAN } from 'ibantools';
import { codeAt } from './code-units.ts';

const specifications = getCountrySpecifications();

/** Digits and letters of an IBAN of a country, 0 when the country has none. */
export function ibanLength(country: string): number {
  return specifications[country]?.chars ?? 0;
}

/** The same by the places of two letters in the alphabet: asked about the letters in front of every long number. */
const lengths = Uint8Array.from({ length: 26 * 26 }, (_, pair) =>
  ibanLength(String.fromCharCode(65 + Math.floor(pair / 26), 65 + (pair % 26))),
);

/** Digits and letters of an IBAN whose country stands at `at` of a text, in either case; 0 when none stands there. */
export function ibanLengthAt(text: string, at: number): number {
  const first = (codeAt(text, at) | 32) - 97;
  const second = (codeAt(text, at + 1) | 32) - 97;
  return first < 0 || first > 25 || second < 0 || second > 25 ? 0 : (lengths[first * 26 + second] as number);
}

/**
 * `valid`: length, alphabet and MOD 97-10 (ISO 13616-1, ISO 7064) hold, and the check digits inside the account part
 * where the country has such. `account`: only those inner digits do not, which banks have let happen at mergers.
 */
export type IbanJudgement = 'valid' | 'account';

/** Judges an upper-case IBAN without blanks. */
export function judgeIban(iban: string): IbanJudgement | undefined {
  const { valid, errorCodes } = validateIBAN(iban);
  if (valid) return 'valid';
  return errorCodes.every((code) => code === ValidationErrorsIBAN.WrongAccountBankBranchChecksum)
    ? 'account'
    : undefined;
}

/** ABA routing transit number: weights 3 7 1, and a prefix that the Federal Reserve has assigned. */
export function routingValid(digits: string): boolean {
  if (!/^\d{9}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
  const prefix = Number(digits.slice(0, 2));
  if (!(prefix <= 12 || (prefix >= 21 && prefix <= 32) || (prefix >= 61 && prefix <= 72) || prefix === 80))
    return false;
  let sum = 0;
  for (let i = 0; i < 9; i += 1) sum += Number(digits[i]) * ([3, 7, 1][i % 3] as number);
  return sum % 10 === 0;
}

const countries = new Set(
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  ),
);

/** ISO 9362: four letters of the party, a country, a location, perhaps a branch. */
export function bicShaped(code: string): boolean {
  return /^[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/.test(code) && countries.has(code.slice(4, 6));
}
