/** The fused dictionary: finds any of thousands of words and phrases by word hash, one trie step a word. */
import { codeAt } from './code-units.ts';
import { foldText, type LetterClass, letterClassOf, unitOf } from './fold.ts';

/** FNV-1a over lower-cased units; the scanner computes the same hash while it walks. */
export const HASH_SEED = 0x811c9dc5 | 0;
export const HASH_PRIME = 0x01000193;

/** Longest gap between two words of a phrase: a space, a hyphen, an apostrophe, a line break and an indent. */
const GAP_MAX = 3;
/** 128 KiB of filter: past it, the cache it saves is lost again. */
const FILTER_BITS_MAX = 20;
/** Longer words are no one's terms; they are not stored and end a phrase. */
const WORD_MAX = 64;

/** Units from here to 191 stand for ideographs and kana, each a word by itself; from 192 on for other letters. */
export const IDEOGRAPH_FIRST = 0xa0;
const LETTER_FIRST = 0xc0;

/** For each unit: 0 is no part of a word, else its lower-case form. */
export const lowerOf: Uint8Array = Uint8Array.from({ length: 256 }, (_, unit) => {
  if (unit >= 65 && unit <= 90) return unit + 32;
  if ((unit >= 97 && unit <= 122) || unit >= IDEOGRAPH_FIRST) return unit;
  return 0;
});

/** Digits stand for themselves in the words of a phrase: `type 2 diabetes`. */
const isDigit: Uint8Array = Uint8Array.from({ length: 256 }, (_, unit) => (unit >= 48 && unit <= 57 ? unit : 0));
/** What may stand between the words of a phrase: blanks, hyphen, apostrophe, slash, full stop. */
const isGap: Uint8Array = Uint8Array.from({ length: 256 }, (_, unit) =>
  " \t\r\n-'/.".includes(String.fromCharCode(unit)) ? 1 : 0,
);

export interface Dictionary {
  readonly size: number;
  /** One bit a hash: most words of a message end here. The bit is `hash >>> filterShift`. */
  readonly filter: Int32Array;
  readonly filterShift: number;
  /**
   * Longest term that starts with the word [start, end) of hash `hash`; sets `termEnd`.
   * Answers the term's id or -1.
   */
  match(units: Uint8Array, length: number, start: number, end: number, hash: number): number;
  /** End of the last match. */
  readonly termEnd: number;
}

/** Each id is the term's place in `terms`, which must be free of duplicates under `normalizeTerm`. */
export function buildDictionary(terms: readonly string[]): Dictionary {
  return new WordTrie(terms.map(normalizeTerm));
}

/** The same of terms that are spelled as `normalizeTerm` would. */
export function buildNormalDictionary(normal: readonly string[]): Dictionary {
  return new WordTrie(normal);
}

/** Lists whose spellings are known: those of the packaged detectors go into a dictionary of their own, and into all others. */
const normalLists = new WeakMap<readonly string[], readonly string[]>();

/** `normalizeTerm` of each term. */
export function normalTerms(list: readonly string[]): readonly string[] {
  const known = normalLists.get(list);
  if (known !== undefined) return known;
  const normal = list.map(normalizeTerm);
  normalLists.set(list, normal);
  return normal;
}

/** The spelling under which two terms are the same: `Crohn's  Disease` is `crohn s disease`. */
export function normalizeTerm(term: string): string {
  if (isNormal(term)) return term;
  const folded = foldText(term).text.toLowerCase();
  return words(folded).join(' ');
}

const BLANK = 32;

/** Whether a term is words of small letters, and numbers behind the first of them, with a blank between two. */
function isNormal(term: string): boolean {
  let previous = BLANK;
  for (let i = 0; i < term.length; i += 1) {
    const code = codeAt(term, i);
    const letter = code >= 97 && code <= 122;
    if (code === BLANK ? previous === BLANK : !letter && !(code >= 48 && code <= 57 && i > 0)) return false;
    // Neither `type2` nor `2nd` is one word.
    if (code !== BLANK && previous !== BLANK && letter !== previous >= 97) return false;
    previous = code;
  }
  return previous !== BLANK;
}

/** Below it there are neither ideographs nor kana. */
const EASTERN = /[\u2e80-\u{10ffff}]/u;

function words(text: string): string[] {
  const apart = EASTERN.test(text) ? text.replace(/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]/gu, ' $& ') : text;
  return apart.match(/\d+|\p{L}+/gu) ?? [];
}

function isIdeograph(unit: number): boolean {
  return unit >= IDEOGRAPH_FIRST && unit < LETTER_FIRST;
}

class WordTrie implements Dictionary {
  readonly size: number;
  readonly filter: Int32Array;
  readonly filterShift: number;
  termEnd = 0;
  #nextStart = 0;
  #nextEnd = 0;
  #nextHash = 0;
  /**
   * Open addressing, (child, hash, parent) in four places that are fetched at once; child 0 is empty, the root is
   * node 0 and no one's child.
   */
  readonly #slots: Int32Array;
  readonly #mask: number;
  #nodes = 1;
  /** Per node: the term that ends here or -1, whether more words may follow, and where its word is spelled. */
  #termOf: Int32Array;
  #inner: Uint8Array;
  #wordAt: Int32Array;
  #wordLength: Uint8Array;
  #pool: Uint8Array;
  #poolUsed = 0;

  constructor(normal: readonly string[]) {
    this.size = normal.length;
    const wordCount = normal.reduce((sum, term) => sum + countWords(term), 0);
    const bits = Math.min(FILTER_BITS_MAX, Math.max(12, Math.ceil(Math.log2(normal.length * 32 + 1))));
    this.filter = new Int32Array(1 << (bits - 5));
    this.filterShift = 32 - bits;
    const slots = 1 << Math.max(4, Math.ceil(Math.log2((wordCount * 4) / 3 + 1)));
    this.#mask = slots * SLOT - 1;
    this.#slots = new Int32Array(slots * SLOT);
    this.#termOf = new Int32Array(wordCount + 1).fill(-1);
    this.#inner = new Uint8Array(wordCount + 1);
    this.#wordAt = new Int32Array(wordCount + 1);
    this.#wordLength = new Uint8Array(wordCount + 1);
    this.#pool = new Uint8Array(normal.reduce((sum, term) => sum + term.length, 1));
    for (let id = 0; id < normal.length; id += 1) this.#add(normal[id] as string, id);
  }

  match(units: Uint8Array, length: number, start: number, end: number, hash: number): number {
    let node = this.#step(0, hash, units, start, end);
    if (node === 0) return -1;
    let best = this.#termOf[node] as number;
    this.termEnd = end;
    let at = end;
    while (this.#inner[node] === 1 && this.#readWord(units, length, at)) {
      node = this.#step(node, this.#nextHash, units, this.#nextStart, this.#nextEnd);
      if (node === 0) break;
      at = this.#nextEnd;
      const term = this.#termOf[node] as number;
      if (term < 0) continue;
      best = term;
      this.termEnd = at;
    }
    return best;
  }

  /** Reads the word or number that follows `at` after a short gap, and its hash. */
  #readWord(units: Uint8Array, length: number, at: number): boolean {
    let start = at;
    while (start < length && start - at < GAP_MAX && isGap[units[start] as number] === 1) start += 1;
    if (start >= length) return false;
    const table = isDigit[units[start] as number] !== 0 ? isDigit : lowerOf;
    let end = start;
    let hash = HASH_SEED;
    const alone = isIdeograph(units[start] as number);
    while (end < length && end - start < WORD_MAX) {
      const lower = table[units[end] as number] as number;
      if (lower === 0 || (end > start && (alone || isIdeograph(units[end] as number)))) break;
      hash = Math.imul(hash ^ lower, HASH_PRIME);
      end += 1;
    }
    this.#nextStart = start;
    this.#nextEnd = end;
    this.#nextHash = hash;
    return end > start;
  }

  /** The child of `node` for a word, 0 when there is none; equal hashes are told apart by spelling. */
  #step(node: number, hash: number, units: Uint8Array, start: number, end: number): number {
    const slots = this.#slots;
    for (let slot = slotOf(node, hash) & this.#mask; ; slot = (slot + SLOT) & this.#mask) {
      const child = slots[slot] as number;
      if (child === 0) return 0;
      if (slots[slot + 1] === hash && slots[slot + 2] === node && this.#spells(child, units, start, end)) return child;
    }
  }

  #spells(node: number, units: Uint8Array, start: number, end: number): boolean {
    const length = this.#wordLength[node] as number;
    if (length !== end - start) return false;
    const at = this.#wordAt[node] as number;
    for (let i = 0; i < length; i += 1) {
      const unit = units[start + i] as number;
      if ((lowerOf[unit] || unit) !== this.#pool[at + i]) return false;
    }
    return true;
  }

  /** Walks the words of a term without taking it apart: a list of 100,000 terms is built while a start waits. */
  #add(term: string, id: number): void {
    let node = 0;
    for (let from = 0; from <= term.length; ) {
      const space = term.indexOf(' ', from);
      const to = space < 0 ? term.length : space;
      const length = to - from;
      if (length > WORD_MAX) return;
      const hash = spellWord(term, from, to);
      if (from === 0) {
        const bit = hash >>> this.filterShift;
        this.filter[bit >>> 5] = (this.filter[bit >>> 5] as number) | (1 << (bit & 31));
      } else this.#inner[node] = 1;
      node = this.#step(node, hash, spelled, 0, length) || this.#grow(node, hash, length);
      from = to + 1;
    }
    if (node !== 0 && this.#termOf[node] === -1) this.#termOf[node] = id;
  }

  #grow(parent: number, hash: number, length: number): number {
    const child = this.#nodes;
    this.#nodes += 1;
    this.#wordAt[child] = this.#poolUsed;
    this.#wordLength[child] = length;
    for (let i = 0; i < length; i += 1) this.#pool[this.#poolUsed + i] = spelled[i] as number;
    this.#poolUsed += length;
    let slot = slotOf(parent, hash) & this.#mask;
    while (this.#slots[slot] !== 0) slot = (slot + SLOT) & this.#mask;
    this.#slots[slot] = child;
    this.#slots[slot + 1] = hash;
    this.#slots[slot + 2] = parent;
    return child;
  }
}

/** Places of a slot; a power of two. */
const SLOT = 4;

function slotOf(node: number, hash: number): number {
  return (Math.imul(hash ^ Math.imul(node, 0x9e3779b1 | 0), 0x85ebca6b | 0) >>> 8) * SLOT;
}

/** The units of the word that is being added; one buffer, because building is not reentrant. */
const spelled = new Uint8Array(WORD_MAX);

/** Writes the units of term[from, to) into `spelled` and answers their hash. */
function spellWord(term: string, from: number, to: number): number {
  let letter: LetterClass | undefined;
  let hash = HASH_SEED;
  for (let i = from; i < to; i += 1) {
    const code = codeAt(term, i);
    // A word is of one class; only words past ASCII need to be asked for it.
    if (code >= 128) letter ??= letterClassOf(term.slice(from, to));
    const unit = code < 128 ? code : unitOf(code, letter ?? 'letter');
    const lower = lowerOf[unit] || unit;
    spelled[i - from] = lower;
    hash = Math.imul(hash ^ lower, HASH_PRIME);
  }
  return hash;
}

function countWords(term: string): number {
  let count = 1;
  for (let at = term.indexOf(' '); at >= 0; at = term.indexOf(' ', at + 1)) count += 1;
  return count;
}
