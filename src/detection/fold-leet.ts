/** Letters that look like digits → digits, but only where nearly everything around them is a number. */

import { luhnText } from './checks.ts';
import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

/** What passes for a digit at a glance, in Latin, Greek and Cyrillic, with ideographic numerals. */
const alike = new Map<number, string>();
/** Letters of hexadecimal ids and words; they need a word that says what the number is. */
const weak = new Map<number, string>();
for (const [digit, letters] of Object.entries({
  0: 'oOQοΟоО〇零⭕',
  1: 'lLiI|ΙιІіӀӏ一壹',
  2: 'zZ二貳',
  3: 'ЗзӠ三參',
  4: 'Ч四',
  5: 'sS$Ѕѕ五',
  6: 'б六',
  7: '七',
  8: 'BΒВ八',
  9: '九',
}))
  for (const letter of letters) alike.set(letter.codePointAt(0) ?? 0, digit);
for (const [digit, letters] of Object.entries({ 0: 'D', 3: 'eEЕЭ', 4: 'aAhчA', 6: 'bG', 7: 'tT', 9: 'gq' }))
  for (const letter of letters) weak.set(letter.codePointAt(0) ?? 0, digit);

/** Fewest digits of a value that is worth it: nine of an SSN. */
const VALUE_MIN = 9;
/** Digits of a card number. */
const CARD_MIN = 12;
const CARD_MAX = 19;
/** Signs between two pieces of one number. */
const GAP_MAX = 4;

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
  const code = text.charCodeAt(i);
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
    for (let kind = classAt(text, i); kind !== OTHER; kind = i < text.length ? classAt(text, i) : OTHER) {
      if (kind === DIGIT) digits += 1;
      if (kind > worst) worst = kind;
      i += 1;
    }
    if (i === start) {
      i += 1;
      continue;
    }
    if (start - run.end > GAP_MAX || worst === LETTER || !piecePlausible(digits, i - start)) {
      rewrite(edits, text, run);
      run.start = start;
      run.digits = 0;
      run.letters = 0;
    }
    if (worst === LETTER || !piecePlausible(digits, i - start)) continue;
    if (run.digits + run.letters === 0) run.start = start;
    run.digits += digits;
    run.letters += i - start - digits;
    run.end = i;
  }
  rewrite(edits, text, run);
  const folded = edits.done();
  return folded === undefined ? undefined : { text: folded.text, map: chainMaps(folded.map, map) };
}

/** A single `I` or `o` beside a number is a word; a piece of a number has a digit or the size of a group. */
function piecePlausible(digits: number, size: number): boolean {
  return digits > 0 || size >= 2;
}

function rewrite(edits: Edits, text: string, { start, end, digits, letters }: Run): void {
  const count = digits + letters;
  if (letters === 0 || count < VALUE_MIN) return;
  // An unbroken run is a whole card number or, most likely, an id.
  if (count === end - start && count >= CARD_MIN && !luhnText(digitsOf(text, start, end))) return;
  for (let i = start; i < end; i += 1) {
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
}

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
  return { digits, strong, weak: weakCount };
}
