/** One pass over bytes that marks what any detector could want; cost follows candidates, not detectors. */
import { DigitRuns, hasDigit } from './digit-runs.ts';
import { ADDRESS, ENCODED, isClose, isMark, isOdd, LONG_WORD, markAt, markBeside } from './marks.ts';
import { type Dictionary, HASH_PRIME, HASH_SEED, IDEOGRAPH_FIRST, lowerOf } from './terms.ts';
import { endsIbanHead, isGlued, isPlainToken, isTokenUnit } from './token-form.ts';

/** Candidate kinds in the scanner's output; `TERM + id` is a word or phrase of the dictionary. */
export const DIGITS = 1;
export const AT = 2;
export const TOKEN = 3;
export const TERM = 16;
/** Mark of a number word in `wantedTerms`. */
export const NUMBER_WORD = 2;
/** Mark of a number word that some detector takes as well. */
export const WANTED_NUMBER_WORD = 4;
/** Mark of a word that stands for a sign of an address: dot, arroba. */
export const ADDRESS_WORD = 3;

/** Separators that may stand between two digits of one run. */
const GAP_MAX = 5;
/** Between two number words that belong together: ` double `. */
const NUMBER_GAP_MAX = 9;
const FAR = -1_000_000;
/** Output slots kept between messages; a hostile message may need more for a moment. */
const KEEP_MAX = 3 * 65_536;

/** What a unit is to the scanner; 97 and up is a letter, by its lower-case form. */
const OTHER = 0;
const DIGIT = 1;
const SIGN = 2;
const HIGH = 3;
const IDEOGRAPH = 4;
const MARK = 5;
const LETTERS = 97;

function codes(high: (unit: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, unit) => {
    if (unit >= 48 && unit <= 57) return DIGIT;
    if (unit === 64) return SIGN;
    if (isMark[unit] === 1) return MARK;
    return unit >= 128 ? high(unit) : (lowerOf[unit] ?? OTHER);
  });
}

/** Raw UTF-8: a byte over 127 sends the text through `fold`. */
const rawCodes = codes(() => HIGH);
/** Folded text, one byte a UTF-16 unit. */
const foldedCodes = codes((unit) => {
  if (unit >= 192) return unit;
  return unit >= IDEOGRAPH_FIRST ? IDEOGRAPH : OTHER;
});

/**
 * Noise between digits: blanks, dashes, dots, brackets, quotes, mark-up, and controls, which nobody sees (the zeros of
 * UTF-16 that was not declared are such). `@`, `%` and letters end a run.
 */
export const isSeparator: Uint8Array = Uint8Array.from({ length: 256 }, (_, unit) =>
  unit < 32 || unit === 127 || ' -._/,|*~:;\'"()[]{}<>#+=\\!?`^&'.includes(String.fromCharCode(unit)) ? 1 : 0,
);

/** Fewest units of a token: an address of a network card in dots has 14. */
const TOKEN_MIN = 14;
/** Fewest letters of a token without any digit; longer than nearly all words. */
const TOKEN_LETTERS_MIN = 20;

export interface ScannerOptions {
  readonly dictionary: Dictionary;
  /** 1 for each term that is a candidate by itself, 2 for number words, 3 for address words; others are context only. */
  readonly wantedTerms: Uint8Array;
  /** Shorter digit runs are passed over. */
  readonly digitsMin: number;
  /** The same for runs with a letter right in front or right behind; `digitsMin` when left out. */
  readonly digitsGluedMin?: number;
  readonly at: boolean;
  /** Whether unbroken tokens of letters, digits and signs are wanted. */
  readonly tokens?: boolean;
}

export interface Scanner {
  /** (kind, start, end) triples; valid until the next scan. */
  readonly candidates: Int32Array;
  /** How many triples the last scan left. */
  readonly count: number;
  /** How many of them are more than context. */
  readonly wanted: number;
  /** How many number words there were close behind another number, and numbers behind such words. */
  readonly numberWords: number;
  /** Runs of digits, and terms with digits in them; valid until the next scan. */
  readonly digitRuns: DigitRuns;
  /** How many digits there were, in runs of any length. */
  readonly digits: number;
  /** How many runs of digits stood close behind another number with a blank in front of them. */
  readonly close: number;
  /** Digits of the longest run that has two signs or more that numbers are not printed with. */
  readonly cut: number;
  /** Signs of a disguise (`marks.ts`), or'ed. */
  readonly marks: number;
  /** Scans UTF-8; answers false when a byte over 127 calls for `fold` first. */
  scan(bytes: Uint8Array): boolean;
  /** Scans folded text, one byte a UTF-16 unit. */
  scanFolded(units: Uint8Array, length: number): void;
}

export function createScanner(options: ScannerOptions): Scanner {
  return new ByteScanner(options);
}

class ByteScanner implements Scanner {
  candidates: Int32Array = new Int32Array(3 * 256);
  count = 0;
  wanted = 0;
  numberWords = 0;
  digits = 0;
  close = 0;
  cut = 0;
  marks = 0;
  readonly digitRuns = new DigitRuns();
  /** Where the last number ended, in words or digits. */
  #numberEnd = FAR;
  #digitEnd = FAR;
  #spoken = false;
  readonly #dictionary: Dictionary;
  readonly #filter: Int32Array;
  readonly #filterShift: number;
  readonly #wantedTerms: Uint8Array;
  readonly #digitsMin: number;
  readonly #digitsGluedMin: number;
  readonly #at: boolean;
  readonly #tokens: boolean;
  /** Letters in a row from which a word may be a token. */
  readonly #longWord: number;
  /** Up to here tokens of the current text are known. */
  #tokenEnd = 0;

  constructor({ dictionary, wantedTerms, digitsMin, digitsGluedMin = digitsMin, at, tokens = false }: ScannerOptions) {
    this.#dictionary = dictionary;
    this.#filter = dictionary.filter;
    this.#filterShift = dictionary.filterShift;
    this.#wantedTerms = wantedTerms;
    this.#digitsMin = digitsMin;
    this.#digitsGluedMin = digitsGluedMin;
    this.#at = at;
    this.#tokens = tokens;
    this.#longWord = tokens ? TOKEN_LETTERS_MIN : Number.MAX_SAFE_INTEGER;
  }

  scan(bytes: Uint8Array): boolean {
    return this.#pass(bytes, bytes.length, rawCodes);
  }

  scanFolded(units: Uint8Array, length: number): void {
    this.#pass(units, length, foldedCodes);
  }

  /** The hot loop: one table look-up a byte, words hashed while they are walked. */
  #pass(units: Uint8Array, length: number, codeOf: Uint8Array): boolean {
    this.#reset();
    const filter = this.#filter;
    const shift = this.#filterShift;
    let i = 0;
    while (i < length) {
      let code = codeOf[units[i] as number] as number;
      if (code >= LETTERS) {
        const start = i;
        let hash = HASH_SEED;
        do {
          hash = Math.imul(hash ^ code, HASH_PRIME);
          i += 1;
          code = i < length ? (codeOf[units[i] as number] as number) : OTHER;
        } while (code >= LETTERS);
        if (i - start >= LONG_WORD) this.#long(units, length, start, i);
        const bit = hash >>> shift;
        if (((filter[bit >>> 5] as number) & (1 << (bit & 31))) !== 0) i = this.#word(units, length, start, i, hash);
      } else if (code === OTHER) i += 1;
      else if (code === DIGIT) i = this.#digits(units, length, i, codeOf);
      else {
        i = this.#rare(units, length, i, code);
        if (i < 0) return false;
      }
    }
    return true;
  }

  /** What few texts have; answers where to go on, or -1 for a byte over 127. */
  #rare(units: Uint8Array, length: number, i: number, code: number): number {
    if (code === IDEOGRAPH)
      return this.#word(units, length, i, i + 1, Math.imul(HASH_SEED ^ (units[i] as number), HASH_PRIME));
    if (code !== MARK && code !== SIGN) return -1;
    this.marks |= markAt(units, length, i);
    return code === SIGN ? this.#sign(i) : i + 1;
  }

  /** A word that is longer than words are. */
  #long(units: Uint8Array, length: number, start: number, end: number): void {
    this.marks |= ENCODED;
    if (end - start >= this.#longWord) this.#token(units, length, start);
  }

  #reset(): void {
    this.count = 0;
    this.wanted = 0;
    this.numberWords = 0;
    this.digits = 0;
    this.close = 0;
    this.cut = 0;
    this.marks = 0;
    this.digitRuns.clear();
    this.#numberEnd = FAR;
    this.#digitEnd = FAR;
    this.#spoken = false;
    this.#tokenEnd = 0;
    if (this.candidates.length > KEEP_MAX) this.candidates = new Int32Array(3 * 256);
  }

  #sign(at: number): number {
    if (this.#at) this.#emit(AT, at, at + 1, 1);
    return at + 1;
  }

  #word(units: Uint8Array, length: number, start: number, end: number, hash: number): number {
    const term = this.#dictionary.match(units, length, start, end, hash);
    if (term < 0) return end;
    const termEnd = this.#dictionary.termEnd;
    const use = this.#wantedTerms[term] as number;
    if (use === NUMBER_WORD || use === WANTED_NUMBER_WORD) {
      if (start - this.#numberEnd <= NUMBER_GAP_MAX) this.numberWords += 1;
      this.#numberEnd = termEnd;
      this.#spoken = true;
    }
    if (termEnd > end && hasDigit(units, end, termEnd)) this.digitRuns.note(end, termEnd);
    if (use === ADDRESS_WORD) this.marks |= ADDRESS;
    this.#emit(TERM + term, start, termEnd, use === 1 || use === WANTED_NUMBER_WORD ? 1 : 0);
    return termEnd;
  }

  #digits(units: Uint8Array, length: number, start: number, codeOf: Uint8Array): number {
    let count = 1;
    let odd = 0;
    let end = start + 1;
    let i = end;
    while (i < length) {
      const unit = units[i] as number;
      if (codeOf[unit] === DIGIT) {
        count += 1;
        i += 1;
        end = i;
      } else if (isSeparator[unit] === 1 && i - end < GAP_MAX) {
        odd += isOdd[unit] as number;
        if (codeOf[unit] === MARK) this.marks |= markAt(units, length, i);
        i += 1;
      } else break;
    }
    this.digits += count;
    if (odd > 1 && count > this.cut) this.cut = count;
    this.close += isClose(units, this.#digitEnd, start);
    this.#digitEnd = end;
    this.digitRuns.note(start, end);
    if (this.#spoken && start - this.#numberEnd < GAP_MAX) this.numberWords += 1;
    this.#spoken = false;
    this.#numberEnd = end;
    this.marks |= markBeside(units, length, start, end, i);
    if (count >= this.#digitsMin || (count >= this.#digitsGluedMin && isGlued(units, length, start, end)))
      this.#emit(DIGITS, start, end, 1);
    if (this.#tokens) {
      if (start > 0 && isTokenUnit[units[start - 1] as number] !== 0) this.#token(units, length, start);
      if (end < length && isTokenUnit[units[end] as number] !== 0) this.#token(units, length, end - 1);
    }
    return end;
  }

  /** Marks the token around `at` when it is long enough, or ends as the first group of an IBAN. */
  #token(units: Uint8Array, length: number, at: number): void {
    if (at < this.#tokenEnd) return;
    let start = at;
    let end = at + 1;
    let letters = 0;
    while (start > this.#tokenEnd && (isTokenUnit[units[start - 1] as number] as number) !== 0) start -= 1;
    while (end < length && (isTokenUnit[units[end] as number] as number) !== 0) end += 1;
    this.#tokenEnd = end;
    for (let i = start; i < end && letters < 2; i += 1) if (isTokenUnit[units[i] as number] === 2) letters += 1;
    if (letters > 0 && end - start >= TOKEN_MIN) {
      if (!isPlainToken(units, start, end)) this.#emit(TOKEN, start, end, 1);
    } else if (letters === 2 && end - start >= 4 && endsIbanHead(units, end)) this.#emit(TOKEN, start, end, 1);
  }

  #emit(kind: number, start: number, end: number, wanted: number): void {
    const at = this.count * 3;
    if (at + 3 > this.candidates.length) {
      const grown = new Int32Array(this.candidates.length * 2);
      grown.set(this.candidates);
      this.candidates = grown;
    }
    this.candidates[at] = kind;
    this.candidates[at + 1] = start;
    this.candidates[at + 2] = end;
    this.count += 1;
    this.wanted += wanted;
  }
}
