/** Hexadecimal digits in bytes, by table: escapes of hostile texts are nothing else. */

/** -1 for bytes that are no hexadecimal digit. */
const DIGITS = new Int8Array(256).fill(-1);
for (const digit of '0123456789abcdefABCDEF') DIGITS[digit.charCodeAt(0)] = Number.parseInt(digit, 16);

/** Value of one hexadecimal digit in ASCII; -1 when it is none. */
export function hexDigit(byte: number): number {
  return DIGITS[byte] as number;
}

/** Value of four hexadecimal digits at `at`; negative when they are not. */
export function hex4(raw: Buffer, at: number): number {
  if (at + 4 > raw.length) return -1;
  const high = (hexDigit(raw[at] as number) << 4) | hexDigit(raw[at + 1] as number);
  const low = (hexDigit(raw[at + 2] as number) << 4) | hexDigit(raw[at + 3] as number);
  // One that is none is negative, and so is whatever it is joined with.
  return (high << 8) | low;
}
