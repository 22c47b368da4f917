/** Odd signs between the groups of a number → a blank: `943|| ||476`, `123 👉 45 👉 6789`, `DE89:3704:…`. */
import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

const gap = /(?<=\d)[\s"'`()[\]{}<>|~*_=+:;#^&!?,\\/.-]{1,9}(?=\d)/g;
/** What every detector of numbers reads by itself. */
const plain = /^(?:[ ./-]|, )$/;
/** Fewest odd gaps: an SSN has two. */
const GAPS_MIN = 2;

/** The text with a blank for each odd gap between digits; undefined when there are too few. */
export function foldGaps(text: string, map: OffsetMap | undefined): Folded | undefined {
  const edits = new Edits(text);
  let count = 0;
  for (const match of text.matchAll(gap)) {
    if (plain.test(match[0])) continue;
    edits.replace(match.index, match.index + match[0].length, ' ');
    count += 1;
  }
  const folded = count < GAPS_MIN ? undefined : edits.done();
  return folded === undefined ? undefined : { text: folded.text, map: chainMaps(folded.map, map) };
}

/** Whether all groups of a value have the same sign between them: numbers of a table or a log do not. */
export function evenlyCut(value: string): boolean {
  const gaps = value.split(/[\p{L}\p{N}]+/u).slice(1, -1);
  return gaps.every((one) => one === gaps[0]);
}
