/** Messages that are numbered, "ticket 41", "ticket 42", and ids that count up: such numbers are no pieces of a longer one. */
import { isDigitCode } from './numerals.ts';

/** What a number is to the numbers before it. */
export interface Series {
  /** It is the next of them. */
  readonly counts: boolean;
  /** What comes now has nothing to do with the pieces before it. */
  readonly anew: boolean;
}

/** Digits of a counter; longer numbers are nobody's count. */
const DIGITS_MAX = 7;
/** How far two numbers of one series are apart: other fields and other people use up numbers as well. */
const STEP_MAX = 9;
/** Bare numbers that rise so often were counted, not typed. */
const COUNTED_MIN = 5;

/** Words, or nothing, and one number at the end. */
const numbered = new RegExp(`^(.*?)(\\d{1,${DIGITS_MAX}})$`, 's');

interface Numbered {
  readonly words: string;
  readonly number: number;
}

/**
 * How `text`, which reaches to the end of its number, goes on after the pieces before it; undefined when they are
 * no series. Bare numbers are one only while each is a little greater than the last.
 *
 * @example
 * seriesOf([{ text: 'ticket 41' }], 'ticket 42'); // { counts: true, anew: true }
 * seriesOf([{ text: '4' }, { text: '5' }], '6'); // { counts: true, anew: false }
 * seriesOf([{ text: '4111' }], '1111'); // undefined
 */
export function seriesOf(before: readonly { readonly text: string }[], text: string): Series | undefined {
  const last = before.at(-1);
  if (last === undefined || text === '') return undefined;
  const previous = read(last.text);
  const next = read(text);
  if (previous === undefined || next === undefined) return undefined;
  if (/\p{L}/u.test(next.words)) return countsWithWords(before, next) ? { counts: true, anew: true } : undefined;
  const numbers = before.map((piece) => read(piece.text));
  if (!numbers.every((one, index) => index === 0 || follows(numbers[index - 1], one))) return undefined;
  if (follows(previous, next)) return { counts: true, anew: false };
  return before.length >= COUNTED_MIN ? { counts: false, anew: true } : undefined;
}

/** Only a first piece still has the words in front of it; of later ones it takes two that rise. */
function countsWithWords(before: readonly { readonly text: string }[], next: Numbered): boolean {
  const last = read(before.at(-1)?.text ?? '');
  if (before.length === 1) return follows(last, next);
  return follows(last, { ...next, words: '' }) && follows(read(before.at(-2)?.text ?? ''), last, false);
}

function read(text: string): Numbered | undefined {
  if (!isDigitCode(text.charCodeAt(text.length - 1))) return undefined;
  const [, words = '', digits] = numbered.exec(text) ?? [];
  return digits === undefined || /\d/.test(words) ? undefined : { words, number: Number(digits) };
}

function follows(first: Numbered | undefined, second: Numbered | undefined, worded = true): boolean {
  if (first === undefined || second === undefined || (worded && first.words !== second.words)) return false;
  const step = second.number - first.number;
  return step >= 1 && step <= STEP_MAX;
}
