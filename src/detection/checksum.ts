/** Check digits by name, for the patterns of operators: each says yes or no to a value as it was typed. */
import { luhnText } from './checks.ts';

type Check = (value: string) => boolean;

/** Letters and digits without what stands between them, in capitals. */
function bare(value: string): string {
  return value.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
}

/** Digits of a value that has nothing but digits (and separators); a last `X` stands for ten when allowed. */
function digitsOf(value: string, lastX = false): number[] | undefined {
  const text = bare(value);
  const wanted = lastX ? /^\d+[\dX]$/ : /^\d{2,}$/;
  return wanted.test(text) ? Array.from(text, (sign) => (sign === 'X' ? 10 : Number(sign))) : undefined;
}

/** Sum of digits times weights that are told from the right; the check digit has place 0. */
function weighted(digits: readonly number[], weight: (place: number) => number): number {
  const last = digits.length - 1;
  return digits.reduce((sum, digit, index) => sum + digit * weight(last - index), 0);
}

/** ISO/IEC 7064 MOD 97-10 remainder, letters as 10 to 35; digit by digit, because the numbers are long. */
function remainder97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** ISO/IEC 7064 pure system with one check character: MOD 11-2. */
function mod112(value: string): boolean {
  const digits = digitsOf(value, true);
  return digits?.reduce((sum, digit, index) => (index === 0 ? digit : sum * 2 + digit) % 11, 0) === 1;
}

/** ISO/IEC 7064 hybrid systems: MOD 11,10 over digits, MOD 37,36 over digits and letters. */
function hybrid(value: string, modulus: number): boolean {
  const text = bare(value);
  if (text.length < 2 || (modulus === 10 && !/^\d+$/.test(text))) return false;
  let product = modulus;
  for (const sign of text.slice(0, -1)) {
    const sum = (product + Number.parseInt(sign, 36)) % modulus || modulus;
    product = (sum * 2) % (modulus + 1);
  }
  return (product + Number.parseInt(text.slice(-1), 36)) % modulus === 1;
}

/** Multiplication in the dihedral group of order ten, and the permutation of each place (Verhoeff, 1969). */
function verhoeff(value: string): boolean {
  const digits = digitsOf(value);
  if (digits === undefined) return false;
  let state = 0;
  for (const [place, digit] of digits.toReversed().entries()) {
    let moved = digit;
    for (let times = place % 8; times > 0; times -= 1) moved = '1576283094'.charCodeAt(moved) - 48;
    state = dihedral(state, moved);
  }
  return state === 0;
}

/** Rotations are 0 to 4, reflections 5 to 9. */
function dihedral(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 5) % 5;
}

/** The quasigroup of order ten of Damm's thesis (2004). */
const dammRows = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
];

function damm(value: string): boolean {
  const digits = digitsOf(value);
  return digits?.reduce((state, digit) => (dammRows[state] ?? '').charCodeAt(digit) - 48, 0) === 0;
}

/** ICAO 9303 part 3, 4.9: weights 7, 3, 1 from the left, the check digit last and unweighted. */
function machineReadable(value: string): boolean {
  const text = value.replace(/[^0-9A-Za-z<]/g, '').toUpperCase();
  if (!/^[0-9A-Z<]+\d$/.test(text)) return false;
  const sum = Array.from(text.slice(0, -1)).reduce((total, sign, index) => {
    return total + (sign === '<' ? 0 : Number.parseInt(sign, 36)) * ([7, 3, 1][index % 3] ?? 0);
  }, 0);
  return sum % 10 === Number(text.slice(-1));
}

function sumDivides(value: string, divisor: number, weight: (place: number) => number, lastX = false): boolean {
  const digits = digitsOf(value, lastX);
  return digits !== undefined && weighted(digits, weight) % divisor === 0;
}

const checks = {
  /** ISO/IEC 7812-1 annex B. */
  luhn: luhnText,
  /** ISO/IEC 7064 MOD 97-10, check characters last: LEI, creditor references. */
  mod97: (value) => bare(value).length > 2 && remainder97(bare(value)) === 1,
  /** ISO 13616: MOD 97-10 with the first four characters moved to the end. */
  iban: (value) => bare(value).length > 4 && remainder97(bare(value).replace(/^(.{4})(.*)$/, '$2$1')) === 1,
  /** Weights 1, 2, 3 … from the right, X for ten: ISBN-10, NHS numbers. */
  mod11: (value) => sumDivides(value, 11, (place) => place + 1, true),
  /** Weights 1, then 2 to 7 again and again from the right: Danish CVR, many bank accounts. */
  'mod11-7': (value) => sumDivides(value, 11, (place) => (place === 0 ? 1 : ((place - 1) % 6) + 2), true),
  /** ISO/IEC 7064 MOD 11-2: ORCID, ISNI. */
  'mod11-2': mod112,
  /** ISO/IEC 7064 MOD 11,10: German tax numbers, Croatian OIB. */
  'mod11-10': (value) => hybrid(value, 10),
  /** ISO/IEC 7064 MOD 37,36: GRid. */
  'mod37-36': (value) => hybrid(value, 36),
  verhoeff,
  damm,
  /** GS1 General Specifications 7.9: weights 1 and 3 by turns from the right: EAN, UPC, SSCC. */
  gs1: (value) => sumDivides(value, 10, (place) => (place % 2 === 0 ? 1 : 3)),
  /** American Bankers Association: weights 1, 7, 3 from the right. */
  aba: (value) => sumDivides(value, 10, (place) => [1, 7, 3][place % 3] ?? 0),
  mrz: machineReadable,
} as const satisfies Readonly<Record<string, Check>>;

export type ChecksumName = keyof typeof checks;

/** The names that `checksum:` of a policy knows. */
export const checksumNames = Object.keys(checks) as [ChecksumName, ...ChecksumName[]];

/**
 * @example
 * passesChecksum('luhn', '4111 1111 1111 1111'); // true
 */
export function passesChecksum(name: ChecksumName, value: string): boolean {
  return checks[name](value);
}
