/** Marks of disguise that the scanner leaves while it passes: each one opens a slow path, none of them is a finding. */

/** An HTML entity or tag, a percent sequence, a backslash escape. */
export const ESCAPE = 1;
/** `[at]`, `(dot)`, `{@}`, or a word for them: arroba, punkt. */
export const ADDRESS = 2;
/** A letter that looks like a digit beside digits. */
export const LOOKALIKE = 4;
/** A digit between two letters, or more letters in a row than words have: base64, hex. */
export const ENCODED = 8;

/** More letters in a row than nearly all words have. */
export const LONG_WORD = 15;

/** Signs that may begin a disguise; the scanner shows each of them to `markAt`. */
export const isMark: Uint8Array = tableOf('&%\\<[({');

/** Separators that numbers are not printed with. */
export const isOdd: Uint8Array = tableOf('\t\r\n\v\f_,|*~:;\'"()[]{}<>#+=\\!?`^&');

const isHex = tableOf('0123456789abcdefABCDEF');
const isLetter = Uint8Array.from({ length: 256 }, (_, unit) =>
  ((unit | 32) >= 97 && (unit | 32) <= 122) || unit >= 192 ? 1 : 0,
);
const isLower = Uint8Array.from({ length: 256 }, (_, unit) => (unit >= 97 && unit <= 122 ? 1 : 0));
const afterBackslash = tableOf('uUx0123nrt');
const afterBracket = tableOf('aAdDpP@.');
/** Read as digits by a person; letters of other scripts (192 and up) may be as well. */
const isLookalike = Uint8Array.from({ length: 256 }, (_, unit) =>
  unit >= 192 || 'oOQlLiI|sSBZ$'.includes(String.fromCharCode(unit)) ? 1 : 0,
);

/** The same at a second glance: letters of words and of hexadecimal. */
const isWeak = tableOf('DzeEaAhbGtTgqB!');

/** 1 for letters like digits, 2 for digits, 3 for what stands between them. */
const inNumber = Uint8Array.from({ length: 256 }, (_, unit) => {
  if (unit >= 48 && unit <= 57) return 2;
  return isLookalike[unit] === 1 ? 1 : ' -./_'.includes(String.fromCharCode(unit)) ? 3 : 0;
});

function tableOf(signs: string): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, unit) => (signs.includes(String.fromCharCode(unit)) ? 1 : 0));
}

/** The mark that the sign at `i` makes with what follows; 0 for the ordinary use of it. */
export function markAt(units: Uint8Array, length: number, i: number): number {
  const next = i + 1 < length ? (units[i + 1] as number) : 0;
  const third = i + 2 < length ? (units[i + 2] as number) : 0;
  switch (units[i]) {
    case 38:
      return next === 35 || (isLetter[next] === 1 && isLower[third] === 1) ? ESCAPE : 0;
    case 37:
      return (isHex[next] as number) * (isHex[third] as number) * ESCAPE;
    case 92:
      return (afterBackslash[next] as number) * ESCAPE;
    case 64:
      return next === 32 || units[i - 1] === 32 ? ADDRESS : 0;
    case 60:
      return (
        (next === 47 || next === 33 || isLetter[next] === 1 ? ESCAPE : 0) | ((afterBracket[next] as number) * ADDRESS)
      );
    default:
      return (afterBracket[next === 32 ? third : next] as number) * ADDRESS;
  }
}

/** The marks of the run of digits [start, end) by its neighbours; `stop` is where the scanner gave it up. */
export function markBeside(units: Uint8Array, length: number, start: number, end: number, stop: number): number {
  const before = start > 0 ? (units[start - 1] as number) : 0;
  const after = stop < length ? (units[stop] as number) : 0;
  if (isLetter[before] === 0 && isLookalike[after] === 0 && isWeak[after] === 0) return 0;
  if (isParcel(units, start, end, before, after)) return 0;
  const look =
    isLookalike[before] === 1 ||
    (isLookalike[after] === 1 && numberGoesOn(units, length, stop, stop === end && end - start > 2)) ||
    ((isWeak[before] === 1 || (stop === end && isWeak[after] === 1)) && isLongNumber(units, length, start));
  const between =
    stop === end && isLetter[before] === 1 && isLetter[after] === 1 && !(isHex[before] === 1 && isHex[after] === 1);
  return (look ? LOOKALIKE : 0) | (between ? ENCODED : 0);
}

/**
 * `1Z` and sixteen signs are a parcel number of UPS, and common in chats of shops. Both of its halves are met:
 * the 1 in front of the Z, and the digits behind it; fewer digits there may still be a number in disguise.
 */
function isParcel(units: Uint8Array, start: number, end: number, before: number, after: number): boolean {
  if ((after | 32) === 122 && end - start === 1) return units[start] === 49;
  return (before | 32) === 122 && units[start - 2] === 49 && end - start >= 16;
}

/** Fewest signs of a value, and how far the look to either side reaches. */
const LONG_MIN = 9;
const LONG_REACH = 32;

/** Whether the digit at `at` stands among enough digits and letters like them, and more than one of them a digit. */
function isLongNumber(units: Uint8Array, length: number, at: number): boolean {
  const after = countAlike(units, at, Math.min(length, at + LONG_REACH), 1);
  const before = countAlike(units, at - 1, Math.max(-1, at - LONG_REACH), -1);
  const all = after + before;
  return after >= 0 && before >= 0 && all >= LONG_MIN * COUNT && all % COUNT > 1;
}

/** Counts signs and digits are packed by; more than the looks reach. */
const COUNT = 256;

/**
 * Signs of one number from `from` on, times `COUNT`, plus how many of them are digits; -1 when a letter that is
 * like no digit stands beside digits: hexadecimal, or another id.
 */
function countAlike(units: Uint8Array, from: number, to: number, step: 1 | -1): number {
  let count = 0;
  let gap = 0;
  let inPiece = step < 0 ? 1 : 0;
  for (let i = from; i !== to; i += step) {
    const unit = units[i] as number;
    const kind = isWeak[unit] === 1 ? 1 : (inNumber[unit] as number);
    if (kind === 0) return inPiece > 0 && gap === 0 && isLetter[unit] === 1 ? -1 : count;
    if (kind === 3) {
      gap += 1;
      inPiece = 0;
      if (gap > 2) return count;
      continue;
    }
    gap = 0;
    count += kind === 2 ? COUNT + 1 : COUNT;
    if (kind === 2) inPiece = 1;
  }
  return count;
}

/** Between two groups of digits of one number that is read aloud: `, and then the 2nd group `. */
const GROUP_GAP_MAX = 22;

/** 1 for a number that begins at `start`, behind a blank, close behind one that ended at `end`. */
export function isClose(units: Uint8Array, end: number, start: number): number {
  return start - end <= GROUP_GAP_MAX && units[start - 1] === 32 ? 1 : 0;
}

/** Whether what begins at `at` with a look-alike reads on as a number: `lO 12`, `OOOO`; a word has other letters soon. */
function numberGoesOn(units: Uint8Array, length: number, at: number, glued: boolean): boolean {
  const stop = Math.min(length, at + 8);
  let letters = 0;
  for (let i = at; i < stop; i += 1) {
    const kind = inNumber[units[i] as number];
    if (kind === 2) return true;
    if (kind === 0) return letters > 3;
    if (kind === 3 && glued) return true;
    if (kind === 1) letters += 1;
  }
  return stop === length || letters > 3;
}
