/** What a text would be without its disguise: one view a trick, made only when the scanner saw a sign of it. */
import type { Finding } from '../domain/finding.ts';
import { type Folded, foldText, type OffsetMap } from './fold.ts';
import { foldAddresses } from './fold-address.ts';
import { decodedRuns } from './fold-encoded.ts';
import { foldEscapes } from './fold-escapes.ts';
import { foldLeet, leetShare } from './fold-leet.ts';
import { ADDRESS, ENCODED, ESCAPE, LOOKALIKE } from './marks.ts';
import { joinSpoken, speaksNumbers, spellOut } from './spelled.ts';

/** Besides the marks: enough number words for a value, numerals of ideographs. */
const SPELLED = 256;
/** Hexadecimal of digits is all digits: nine of them and more. */
const HEX_DIGITS_MIN = 18;
/** Ideographic numerals in a row; fewer are dates and prices. */
const numerals = /[〇零一二三四五六七八九]{3}/;

/** What the scanner knows after a pass. */
export interface Signs {
  readonly numberWords: number;
  readonly digits: number;
  readonly marks: number;
}

/** One more way to read a text. */
export interface Reading {
  /** Stands in the evidence as `folded:<name>`. */
  readonly name: string;
  readonly text: string;
  readonly map: OffsetMap;
  /** Whether a finding in this reading is sure enough to count; `value` is its original writing. */
  accepts(finding: Finding, value: string): boolean;
}

/** Below it a value that was found in disguise is left alone. */
export const DISGUISED_CONFIDENCE_MIN = 0.9;

/** 0 when the text needs no second look. `text` is asked for only past ASCII. */
export function disguiseSigns({ numberWords, digits, marks }: Signs, text?: () => string): number {
  let signs = marks;
  if (numberWords > 0 && speaksNumbers(numberWords, digits)) signs |= SPELLED;
  if (digits >= HEX_DIGITS_MIN) signs |= ENCODED;
  if (text !== undefined && numerals.test(text())) signs |= LOOKALIKE;
  return signs;
}

/** The readings that the signs call for. A text in escapes is read with its escapes undone from there on. */
export function* readings(signs: number, text: string, folded: Folded | undefined): Generator<Reading> {
  let base: Folded | undefined = folded;
  if ((signs & ESCAPE) !== 0) {
    const bare = foldEscapes(text);
    if (bare !== undefined) {
      base = bare;
      yield { name: 'escape', ...bare, accepts: always };
    }
  }
  const canonical = base?.text ?? text;
  const map = base?.map;
  // Undone escapes may show anything.
  const seen = base === folded ? signs : signs | LOOKALIKE;
  const address = (seen & ADDRESS) !== 0 ? foldAddresses(canonical, map) : undefined;
  if (address !== undefined) yield { name: 'address', ...address, accepts: ({ kind }) => kind === 'EMAIL' };
  const leet = (seen & LOOKALIKE) !== 0 ? foldLeet(canonical, map) : undefined;
  if (leet !== undefined) yield { name: 'leet', ...leet, accepts: acceptsLeet };
  if ((seen & SPELLED) !== 0) {
    yield { name: 'spelled', ...spellOut(canonical, map), accepts: always };
    const joined = joinSpoken(canonical, map);
    if (joined !== undefined) yield { name: 'spelled', ...joined, accepts: always };
  }
}

/** A run of the text that decodes to another text; a value in there takes the whole run. */
export interface EncodedRun {
  readonly name: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Runs in base64 and hexadecimal, in places of the original. */
export function encodedRuns(signs: number, text: string, folded: Folded | undefined): EncodedRun[] {
  if ((signs & ENCODED) === 0) return [];
  const runs = decodedRuns(folded?.text ?? text);
  if (folded === undefined) return runs;
  return runs.map((run) => ({ ...run, start: folded.map.startOf(run.start), end: folded.map.endOf(run.end) }));
}

function always(): boolean {
  return true;
}

/**
 * Look-alikes are letters, so chance makes numbers of ids and words: a value needs most of its digits
 * written as digits, or words that say what it is. Hexadecimal letters always need the words.
 */
function acceptsLeet({ evidence }: Finding, value: string): boolean {
  const { digits, strong, weak } = leetShare(foldText(value).text);
  const said = evidence.some(({ rule }) => rule === 'context');
  const all = digits + strong + weak;
  if (said) return digits > 0 && weak * 2 <= all;
  return weak === 0 && digits * 2 >= all && evidence.some(({ rule }) => rule === 'luhn' || rule === 'ssa-issuable');
}
