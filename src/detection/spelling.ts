/**
 * Tells terms apart that look alike to the scanner: past ASCII it sees each character as one of a few dozen units,
 * so that the spelling has the last word on which term a match is, and where it ends.
 */
import { letterClassOf, unitOf } from './fold.ts';
import { TERM } from './scanner.ts';
import { normalizeTerm } from './terms.ts';

/** Longest match that is tried again without its last characters. */
const RETRY_MAX = 48;
/** Terms of ideographs that begin inside a look-alike are looked for up to this length. */
const IDEOGRAPHS_MAX = 10;
const ascii = /^[\x20-\x7e]*$/;

/** The terms of one dictionary by spelling. */
export class Spelling {
  /** Where the term that `resolve` answered last begins and ends. */
  begun = 0;
  settled = 0;
  readonly #terms: readonly string[];
  readonly #ids = new Map<string, number>();

  constructor(terms: readonly string[]) {
    this.#terms = terms;
    for (let id = 0; id < terms.length; id += 1)
      if (!ascii.test(terms[id] as string)) this.#ids.set(terms[id] as string, id);
  }

  /**
   * Puts the term that is really spelled in the place of each look-alike among the scanner's triples: past ASCII a
   * unit stands for several characters.
   */
  respell(candidates: Int32Array, count: number, text: string): void {
    for (let i = 0; i < count * 3; i += 3) {
      const term = (candidates[i] as number) - TERM;
      if (term < 0) continue;
      const id = this.resolve(text, candidates[i + 1] as number, candidates[i + 2] as number, this.#terms[term] ?? '');
      if (id === SAME) continue;
      // Nobody's term has the number past the last one.
      candidates[i] = TERM + (id < 0 ? this.#terms.length : id);
      candidates[i + 1] = this.begun;
      candidates[i + 2] = this.settled;
    }
  }

  /** Marks the first of each set of look-alike terms, which the scanner will report, when any of them is marked. */
  spread(wanted: Uint8Array): Uint8Array {
    const first = new Map<string, number>();
    for (const [term, id] of this.#ids) {
      const look = lookOf(term);
      const known = first.get(look);
      if (known === undefined) first.set(look, id);
      else if (wanted[known] === 0) wanted[known] = wanted[id] as number;
    }
    return wanted;
  }

  /**
   * The term that begins at `start` and ends at `end` or before it, as it is really spelled; -1 when the
   * match was of a look-alike only.
   */
  resolve(text: string, start: number, end: number, reported: string): number {
    this.begun = start;
    this.settled = end;
    const whole = text.slice(start, end);
    if (ascii.test(whole)) return SAME;
    const normal = normalizeTerm(whole);
    if (normal === reported) return SAME;
    const exact = this.#ids.get(normal);
    if (exact !== undefined) return exact;
    if (end - start > RETRY_MAX) return -1;
    const shorter = this.#longestFrom(text, start, end - 1);
    if (shorter >= 0 || letterClassOf(text.charAt(start)) !== 'ideograph') return shorter;
    // The look-alike may have swallowed the beginning of a term.
    for (let at = start + 1; at < end; at += 1) {
      const inner = this.#longestFrom(text, at, Math.min(text.length, at + IDEOGRAPHS_MAX));
      if (inner < 0) continue;
      this.begun = at;
      return inner;
    }
    return -1;
  }

  #longestFrom(text: string, start: number, last: number): number {
    for (let cut = last; cut > start; cut -= 1) {
      const id =
        /[\p{L}\d]/u.test(text.charAt(cut - 1)) && this.#endsWord(text, cut)
          ? this.#ids.get(normalizeTerm(text.slice(start, cut)))
          : undefined;
      if (id === undefined) continue;
      this.settled = cut;
      return id;
    }
    return -1;
  }

  /** Ideographs and kana end a word each; letters end one where no letter follows. */
  #endsWord(text: string, at: number): boolean {
    return letterClassOf(text.charAt(at - 1)) === 'ideograph' || letterClassOf(text.charAt(at)) !== 'letter';
  }
}

/** `resolve` answers it when the reported term is the one that stands there. */
export const SAME = -2;

/** The units a term has for the scanner. */
function lookOf(term: string): string {
  let look = '';
  for (const word of term.split(' ')) {
    const letter = letterClassOf(word);
    for (let i = 0; i < word.length; i += 1) look += String.fromCharCode(unitOf(word.charCodeAt(i), letter));
    look += ' ';
  }
  return look;
}
