/** Look-alike characters → plain ones, with a map back: the slow path, entered only past ASCII. */
/** Canonical positions → places in the original. */
export interface OffsetMap {
  /** UTF-16 index of the original where canonical index `index` begins. */
  startOf(index: number): number;
  /** UTF-16 index of the original just past the canonical unit before `index`. */
  endOf(index: number): number;
}

export interface Folded {
  readonly text: string;
  /** `text` with one byte a unit, as the scanner reads it. */
  readonly units: Uint8Array;
  readonly map: OffsetMap;
}

/** Answers the same text with an identity map when it is ASCII. */
export function foldText(text: string): Folded {
  const folder = new Folder(text.length);
  for (let i = 0; i < text.length; ) {
    const code = text.charCodeAt(i);
    if (code < 128) {
      folder.put(code, code, i, i + 1);
      i += 1;
      continue;
    }
    const point = text.codePointAt(i) ?? code;
    const next = i + (point > 0xffff ? 2 : 1);
    const plain = plainOf(point);
    if (plain.text === '') folder.skip(next);
    for (let j = 0; j < plain.text.length; j += 1) {
      const unit = plain.text.charCodeAt(j);
      folder.put(unit, unitOf(unit, plain.letter), i, next);
    }
    i = next;
  }
  return folder.finish();
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

/** Grows the canonical text together with its map. */
class Folder {
  #codes: Uint16Array;
  #units: Uint8Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #length = 0;

  constructor(size: number) {
    this.#codes = new Uint16Array(size + 8);
    this.#units = new Uint8Array(size + 8);
    this.#starts = new Int32Array(size + 8);
    this.#ends = new Int32Array(size + 8);
  }

  put(code: number, unit: number, start: number, end: number): void {
    if (this.#length === this.#codes.length) this.#grow();
    this.#codes[this.#length] = code;
    this.#units[this.#length] = unit;
    this.#starts[this.#length] = start;
    this.#ends[this.#length] = end;
    this.#length += 1;
  }

  /** A dropped character belongs to the one before it: a keycap leaves with its digit. */
  skip(end: number): void {
    if (this.#length > 0) this.#ends[this.#length - 1] = end;
  }

  finish(): Folded {
    const starts = this.#starts.subarray(0, this.#length);
    const ends = this.#ends.subarray(0, this.#length);
    return {
      text: decode(this.#codes.subarray(0, this.#length)),
      units: this.#units.subarray(0, this.#length),
      map: {
        startOf: (index) => starts[index] ?? ends[ends.length - 1] ?? 0,
        endOf: (index) => (index === 0 ? 0 : (ends[index - 1] ?? 0)),
      },
    };
  }

  #grow(): void {
    const grown = this.#codes.length * 2;
    this.#codes = copy(new Uint16Array(grown), this.#codes);
    this.#units = copy(new Uint8Array(grown), this.#units);
    this.#starts = copy(new Int32Array(grown), this.#starts);
    this.#ends = copy(new Int32Array(grown), this.#ends);
  }
}

function copy<A extends { set(from: A): void }>(to: A, from: A): A {
  to.set(from);
  return to;
}

/** UTF-16LE keeps lone surrogates as they are, which UTF-8 would not. */
function decode(codes: Uint16Array): string {
  return Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength).toString('utf16le');
}

/** What a code point is read as: an empty text drops it. */
interface Plain {
  readonly text: string;
  readonly letter: LetterClass;
}

const known = new Map<number, Plain>();
/** Code points remembered; past it the memory starts anew, so that hostile text cannot grow it. */
const KNOWN_MAX = 8192;

function plainOf(point: number): Plain {
  const cached = known.get(point);
  if (cached !== undefined) return cached;
  if (known.size >= KNOWN_MAX) known.clear();
  const text = computePlain(point);
  const plain = { text, letter: letterClassOf(text) };
  known.set(point, plain);
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
  ...[0x2028, 0x2029, 0x85].map((p): [number, string] => [p, '\n']),
  // Blank on screen though Unicode calls them letters or symbols
  ...[0x2800, 0x115f, 0x1160, 0x3164, 0xffa0].map((p): [number, string] => [p, ' ']),
  [0x24ff, '0'],
  [0x1f10b, '0'],
  [0x1f10c, '0'],
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
  return /^[ -~]{1,4}$/.test(bare) || /^\p{L}$/u.test(bare) ? bare : character;
}

/** Decimal digits of every script come in whole runs of ten, zero first (Unicode, section 4.6). */
function decimal(point: number): string {
  let first = point;
  while (first > 0 && /^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((point - first) % 10);
}
