/** Numbers in words → digits, with a map back; entered only when a text has several number words. */
import type { Folded, OffsetMap } from './fold.ts';

const units = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const teens = [
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
];
const tens = ['twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** Words whose number in a text decides whether this is worth while. */
export const numberWords: readonly string[] = [...units, ...teens, ...tens];
/** Fewer number words are ordinary talk. */
export const NUMBER_WORDS_MIN = 5;

const unitWord = `(?:${units.join('|')})`;
/** In order: a repeated digit, a ten with its unit, a teen, a single digit, and `oh`, which counts only next to a digit. */
const spoken = new RegExp(
  `\\b(?:(double|triple)[ -]{1,3}(${unitWord}|oh|\\d)|(${tens.join('|')})(?:[ -]{1,3}(${unitWord}))?|(${teens.join('|')})|(${unitWord})|(oh|o))\\b`,
  'gi',
);

/**
 * `four one double one` → `4111`. Blanks between two spoken digits go, so that they read as one group;
 * everything else stays as it is.
 */
export function spellOut(text: string, map: OffsetMap | undefined): Folded {
  const pieces: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const put = (piece: string, start: number, end: number, each: boolean): void => {
    pieces.push(piece);
    for (let i = 0; i < piece.length; i += 1) {
      starts.push(each ? start + i : start);
      ends.push(each ? start + i + 1 : end);
    }
  };
  let at = 0;
  for (const match of text.matchAll(spoken)) {
    const between = text.slice(at, match.index);
    const beside = at > 0 && /^[ -]{1,3}$/.test(between);
    const digits = digitsOf(match, beside || /\d[ -]{0,3}$/.test(between));
    if (digits === undefined) continue;
    if (!beside) put(between, at, match.index, true);
    at = match.index + match[0].length;
    put(digits, match.index, at, false);
  }
  put(text.slice(at), at, text.length, true);
  const startOf = (index: number): number => starts[index] ?? text.length;
  const endOf = (index: number): number => (index === 0 ? 0 : (ends[index - 1] ?? text.length));
  return {
    text: pieces.join(''),
    map:
      map === undefined
        ? { startOf, endOf }
        : { startOf: (i) => map.startOf(startOf(i)), endOf: (i) => map.endOf(endOf(i)) },
  };
}

function digitsOf(
  [, times, repeated, ten, unit, teen, single, oh]: RegExpMatchArray,
  besideDigit: boolean,
): string | undefined {
  if (oh !== undefined) return besideDigit ? '0' : undefined;
  if (repeated !== undefined) return digitOf(repeated).repeat(times?.toLowerCase() === 'triple' ? 3 : 2);
  if (ten !== undefined) return `${tens.indexOf(ten.toLowerCase()) + 2}${unit === undefined ? '0' : digitOf(unit)}`;
  if (teen !== undefined) return `1${teens.indexOf(teen.toLowerCase())}`;
  return single === undefined ? undefined : digitOf(single);
}

function digitOf(word: string): string {
  const place = units.indexOf(word.toLowerCase());
  if (place >= 0) return String(place);
  return /^\d$/.test(word) ? word : '0';
}
