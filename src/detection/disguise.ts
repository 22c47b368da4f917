/** What a text would be without its disguise: one view a trick, made only when the scanner saw a sign of it. */
import type { Finding } from '../domain/finding.ts';
import { type Folded, foldText, type OffsetMap } from './fold.ts';
import { foldAddresses } from './fold-address.ts';
import { foldEncoded } from './fold-encoded.ts';
import { foldEscapes, foldQuoted, hasCodePoints } from './fold-escapes.ts';
import { foldFillers } from './fold-fillers.ts';
import { evenlyCut, foldGaps } from './fold-gaps.ts';
import { foldInline } from './fold-inline.ts';
import { foldLeet, leetShare } from './fold-leet.ts';
import { foldNumerals, hasNumerals } from './fold-numerals.ts';
import { ADDRESS, ENCODED, ESCAPE, LOOKALIKE } from './marks.ts';
import { joinSpoken, speaksNumbers, spellOut } from './spelled.ts';

/** Besides the marks: enough number words for a value, numerals of ideographs. */
const SPELLED = 256;
/** Besides the marks: groups of digits with little between them. */
const FILLED = 1024;
/** Fewest digits of a value: nine of an SSN. */
const VALUE_MIN = 9;
/** Hexadecimal of digits is all digits: nine of them and more. */
const HEX_DIGITS_MIN = 18;
/** Besides the marks: a row of numerals of East Asian writing. */
const NUMERALS = 512;
/** Beside the signs: the text is a window of one that is longer than talk is. */
export const EXCERPT = 1 << 16;

/** What the scanner knows after a pass. */
export interface Signs {
  readonly numberWords: number;
  readonly digits: number;
  readonly marks: number;
  /** Runs of digits close behind another number. */
  readonly close: number;
  /** Digits of the longest run with odd signs in it. */
  readonly cut: number;
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

/** Kinds whose numbers have no check digit; chance makes them of any id, and a language of any number. */
const formOnly: ReadonlySet<string> = new Set(
  'DRIVER_LICENSE PASSPORT VEHICLE_PLATE MEDICAL_RECORD_NUMBER HEALTH_INSURANCE_ID API_KEY PASSWORD OTP PIN STREET_ADDRESS US_EIN'.split(
    ' ',
  ),
);

/** 0 when the text needs no second look. `text` is asked for only past ASCII. */
export function disguiseSigns({ numberWords, digits, marks, close, cut }: Signs, text?: () => string): number {
  let signs = marks;
  if (numberWords > 0 && speaksNumbers(numberWords, digits)) signs |= SPELLED;
  if (digits >= HEX_DIGITS_MIN) signs |= ENCODED;
  if (cut >= VALUE_MIN || (digits >= VALUE_MIN && close > 1)) signs |= FILLED;
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
  const inline = (signs & ESCAPE) === 0 ? undefined : foldInline(folded?.text ?? text, folded?.map);
  if (inline !== undefined) yield { name: 'inline', ...inline, accepts: acceptsInline };
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
  const talk = (signs & EXCERPT) === 0;
  const filled = talk && (seen & FILLED) !== 0 ? foldFillers(canonical, map) : undefined;
  if (filled !== undefined) yield { name: 'fillers', ...filled, accepts: acceptsFilled };
  const cut = (seen & FILLED) !== 0 ? foldGaps(canonical, map) : undefined;
  if (cut !== undefined) yield { name: 'separators', ...cut, accepts: acceptsCut };
  if ((seen & SPELLED) !== 0) yield* spokenReadings(canonical, map, talk);
}

function* spokenReadings(canonical: string, map: OffsetMap | undefined, talk: boolean): Generator<Reading> {
  const spoken = spellOut(canonical, map);
  yield { name: 'spelled', ...spoken, accepts: acceptsSpoken };
  const bare = talk ? foldFillers(spoken.text, spoken.map) : undefined;
  if (bare !== undefined) yield { name: 'spelled', ...bare, accepts: acceptsFilled };
  const joined = joinSpoken(canonical, map);
  if (joined !== undefined) yield { name: 'spelled', ...joined, accepts: acceptsSpoken };
}

/** Runs in base64, hexadecimal and codes in plain letters: what stands around them then says what they are. */
function* encodedReadings(canonical: string, map: OffsetMap | undefined): Generator<Reading> {
  const quoted = foldQuoted(canonical, map);
  if (quoted !== undefined) yield { name: 'quoted-printable', ...quoted, accepts: always };
  for (const plain of foldEncoded(canonical, map)) yield { ...plain, accepts: always };
}

/** Footnotes and exponents stand right behind numbers. */
function acceptsInline({ kind }: Finding): boolean {
  return kind !== 'PHONE' && !formOnly.has(kind);
}

function always(): boolean {
  return true;
}

/** Number words stand in ids of letters by chance. */
function acceptsSpoken({ kind }: Finding): boolean {
  return !formOnly.has(kind) || kind === 'PIN' || kind === 'OTP';
}

/** Numbers in a row of a table are numbers of their own, unless a word says what they are together. */
function acceptsCut({ kind, evidence }: Finding, value: string): boolean {
  if (kind === 'PHONE' || formOnly.has(kind) || !evenlyCut(value)) return false;
  return kind === 'IBAN' || evidence.some(({ rule }) => rule === 'context');
}

/** Numbers of a list are numbers of their own: a value needs words that say what it is, or the groups of a card. */
function acceptsFilled({ kind, evidence }: Finding, value: string): boolean {
  if (kind === 'PHONE' || formOnly.has(kind)) return false;
  if (kind === 'IBAN' || evidence.some(({ rule }) => rule === 'context')) return true;
  const sizes = (value.match(/\d{3,}/g) ?? []).map((group) => group.length).join('-');
  return (
    evidence.some(({ rule }) => rule === 'luhn') && (sizes === '' || /^4-(?:4-4(?:-4)?(?:-[1-3])?|6-[45])$/.test(sizes))
  );
}

/**
 * Look-alikes are letters, so chance makes numbers of ids and words: a value needs a check digit and the form
 * in which it is printed, or words that say what it is. Letters of hexadecimal alone always need the words.
 */
function acceptsLeet({ kind, evidence }: Finding, value: string): boolean {
  const { digits, strong, weak, hex, printed } = leetShare(foldText(value).text);
  // Letters are part of these, and nothing but their form says so.
  if (formOnly.has(kind)) return false;
  const has = (name: string): boolean => evidence.some(({ rule }) => rule === name);
  const all = digits + strong + weak;
  // Bytes of a dump.
  if (weak > 0 && !/[^ ,:-]{3}/.test(value)) return false;
  if (kind === 'IBAN') return digits > 1 && (printed || digits * 4 >= all);
  if (has('context')) return (digits > 0 && weak * 2 <= all) || (printed && (digits > 0 || weak === 0));
  if (weak === 0 && digits * 2 >= all) return has('luhn') || has('ssa-issuable');
  return has('luhn') && printed && digits * 4 >= all && (weak === 0 || !hex);
}
