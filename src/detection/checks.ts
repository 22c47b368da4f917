/** Pure yes/no arithmetic over digits, and the one place that knows the `luhn` package. */
import luhnPackage from 'luhn';
import type { DigitRun } from './detector.ts';

/**
 * Luhn check (ISO/IEC 7812-1 annex B) of the digits [from, to) of a run.
 * A table walk turns away nine in ten; only what is left is spelled out for the library to judge.
 */
export function luhn(run: DigitRun, from: number, to: number): boolean {
  return luhnSum(run, from, to) && luhnPackage.validate(run.slice(from, to));
}

/** The table walk alone, to ask before something that costs more. */
export function luhnSum(run: DigitRun, from: number, to: number): boolean {
  let sum = 0;
  let double = false;
  for (let i = to - 1; i >= from; i -= 1) {
    const digit = run.digits[i] as number;
    sum += double ? (doubled[digit] as number) : digit;
    double = !double;
  }
  return sum % 10 === 0;
}

const doubled = Uint8Array.of(0, 2, 4, 6, 8, 1, 3, 5, 7, 9);

/** Luhn over the digits of a text, whatever stands between them; for operator patterns. */
export function luhnText(text: string): boolean {
  const digits = text.replace(/\D/g, '');
  return digits.length > 1 && luhnPackage.validate(digits);
}

/**
 * Whether the SSA can have issued the number (POMS RM 10201.035): area 001 to 899 without 666,
 * group 01 to 99, serial 0001 to 9999. Areas of 900 and up are the IRS's (ITIN).
 */
export function ssnIssuable(area: number, group: number, serial: number): boolean {
  return area >= 1 && area <= 899 && area !== 666 && group >= 1 && serial >= 1;
}

/** Whether all digits of [from, to) are the same. */
export function sameDigit(run: DigitRun, from: number, to: number): boolean {
  const first = run.digits[from];
  for (let i = from + 1; i < to; i += 1) if (run.digits[i] !== first) return false;
  return true;
}

/** Value of the digits [from, to), at most nine of them. */
export function numberAt(run: DigitRun, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i += 1) value = value * 10 + (run.digits[i] as number);
  return value;
}
