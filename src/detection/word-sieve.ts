/** Says of nearly every word that it is not among some others, by its hash alone and without cutting it out of its text. */
import { codeAt } from './code-units.ts';
import { HASH_PRIME, HASH_SEED } from './terms.ts';

/** One entry for each value of the highest bits of a hash: with a few thousand words one in hundreds passes by chance. */
const BITS = 20;

export class WordSieve {
  readonly #maybe = new Uint8Array(1 << BITS);

  constructor(words: Iterable<string>) {
    for (const word of words) this.#maybe[hashOf(word, 0, word.length) >>> (32 - BITS)] = 1;
  }

  /** Whether a word with this hash may be one of them: FNV-1a over its UTF-16 units. */
  mayHave(hash: number): boolean {
    return this.#maybe[hash >>> (32 - BITS)] === 1;
  }
}

/** The hash of text[from, to). */
export function hashOf(text: string, from: number, to: number): number {
  let hash = HASH_SEED;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ codeAt(text, i), HASH_PRIME);
  return hash;
}
