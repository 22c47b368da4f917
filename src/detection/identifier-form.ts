/** How identifiers stand in a text: written forms that speak for themselves, and the borders of a whole value. */
import { codeAt } from './code-units.ts';
import { type DigitRun, GROUP_SIZE_MAX } from './detector.ts';
import { isLetterAt } from './signs.ts';

/** A written form that speaks for itself, looked for around a run of digits. */
export interface Written {
  /** Sizes of neighbouring digit groups that every such form has: `[3, 3, 3, 2]`; a negative one is a least size. */
  readonly groups: readonly number[];
  /** The form to the letter, without borders; no `g` or `y` flag. */
  readonly pattern: RegExp;
  /** On which sides of these groups the form has a letter, at most one sign away. */
  readonly letters?: 'before' | 'after' | 'both';
  /** The letters stand right beside the digits, without a sign. */
  readonly tight?: boolean;
  /** Letters and digits of the word in which the first of these groups stands, when that is always the same. */
  readonly width?: number;
  /** How many characters of the form stand in front of the first of these groups at most. */
  readonly lead?: number;
  readonly confidence: number;
  /** Stricter than the one of the identifier, where a word would make up for it. */
  readonly check?: (value: string) => boolean;
}

/** The sizes a run must have for each form; a least size stands for all from there on. */
export function groupSets(forms: readonly Written[]): number[][] {
  return forms.flatMap(({ groups }) => {
    const [least = 0] = groups;
    if (least >= 0) return [[...groups]];
    return Array.from({ length: GROUP_SIZE_MAX + least + 1 }, (_, more) => [more - least]);
  });
}

/** The quick test of a written form at a group: sizes, and letters where the form has them. */
export function mayStart(
  { groups, letters, tight, width }: Written,
  text: string,
  run: DigitRun,
  group: number,
): boolean {
  if (group + groups.length > run.groups) return false;
  for (let i = 0; i < groups.length; i += 1) {
    const size = (run.groupAt[group + i + 1] as number) - (run.groupAt[group + i] as number);
    const wanted = groups[i] as number;
    if (wanted < 0 ? size < -wanted : size !== wanted) return false;
  }
  if (letters === undefined) return true;
  const first = run.at[run.groupAt[group] as number] as number;
  const last = run.at[(run.groupAt[group + groups.length] as number) - 1] as number;
  if (width !== undefined && !isWordOf(text, first, width)) return false;
  if (tight === true)
    return (letters === 'after' || isLetterAt(text, first - 1)) && (letters === 'before' || isLetterAt(text, last + 1));
  return (letters === 'after' || letterNear(text, first, -1)) && (letters === 'before' || letterNear(text, last, 1));
}

/** Whether the letters and digits around the place are a word of `width`. */
function isWordOf(text: string, place: number, width: number): boolean {
  let start = place;
  while (start > 0 && place - start <= width && isWordAt(text, start - 1)) start -= 1;
  let end = place + 1;
  while (end < text.length && end - start <= width && isWordAt(text, end)) end += 1;
  return end - start === width;
}

function isWordAt(text: string, index: number): boolean {
  return isDigit(codeAt(text, index)) || isLetterAt(text, index);
}

/** A letter beside the place, or past one blank, hyphen or bracket. */
function letterNear(text: string, place: number, step: number): boolean {
  const beside = text.charCodeAt(place + step);
  return (
    isLetter(beside) ||
    ((beside === 32 || beside === 45 || beside === 40) && isLetter(text.charCodeAt(place + 2 * step)))
  );
}

function isLetter(code: number): boolean {
  const lower = code | 32;
  return lower >= 97 && lower <= 122;
}

/**
 * Whether a value is whole: not the middle of a longer number or code. A word may be glued to its digits,
 * as chat has it, but not to its letters.
 */
export function bordered(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 10), start);
  const after = text.slice(end, end + 8);
  const value = text.slice(start, end);
  const startsDigit = isDigit(value.charCodeAt(0));
  const endsDigit = isDigit(value.charCodeAt(value.length - 1));
  if (startsDigit ? /\d[A-Za-z]{0,9}$|\d[-.,/:_*]$|[+$€£@]\(?$/.test(before) : /[A-Za-z0-9_]$|\d-$/.test(before))
    return false;
  if (endsDigit ? /^[A-Za-z]{0,4}\d|^[-.,/:_*@]\d|^ ?%/.test(after) : /^[A-Za-z0-9_]|^-\d/.test(after)) return false;
  // Groups in the same writing on either side belong to it: a longer number.
  if (!/\d \d/.test(value)) return true;
  return !/\d $/.test(before) && !/^ \d{2,5}(?![-./:\d])/.test(after);
}

/** Stricter, where no word vouches for it: nothing that a longer code is made of on either side. */
export function alone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  return (
    !/[A-Za-z0-9_+@#$=/]$|\d[-.:_ ]$|[A-Za-z][-_]$/.test(before) &&
    !/^[A-Za-z0-9_@]|^[-./:_=][A-Za-z0-9]/.test(text.slice(end, end + 2))
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
