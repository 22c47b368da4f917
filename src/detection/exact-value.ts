/** What a value of an exact list may look like, and how a unit of it and of a text are made the same. */
import { letterClassOf } from './fold.ts';

/** `digits`: only the digits count; `upper`: any case; `trim`: as written. */
export type Normalise = 'digits' | 'upper' | 'trim';
export const normaliseNames = ['digits', 'upper', 'trim'] as const;
export const DIGITS_ONLY: Normalise = 'digits';

/** Longest normalised value, in UTF-16 units. */
export const VALUE_MAX = 128;
/** Shorter values stand in everyday text by chance; of digits alone one more is wanted. */
const UNITS_MIN = 4;
const DIGITS_MIN = 5;

/** A unit that is part of a piece; joiners hold pieces of one token together; 0 ends the token. */
export const PIECE = 1;
const JOINER = 2;

const asciiClass: Uint8Array = Uint8Array.from({ length: 128 }, (_, unit) => {
  const sign = String.fromCharCode(unit);
  if (/[0-9A-Za-z]/.test(sign)) return PIECE;
  return '-_./@+'.includes(sign) ? JOINER : 0;
});

export function classOf(unit: number): number {
  if (unit < 128) return asciiClass[unit] as number;
  return unit >= 0xd800 && unit <= 0xdfff ? 0 : letterUnit(unit);
}

/** Letters past ASCII, asked for once each. */
const letters = new Uint8Array(65_536);
function letterUnit(unit: number): number {
  if (letters[unit] === 0) letters[unit] = letterClassOf(String.fromCharCode(unit)) === 'other' ? 2 : 1;
  return letters[unit] === 1 ? PIECE : 0;
}

/** One unit of a value or of a text as it is compared. */
export function normaliseUnit(unit: number, normalise: Normalise): number {
  if (normalise !== 'upper') return unit;
  if (unit < 128) return unit >= 97 && unit <= 122 ? unit - 32 : unit;
  const upper = String.fromCharCode(unit).toUpperCase();
  return upper.length === 1 ? upper.charCodeAt(0) : unit;
}

/** Without the signs at either end that could be punctuation of the sentence. */
export function joinersFree(token: string): string {
  return token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** Why a normalised value could never be found, or would be found everywhere. */
export function valueProblem(normal: string, normalise: Normalise): string | undefined {
  const least = /^\d*$/.test(normal) ? DIGITS_MIN : UNITS_MIN;
  if (normal.length < least)
    return `the value has only ${normal.length} characters; fewer than ${least} are met by chance`;
  if (normal.length > VALUE_MAX) return `the value is longer than ${VALUE_MAX} characters`;
  if (normalise === DIGITS_ONLY) return undefined;
  for (let i = 0; i < normal.length; i += 1)
    if (classOf(normal.charCodeAt(i)) === 0)
      return 'the value has a blank or a sign that ends a word; only unbroken values can be found';
  const edges = classOf(normal.charCodeAt(0)) === PIECE && classOf(normal.charCodeAt(normal.length - 1)) === PIECE;
  return edges ? undefined : 'the value begins or ends with a sign; leave the sign out';
}
