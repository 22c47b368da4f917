/** What stands unfinished at the end of a text: where a draft or a stream must hold back. */
import { foldText } from './fold.ts';
import { openDisguise } from './open-disguise.ts';
import { isSeparator } from './scanner.ts';

/** Fewer trailing digits than this are left in sight: a draft that ends in "I have 2" gives nothing away. */
const DIGITS_MIN = 4;
/** A run with more digits than the longest value of any detector keeps growing into nothing. */
const RUN_MAX = 4096;
/** Longest local part and domain of an address (RFC 5321 section 4.5.3.1) are within it. */
const WORD_MAX = 320;

/** UTF-16 index in `text` from which later text could still complete a number or an address. */
export function openIndex(text: string): number {
  const tailStart = Math.max(0, text.length - RUN_MAX);
  const tail = text.slice(tailStart);
  const folded = foldText(tail);
  const digits = openDigits(folded.text);
  const address = openAddress(folded.text);
  const open = Math.min(digits, address, openDisguise(folded.text));
  return open >= folded.text.length ? text.length : tailStart + folded.map.startOf(open);
}

/** First digit of the run of digits and separators at the end; the length when it is too short. */
function openDigits(text: string): number {
  let first = text.length;
  let count = 0;
  let gap = 0;
  for (let i = text.length - 1; i >= 0 && gap <= 5; i -= 1) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) {
      first = i;
      count += 1;
      gap = 0;
    } else if (code < 128 && isSeparator[code] === 1) gap += 1;
    else break;
  }
  return count >= DIGITS_MIN ? first : text.length;
}

/** Start of an address at the end that has its `@` but may not have all of its domain. */
function openAddress(text: string): number {
  const tail = text.slice(-WORD_MAX);
  const at = /[^\s@<>()[\]",;:]{1,64}@[A-Za-z0-9.-]{0,255}$/.exec(tail);
  return at === null ? text.length : text.length - tail.length + at.index;
}
