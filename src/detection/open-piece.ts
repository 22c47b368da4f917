/** Where a text that arrives in pieces must be held: what comes next may belong to what stands at its end. */
import type { Finding } from '../domain/finding.ts';
import { numberLanguages } from './number-words.ts';

/** Text after a number or a value that may still tell what it is: a street after its house number, "is my PIN". */
const AFTER_UNITS = 48;
/** Further back nothing is held on account of looks alone. */
const BACK_UNITS = 512;
/** Fewer digits at the end of what may be a whole message give nothing away. */
const DIGITS_MIN = 4;
/** Signs inside numbers and addresses. */
const SIGNS = /^[\p{P}\p{S}]+$/u;
const CAPITALS = /^[\p{Lu}\p{P}]{1,5}$/u;
const DIGIT_OR_AT = /[\p{N}@]/u;

const numberWords: ReadonlySet<string> = new Set(
  numberLanguages.flatMap(({ words, times }) => [...words.keys(), ...times.keys()]),
);

/**
 * UTF-16 index from which `text` has to wait. `findings` are those in the text so far. The last word always waits,
 * and so do numbers, what looks like parts of one, and values, until enough text has followed.
 */
export function holdFrom(text: string, findings: readonly Finding[]): number {
  let cut = lastWord(text);
  const recent = Math.max(0, text.length - AFTER_UNITS);
  const digit = text.slice(recent).search(DIGIT_OR_AT);
  if (digit >= 0) cut = Math.min(cut, wordStart(text, recent + digit));
  cut = behindNumbers(text, cut);
  for (const { start, end } of findings.toReversed()) {
    if (end > recent || end > cut) cut = Math.min(cut, start);
  }
  return behindNumbers(text, cut);
}

/**
 * The same where it is not known that more text will come: only a number of four digits and more, or an address,
 * that stands at the very end without a full stop waits, so that whole messages go at once.
 */
export function holdFromEnd(text: string, findings: readonly Finding[]): number {
  const word = lastWord(text.trimEnd());
  if (/[.!?)\]]\s*$/.test(text) || !DIGIT_OR_AT.test(text.slice(word))) return text.length;
  const cut = behindNumbers(text, word);
  const tail = text.slice(cut);
  if (!tail.includes('@') && (tail.match(/\p{N}/gu)?.length ?? 0) < DIGITS_MIN) return text.length;
  const open = findings.find(({ start, end }) => start < cut && end > cut);
  return open?.start ?? cut;
}

/** Start of the run without white space at the end. */
function lastWord(text: string): number {
  return wordStart(text, text.length);
}

function wordStart(text: string, at: number): number {
  const limit = Math.max(0, at - BACK_UNITS);
  let start = at;
  while (start > limit && !isSpace(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Back over words that may be parts of one number: `DE89 NWBK 6016`, `four one one`. */
function behindNumbers(text: string, from: number): number {
  let cut = from;
  const limit = Math.max(0, from - BACK_UNITS);
  while (cut > limit) {
    let end = cut;
    while (end > limit && isSpace(text.charCodeAt(end - 1))) end -= 1;
    const start = wordStart(text, end);
    const word = text.slice(start, end);
    if (word === '' || !isNumberLike(word)) break;
    cut = start;
  }
  return cut;
}

function isNumberLike(word: string): boolean {
  if (DIGIT_OR_AT.test(word) || CAPITALS.test(word) || SIGNS.test(word)) return true;
  return numberWords.has(word.toLowerCase().replace(/[^\p{L}-]/gu, ''));
}

/** Blanks of all widths, tabs, line ends. */
function isSpace(code: number): boolean {
  return (
    code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || (code >= 0x2000 && code <= 0x200b) || code === 0x3000
  );
}
