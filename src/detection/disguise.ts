/** What a text would be without its disguise: one view a trick, made only when the scanner saw a sign of it. */
import type { Finding } from '../domain/finding.ts';
import { type Folded, foldText, type OffsetMap } from './fold.ts';
import { foldAddresses } from './fold-address.ts';
import { type Encoding, foldEncoded } from './fold-encoded.ts';
import { foldEscapes, foldQuoted, hasCodePoints } from './fold-escapes.ts';
import { foldLeet, leetShare } from './fold-leet.ts';
import { foldNumerals, hasNumerals } from './fold-numerals.ts';
import { ADDRESS, ENCODED, ESCAPE, LOOKALIKE } from './marks.ts';
import { joinSpoken, speaksNumbers, spellOut } from './spelled.ts';

const encodings: readonly Encoding[] = ['base64', 'hex', 'codes'];
/** Besides the marks: enough number words for a value, numerals of ideographs. */
const SPELLED = 256;
/** Hexadecimal of digits is all digits: nine of them and more. */
const HEX_DIGITS_MIN = 18;
/** Besides the marks: a row of numerals of East Asian writing. */
const NUMERALS = 512;

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
  if (text !== undefined && hasNumerals(text())) signs |= NUMERALS;
  return signs;
}

/** The readings that the signs call for. A text in escapes is read with its escapes undone from there on. */
export function* readings(signs: number, text: string, folded: Folded | undefined): Generator<Reading> {
  let base: Folded | undefined = folded;
  const encoded = (signs & ENCODED) !== 0;
  if ((signs & ESCAPE) !== 0 || (encoded && hasCodePoints(text))) {
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
  if (encoded) yield* encodedReadings(canonical, map);
  const address = (seen & ADDRESS) !== 0 ? foldAddresses(canonical, map) : undefined;
  if (address !== undefined) yield { name: 'address', ...address, accepts: ({ kind }) => kind === 'EMAIL' };
  const leet = (seen & LOOKALIKE) !== 0 ? foldLeet(canonical, map) : undefined;
  if (leet !== undefined) yield { name: 'leet', ...leet, accepts: acceptsLeet };
  const numerals = (seen & NUMERALS) !== 0 ? foldNumerals(canonical, map) : undefined;
  if (numerals !== undefined) yield { name: 'numerals', ...numerals, accepts: always };
  if ((seen & SPELLED) !== 0) {
    yield { name: 'spelled', ...spellOut(canonical, map), accepts: always };
    const joined = joinSpoken(canonical, map);
    if (joined !== undefined) yield { name: 'spelled', ...joined, accepts: always };
  }
}

/** Runs in base64, hexadecimal and codes in plain letters: what stands around them then says what they are. */
function* encodedReadings(canonical: string, map: OffsetMap | undefined): Generator<Reading> {
  const quoted = foldQuoted(canonical, map);
  if (quoted !== undefined) yield { name: 'quoted-printable', ...quoted, accepts: always };
  for (const name of encodings) {
    const plain = foldEncoded(canonical, map, name);
    if (plain !== undefined) yield { name, ...plain, accepts: always };
  }
}

function always(): boolean {
  return true;
}

/**
 * Look-alikes are letters, so chance makes numbers of ids and words: a value needs a check digit and the form
 * in which it is printed, or words that say what it is. Letters of hexadecimal alone always need the words.
 */
function acceptsLeet({ kind, evidence }: Finding, value: string): boolean {
  const { digits, strong, weak, hex, printed } = leetShare(foldText(value).text);
  const has = (name: string): boolean => evidence.some(({ rule }) => rule === name);
  const all = digits + strong + weak;
  if (kind === 'IBAN') return digits * 4 >= all || (printed && has('context'));
  if (has('context')) return (digits > 0 && weak * 2 <= all) || (printed && (digits > 0 || weak === 0));
  if (weak === 0 && digits * 2 >= all) return has('luhn') || has('ssa-issuable');
  return has('luhn') && printed && digits * 4 >= all && (weak === 0 || !hex);
}
