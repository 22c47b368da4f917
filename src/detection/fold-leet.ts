/** Letters that look like digits → digits, but only where nearly everything around them is a number. */

import { luhnText } from './checks.ts';
import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

/** What passes for a digit at a glance, in Latin, Greek and Cyrillic, with ideographic numerals. */
const alike = new Map<number, string>();
/** Letters of hexadecimal ids and words; they need a word that says what the number is. */
const weak = new Map<number, string>();
for (const [digit, letters] of Object.entries({
  0: 'oOQοΟоОØøՕօס〇零⭕',
  1: 'lLiI|!ΙιІіӀӏ一壹',
  2: 'zZƧƻ二貳',
  3: 'ЗзӠƷʒɜ三參',
  4: 'Чч四',
  5: 'sS$Ѕѕƽ五',
  6: 'бƄ六',
  7: '七',
  8: 'BΒВ八',
  9: '九',
}))
  for (const letter of letters) alike.set(letter.codePointAt(0) ?? 0, digit);
for (const [digit, letters] of Object.entries({ 0: 'D', 3: 'eEЕЭеэ', 4: 'aAhАа', 6: 'bG', 7: 'tTТ', 9: 'gq' }))
  for (const letter of letters) weak.set(letter.codePointAt(0) ?? 0, digit);

/** Fewest digits of a value that is worth it: nine of an SSN. */
const VALUE_MIN = 9;
/** Digits of a card number. */
const CARD_MIN = 12;
const CARD_MAX = 19;
/** Digits of the longest ids that people are known by, but for those of France. */
const ID_MAX = 15;
/** Signs between two pieces of one number. */
const GAP_MAX = 6;

/** What one unit is here. */
const OTHER = 0;
const DIGIT = 1;
const ALIKE = 2;
const WEAK = 3;
const LETTER = 4;

const ascii = Uint8Array.from({ length: 128 }, (_, code) => classOf(code));

function classOf(code: number): number {
  if (code >= 48 && code <= 57) return DIGIT;
  if (alike.has(code)) return ALIKE;
  if (weak.has(code)) return WEAK;
  if (code < 128) return /[A-Za-z]/.test(String.fromCharCode(code)) ? LETTER : OTHER;
  // Ideographs stand without blanks: a number begins right behind a word.
  return code < 0x2e80 && /\p{L}/u.test(String.fromCharCode(code)) ? LETTER : OTHER;
}

function classAt(text: string, i: number): number {
  if (i >= text.length) return OTHER;
  const code = text.charCodeAt(i);
  // An exclamation mark is a one only inside a group; behind it, it ends the sentence.
  if (code === 33 && classAt(text, i + 1) === OTHER) return OTHER;
  return code < 128 ? (ascii[code] as number) : classOf(code);
}

/** A run of pieces that are all digits and look-alikes. */
interface Run {
  start: number;
  end: number;
  digits: number;
  letters: number;
}

/** `4lll O000` → `4111 0000`; undefined when no run of the text is mostly a number. */
export function foldLeet(text: string, map: OffsetMap | undefined): Folded | undefined {
  const edits = new Edits(text);
  const run: Run = { start: 0, end: -GAP_MAX - 1, digits: 0, letters: 0 };
  let i = 0;
  while (i < text.length) {
    const start = i;
    let digits = 0;
    let worst = OTHER;
    for (let kind = classAt(text, i); kind !== OTHER; kind = classAt(text, i)) {
      if (kind === DIGIT) digits += 1;
      if (kind > worst) worst = kind;
      i += 1;
    }
    if (i === start) {
      i += 1;
      continue;
    }
    const plausible = worst !== LETTER && piecePlausible(text, start, i, digits, run);
    if (start - run.end > GAP_MAX || !plausible) {
      rewrite(edits, text, run);
      run.start = start;
      run.digits = 0;
      run.letters = 0;
    }
    if (!plausible) continue;
    if (run.digits + run.letters === 0) run.start = start;
    run.digits += digits;
    run.letters += i - start - digits;
    run.end = i;
  }
  rewrite(edits, text, run);
  const folded = edits.done();
  return folded === undefined ? undefined : { text: folded.text, map: chainMaps(folded.map, map) };
}

/**
 * A piece of a number has a digit or looks like a group. A single `I` or `o` beside a number is a word unless
 * it is the last of a long one, short pieces in front are words (`IS`, `as`), and so are small letters that spell one.
 */
function piecePlausible(text: string, start: number, end: number, digits: number, run: Run): boolean {
  if (digits > 0) return true;
  const before = start - run.end <= GAP_MAX ? run.digits + run.letters : 0;
  const size = end - start;
  if (size < 3 && before === 0) return false;
  if (size === 1) return before >= VALUE_MIN - 1 && start - run.end === 1 && alike.has(text.charCodeAt(start));
  const piece = text.slice(start, end);
  return !/^[a-z]+$/.test(piece) || /^([ol])\1+$/.test(piece) || (size >= 4 && /^[oliszq]+$/.test(piece));
}

function rewrite(edits: Edits, text: string, { start, end, digits, letters }: Run): void {
  const count = digits + letters;
  if (letters === 0 || count < VALUE_MIN) return;
  // Longer than a card: the country of an IBAN keeps its letters.
  const account = count > CARD_MAX && /^[A-Z]{2}/.test(text.slice(start, start + 2));
  const from = account ? start + 2 : start;
  // An unbroken run is a whole card number or, most likely, an id; shorter ones have other check digits.
  const whole = count === end - start && count >= CARD_MIN && !account;
  if (whole && (count > ID_MAX || digits * 2 < count) && !luhnText(digitsOf(text, start, end))) return;
  for (let i = from; i < end; i += 1) {
    const digit = digitOf(text, i);
    if (digit !== undefined) edits.replace(i, i + 1, digit);
  }
}

function digitOf(text: string, i: number): string | undefined {
  const code = text.charCodeAt(i);
  return alike.get(code) ?? weak.get(code);
}

function digitsOf(text: string, start: number, end: number): string {
  let digits = '';
  for (let i = start; i < end && digits.length <= CARD_MAX; i += 1) digits += digitOf(text, i) ?? text.charAt(i);
  return digits;
}

/** How a value was written: how many digits it has, and how many letters stand for one. */
export interface LeetShare {
  readonly digits: number;
  readonly strong: number;
  readonly weak: number;
  /** Whether the letters are those of hexadecimal. */
  readonly hex: boolean;
  /** Whether it is in one piece, or cut the way such numbers are printed. */
  readonly printed: boolean;
}

/** One piece, even groups, those of a card of 14 or 15 digits, or those of an SSN; the same sign between all of them. */
const printedForms =
  /^(?:[^ ./_-]{9,34}|[^ ./_-]{4}(?:([ ./_-])[^ ./_-]{4}){0,7}(?:\1[^ ./_-]{1,4})|[^ ./_-]{4}([ ./-])[^ ./-]{6}\2[^ ./-]{4,5}|[^ ./-]{3}([ ./-])(?:[^ ./-]{2,3}\3[^ ./-]{3,4}))$/;

/** Counts the letters of a value of the canonical text. */
export function leetShare(value: string): LeetShare {
  let digits = 0;
  let strong = 0;
  let weakCount = 0;
  for (let i = 0; i < value.length; i += 1) {
    const kind = classAt(value, i);
    if (kind === DIGIT) digits += 1;
    else if (kind === ALIKE) strong += 1;
    else if (kind === WEAK) weakCount += 1;
  }
  const letters = value.replace(/[^\p{L}$|!]/gu, '');
  return { digits, strong, weak: weakCount, hex: /^[A-Fa-f]*$/.test(letters), printed: printedForms.test(value) };
}
