/** Check digits that are sums with weights: the arithmetic most registries share, over compact strings. */

/** Value 0 to 9 of the character at `index`. */
export function digitAt(text: string, index: number): number {
  return text.charCodeAt(index) - 48;
}

/** Σ digit × weight over the first `weights.length` digits. */
export function weightedSum(text: string, weights: readonly number[]): number {
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += digitAt(text, index) * weight;
  return sum;
}

/** Luhn (ISO/IEC 7812-1 annex B) over a string of digits. */
export function luhnDigits(text: string): boolean {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) {
    const digit = digitAt(text, text.length - 1 - i);
    const weighted = i % 2 === 1 ? digit * 2 : digit;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

/** ISO/IEC 7064 MOD 11,10 over a string of digits, check digit last. */
export function mod1110(text: string): boolean {
  let product = 10;
  for (let i = 0; i < text.length - 1; i += 1) {
    const sum = (digitAt(text, i) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (product + digitAt(text, text.length - 1)) % 10 === 1;
}

/** Rows of the dihedral group D5, and the permutation of Verhoeff (Mathematical Centre Tract 29, 1969). */
const dihedral = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const permutation = [
  '0123456789',
  '1576283094',
  '5803796142',
  '8916043527',
  '9453126870',
  '4286573901',
  '2793806415',
  '7046913258',
];

/** Verhoeff check over a string of digits, check digit last. */
export function verhoeff(text: string): boolean {
  let state = 0;
  for (let i = 0; i < text.length; i += 1) {
    const moved = digitAt(permutation[i % 8] ?? '', digitAt(text, text.length - 1 - i));
    state = digitAt(dihedral[state] ?? '', moved);
  }
  return state === 0;
}

/** Remainder of a long decimal number, digit by digit. */
export function remainder(text: string, modulus: number): number {
  let rest = 0;
  for (let i = 0; i < text.length; i += 1) rest = (rest * 10 + digitAt(text, i)) % modulus;
  return rest;
}

/** Whether month and day can stand in a calendar; 29 February always can, for the century is often unknown. */
export function monthDay(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= (daysIn[month - 1] ?? 0);
}

const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Number in [from, to) of a string of digits. */
export function numberIn(text: string, from: number, to: number): number {
  return Number(text.slice(from, to));
}

/** Whether a string is one character over and over. */
export function allSame(text: string): boolean {
  for (let i = 1; i < text.length; i += 1) if (text[i] !== text[0]) return false;
  return true;
}
