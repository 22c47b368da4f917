/** Quick looks at a stretch of text, so that a pattern is tried only where it can match. */
import { codeAt } from './code-units.ts';

/** Whether a sign, given by its code, stands at least `count` times in [from, to). */
export function hasSigns(text: string, sign: number, count: number, from: number, to: number): boolean {
  const end = Math.min(to, text.length);
  let seen = 0;
  for (let i = Math.max(0, from); i < end; i += 1) {
    if (codeAt(text, i) !== sign) continue;
    seen += 1;
    if (seen === count) return true;
  }
  return false;
}

/** Whether there are at least `count` digits in [from, to). */
export function hasDigits(text: string, count: number, from: number, to: number): boolean {
  const end = Math.min(to, text.length);
  let seen = 0;
  for (let i = Math.max(0, from); i < end; i += 1) {
    const code = codeAt(text, i);
    if (code < 48 || code > 57) continue;
    seen += 1;
    if (seen === count) return true;
  }
  return false;
}

/** Whether the unit at `index` is an ASCII letter. */
export function isLetterAt(text: string, index: number): boolean {
  const lower = codeAt(text, index) | 32;
  return lower >= 97 && lower <= 122;
}

/** Whether [from, to) has nothing past ASCII. */
export function isAscii(text: string, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if (codeAt(text, i) > 127) return false;
  return true;
}
