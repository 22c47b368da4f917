/** Look-alike characters → plain ones, with a map back: the slow path, entered only past ASCII. */
import { unitsOf } from './code-units.ts';

/** Canonical positions → places in the original. */
export interface OffsetMap {
  /** UTF-16 index of the original where canonical index `index` begins. */
  startOf(index: number): number;
  /** UTF-16 index of the original just past the canonical unit before `index`. */
  endOf(index: number): number;
}

export interface Folded {
  readonly text: string;
  readonly map: OffsetMap;
}

/** Units of folded text in a buffer that the next call uses again. */
export interface FoldedUnits {
  readonly units: Uint8Array;
  readonly length: number;
}

/** Units kept between calls; a longer text gets a buffer of its own. */
const KEEP_MAX = 65_536;
let shared: Uint8Array = new Uint8Array(4096);

/** Only what the scanner needs: most texts past ASCII hold nothing and never need the rest. */
export function foldUnits(text: string): FoldedUnits {
  const count = text.length;
  const codes = unitsOf(text);
  let units = widen(shared, 0, count);
  let length = 0;
  for (let i = 0; i < count; i += 1) {
    const code = codes[i] as number;
    const known = code < 128 ? code : (unitsOfBasic[code] as number);
    if (known !== 0) {
      units[length] = known;
      length += 1;
      continue;
    }
    const point = code >= 0xd800 && code < 0xdc00 ? (text.codePointAt(i) as number) : code;
    if (point > 0xffff) i += 1;
    const plain = plainOf(point);
    for (let j = 0; j < plain.text.length; j += 1) units[length + j] = unitOf(plain.text.charCodeAt(j), plain.letter);
    length += plain.text.length;
    units = widen(units, length, count - i);
  }
  return { units, length };
}

/** What each character of the basic plane is to the scanner, as far as it is known and one unit; 0 for the rest. */
const unitsOfBasic = new Uint8Array(0x1_0000);

/** Characters that one character may become at most. */
const EXPANSION_MAX = 8;

/** The same units with room for `more` characters behind the first `used`, one unit each but the first. */
function widen(units: Uint8Array, used: number, more: number): Uint8Array {
  if (used + more + EXPANSION_MAX <= units.length) return units;
  const wider = new Uint8Array(Math.max(units.length * 2, used + more + EXPANSION_MAX));
  wider.set(units);
  if (wider.length <= KEEP_MAX) shared = wider;
  return wider;
}

/** The canonical text with its map back; the identity for ASCII. */
export function foldText(text: string): Folded {
  const map = new SegmentMap();
  let folded = '';
  let taken = 0;
  const count = text.length;
  const codes = unitsOf(text);
  for (let i = 0; i < count; i += 1) {
    const code = codes[i] as number;
    if (code < 128) continue;
    const point = code >= 0xd800 && code < 0xdc00 ? (text.codePointAt(i) as number) : code;
    const next = i + (point > 0xffff ? 2 : 1);
    const plain = plainOf(point).text;
    folded += text.slice(taken, i);
    map.add(folded.length, plain.length, i, next);
    folded += plain;
    taken = next;
    i = next - 1;
  }
  return { text: taken === 0 ? text : folded + text.slice(taken), map };
}

/** One entry a replaced character; what lies between entries is as it was. */
export class SegmentMap implements OffsetMap {
  readonly #at: number[] = [];
  readonly #size: number[] = [];
  readonly #from: number[] = [];
  readonly #to: number[] = [];

  /** The character [from, to) became `size` units at canonical index `at`. */
  add(at: number, size: number, from: number, to: number): void {
    this.#at.push(at);
    this.#size.push(size);
    this.#from.push(from);
    this.#to.push(to);
  }

  startOf(index: number): number {
    const entry = this.#lastUpTo(index);
    if (entry < 0) return index;
    const past = index - (this.#at[entry] as number) - (this.#size[entry] as number);
    return past < 0 ? (this.#from[entry] as number) : (this.#to[entry] as number) + past;
  }

  /** A dropped character belongs to the one before it: a keycap leaves with its digit. */
  endOf(index: number): number {
    if (index === 0) return 0;
    let entry = this.#lastUpTo(index - 1);
    const inside = entry >= 0 && index - 1 < (this.#at[entry] as number) + (this.#size[entry] as number);
    const end = inside ? (this.#to[entry] as number) : this.startOf(index - 1) + 1;
    let reach = end;
    for (entry += 1; this.#at[entry] === index && this.#size[entry] === 0 && this.#from[entry] === reach; entry += 1) {
      reach = this.#to[entry] as number;
    }
    return reach;
  }

  /** The last entry whose canonical index is at most `index`, by halving; -1 when there is none. */
  #lastUpTo(index: number): number {
    let low = 0;
    let high = this.#at.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#at[middle] as number) <= index) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** What a character counts as past ASCII. */
export type LetterClass = 'letter' | 'ideograph' | 'other';

/** One byte a UTF-16 unit: ASCII as it is, 128 other signs, 160 to 191 ideographs and kana, 192 to 255 other letters. */
export function unitOf(code: number, letter: LetterClass): number {
  if (code < 128) return code;
  if (letter === 'other') return 0x80;
  return letter === 'ideograph' ? 0xa0 | (code & 31) : 0xc0 | (code & 63);
}

/** The class of the first character of `text`. */
export function letterClassOf(text: string): LetterClass {
  if (/^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/u.test(text)) return 'ideograph';
  return /^\p{L}/u.test(text) ? 'letter' : 'other';
}

/** What a code point is read as: an empty text drops it. */
interface Plain {
  readonly text: string;
  readonly letter: LetterClass;
  /** Its one scanner unit; 0 when the text is not one unit long. */
  readonly unit: number;
}

/** Answers so far: the basic plane by index, the rest by look-up. */
const knownBasic: (Plain | undefined)[] = [];
const knownBeyond = new Map<number, Plain>();
/** Code points past the basic plane that are remembered; past it the memory starts anew. */
const BEYOND_MAX = 8192;

function plainOf(point: number): Plain {
  const known = point > 0xffff ? knownBeyond.get(point) : knownBasic[point];
  if (known !== undefined) return known;
  const text = computePlain(point);
  const letter = letterClassOf(text);
  // Words are looked up in lower case; ASCII keeps its capitals, for the scanner knows them.
  const lower = text.length === 1 && letter === 'letter' ? text.toLowerCase() : text;
  const unit = text.charCodeAt(0) < 128 || lower.length !== 1 ? text.charCodeAt(0) : lower.charCodeAt(0);
  const plain = { text, letter, unit: text.length === 1 ? unitOf(unit, letter) : 0 };
  if (point <= 0xffff) {
    // Filled from the front, so that the engine keeps it a plain array.
    while (knownBasic.length <= point) knownBasic.push(undefined);
    knownBasic[point] = plain;
    // Half of a pair says nothing about the pairs that begin with it.
    if (point < 0xd800 || point > 0xdfff) unitsOfBasic[point] = plain.unit;
  } else {
    if (knownBeyond.size >= BEYOND_MAX) knownBeyond.clear();
    knownBeyond.set(point, plain);
  }
  return plain;
}

/** Characters whose compatibility form does not say what a reader sees. */
const spelled = new Map<number, string>([
  ...[0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2043, 0xfe58, 0xfe63, 0xff0d, 0x30fc].map(
    (p): [number, string] => [p, '-'],
  ),
  ...[0x2018, 0x2019, 0x201a, 0x201b, 0x2032, 0x02bc, 0xb4].map((p): [number, string] => [p, "'"]),
  ...[0x201c, 0x201d, 0x201e, 0x201f, 0x2033, 0xab, 0xbb].map((p): [number, string] => [p, '"']),
  ...[0xb7, 0x2022, 0x2024, 0x2027, 0x22c5, 0x25cf, 0x30fb, 0x3002, 0xff61].map((p): [number, string] => [p, '.']),
  ...[0x3001, 0xff64, 0x060c].map((p): [number, string] => [p, ',']),
  ...[0x2044, 0x2215, 0x29f8].map((p): [number, string] => [p, '/']),
  // Brackets that have no ASCII form
  ...[0x3008, 0x300a, 0x300c, 0x300e, 0x3010, 0x3014, 0x2039, 0x27e8].map((p): [number, string] => [p, '(']),
  ...[0x3009, 0x300b, 0x300d, 0x300f, 0x3011, 0x3015, 0x203a, 0x27e9].map((p): [number, string] => [p, ')']),
  ...[0x2028, 0x2029, 0x85].map((p): [number, string] => [p, '\n']),
  // Blank on screen though Unicode calls them letters or symbols
  ...[0x2800, 0x115f, 0x1160, 0x3164, 0xffa0].map((p): [number, string] => [p, ' ']),
  [0x24ff, '0'],
  [0x1f10b, '0'],
  [0x1f10c, '0'],
  // Emoji that people type for a ten and a zero
  [0x1f51f, '10'],
  [0x1f17e, 'O'],
]);

/** First of nine circled digits 1 to 9 (Dingbats and enclosed alphanumerics) that have no compatibility form. */
const circledOnes = [0x2776, 0x2780, 0x278a, 0x24f5];

function computePlain(point: number): string {
  const fixed = spelled.get(point);
  if (fixed !== undefined) return fixed;
  for (const one of circledOnes) if (point >= one && point < one + 9) return String(point - one + 1);
  if (point >= 0xd800 && point <= 0xdfff) return String.fromCharCode(point);
  const character = String.fromCodePoint(point);
  if (/^\p{Nd}$/u.test(character)) return decimal(point);
  if (/^[\p{Cf}\p{M}]$/u.test(character)) return '';
  if (/^\p{Zs}$/u.test(character)) return ' ';
  if (/^\p{Pd}$/u.test(character)) return '-';
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  const digits = /^\(?(\d{1,2})[).,]?$/.exec(bare);
  if (digits?.[1] !== undefined) return digits[1];
  if (/^[ -~]{1,4}$/.test(bare) || /^\p{L}$/u.test(bare)) return bare;
  return drawn.test(character) ? DRAWN : character;
}

/** Emoji, arrows, ticks and other drawings, and signs of punctuation that ASCII lacks: between digits they only divide. */
const drawn = /^[\p{So}\p{Sk}\p{Sm}\p{P}]$/u;
/** A sign that divides a number and is part of no word, address or key. */
const DRAWN = '~';

/** Decimal digits of every script come in whole runs of ten, zero first (Unicode, section 4.6). */
function decimal(point: number): string {
  let first = point;
  while (first > 0 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((point - first) % 10);
}
