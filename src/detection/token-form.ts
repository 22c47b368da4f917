/** Tokens that are nobody's secret by their form alone; the scanner passes them over before any detector is asked. */
import { codeAt } from './code-units.ts';

/** Shorter than any key or wallet that begins with a digit; numbers of parcels and orders are within it. */
const PLAIN_MAX = 19;
/** Digits and hyphens of a UUID (RFC 9562 section 4). */
const UUID_UNITS = 36;
const HYPHEN = 45;

/** Whether [start, end) is a UUID, or letters and digits that begin with a digit as a tracking number does. */
export function isPlainToken(units: Uint8Array, start: number, end: number): boolean {
  const last = units[end - 1] as number;
  // A full stop or a colon behind it belongs to the sentence.
  const stop = last === 46 || last === 58 ? end - 1 : end;
  return stop - start === UUID_UNITS ? isUuid(units, start) : isPlainNumber(units, start, stop);
}

function isUuid(units: Uint8Array, start: number): boolean {
  for (let i = 0; i < UUID_UNITS; i += 1) {
    const unit = units[start + i] as number;
    if (i === 8 || i === 13 || i === 18 || i === 23) {
      if (unit !== HYPHEN) return false;
    } else if (!isDigit(unit) && ((unit | 32) < 97 || (unit | 32) > 102)) return false;
  }
  return true;
}

function isPlainNumber(units: Uint8Array, start: number, end: number): boolean {
  if (end - start > PLAIN_MAX || !isDigit(units[start] as number)) return false;
  for (let i = start; i < end; i += 1) {
    const unit = units[i] as number;
    if (!isDigit(unit) && ((unit | 32) < 97 || (unit | 32) > 122)) return false;
  }
  return true;
}

function isDigit(unit = 0): boolean {
  return unit >= 48 && unit <= 57;
}

/** Two letters and two digits before `end`: `DE89` of an IBAN in groups, `IBAN:DE89`. */
export function endsIbanHead(units: Uint8Array, end: number): boolean {
  return isDigit(units[end - 1]) && isDigit(units[end - 2]) && isLetter(units[end - 3]) && isLetter(units[end - 4]);
}

function isLetter(unit = 0): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
}

/** A code is at least this long, with its signs. */
const CODE_MIN = 16;
/** No further than this is looked to each side of a word. */
const CODE_LOOK = 64;

/**
 * Whether the word [start, end) is an accident within a hash, a key or a parcel number: a digit stands right beside it,
 * and the unbroken code around it has letters strewn among digits that make no words, in one case or in both.
 */
export function isWithinCode(text: string, start: number, end: number): boolean {
  if (!isDigitAt(text, start - 1) && !isDigitAt(text, end)) return false;
  let from = start;
  while (from > 0 && start - from < CODE_LOOK && isCodeUnit(codeAt(text, from - 1))) from -= 1;
  let to = end;
  while (to < text.length && to - end < CODE_LOOK && isCodeUnit(codeAt(text, to))) to += 1;
  if (to - from < CODE_MIN) return false;
  const around = text.slice(from, start) + text.slice(end, to);
  const digits = around.replace(/[^0-9]/g, '').length;
  const strewn = around.match(/[A-Za-z]+/g)?.filter((letters) => letters.length <= 2).length ?? 0;
  const turns = around.match(/[a-z][A-Z]/g)?.length ?? 0;
  return (strewn >= 2 && digits >= 4) || (turns >= 3 && digits >= 2);
}

function isDigitAt(text: string, index: number): boolean {
  const code = codeAt(text, index);
  return code >= 48 && code <= 57;
}

/** Letters, digits and the signs of base64, of UUIDs and of names with numbers in them. */
function isCodeUnit(code: number): boolean {
  const lower = code | 32;
  return (lower >= 97 && lower <= 122) || (code >= 48 && code <= 57) || '+/=_-'.includes(String.fromCharCode(code));
}

/** Signs that keys, tokens, addresses of machines and account numbers are written with, besides letters and digits. */
export const isTokenUnit: Uint8Array = Uint8Array.from({ length: 256 }, (_, unit) => {
  if ((unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90)) return 2;
  return (unit >= 48 && unit <= 57) || '_-./+=:'.includes(String.fromCharCode(unit)) ? 1 : 0;
});

/** Whether a letter stands right before or right behind [start, end). */
export function isGlued(units: Uint8Array, length: number, start: number, end: number): boolean {
  if (start > 0 && isTokenUnit[units[start - 1] as number] === 2) return true;
  return end < length && isTokenUnit[units[end] as number] === 2;
}
