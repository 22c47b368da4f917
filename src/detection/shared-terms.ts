/** Lets a phrase of one detector count for the words of another: the scanner reports only the longest phrase at a place. */
import { codeAt } from './code-units.ts';
import type { Detector, WordList } from './detector.ts';
import { HASH_PRIME, HASH_SEED, normalTerms } from './terms.ts';
import { WordSieve } from './word-sieve.ts';

/** Name of the term list that holds words which say what a value near them is, and are no value themselves. */
export const CONTEXT_LIST = 'context';

/**
 * The same detectors with their word lists, and their `context` term lists, widened by every phrase of
 * the whole vocabulary that contains one of their words: `social security number` also says `social security`.
 */
export function shareTerms(detectors: readonly Detector[]): readonly Detector[] {
  const wanted = new Parts(detectors.flatMap(contextOf).flatMap(normalTerms));
  for (const detector of detectors) {
    for (const { terms } of Object.values(detector.words ?? {})) wanted.seekIn(terms);
    for (const terms of Object.values(detector.terms ?? {})) wanted.seekIn(terms);
  }
  return detectors.map((detector) => widened(detector, wanted.containing));
}

/** The word lists of a detector that phrases of others may stand for. */
function contextOf(detector: Detector): (readonly string[])[] {
  return [...Object.values(detector.words ?? {}).map((list) => list.terms), detector.terms?.[CONTEXT_LIST] ?? []];
}

const BLANK = 32;

/**
 * Part of a phrase → the phrases that have it; parts are runs of whole words. Only parts that somebody
 * asks for are looked for, and spelled out only where their hash is known: a list may have 100,000 phrases.
 */
class Parts {
  readonly containing = new Map<string, Map<string, string>>();
  readonly #wanted: ReadonlySet<string>;
  readonly #sieve: WordSieve;

  constructor(wanted: readonly string[]) {
    this.#wanted = new Set(wanted);
    this.#sieve = new WordSieve(this.#wanted);
  }

  seekIn(terms: readonly string[]): void {
    const normal = normalTerms(terms);
    for (let i = 0; i < normal.length; i += 1) {
      const phrase = normal[i] as string;
      if (phrase.includes(' ')) this.#seek(phrase, terms[i] as string);
    }
  }

  #seek(phrase: string, term: string): void {
    for (let from = 0; from >= 0 && from < phrase.length; from = phrase.indexOf(' ', from) + 1 || -1) {
      let hash = HASH_SEED;
      for (let to = from; to <= phrase.length; to += 1) {
        const code = to < phrase.length ? codeAt(phrase, to) : BLANK;
        if (code === BLANK && this.#sieve.mayHave(hash)) this.#note(phrase, from, to, term);
        hash = Math.imul(hash ^ code, HASH_PRIME);
      }
    }
  }

  #note(phrase: string, from: number, to: number, term: string): void {
    if (to - from === phrase.length) return;
    const part = phrase.slice(from, to);
    if (!this.#wanted.has(part)) return;
    const known = this.containing.get(part);
    if (known === undefined) this.containing.set(part, new Map([[phrase, term]]));
    else known.set(phrase, term);
  }
}

function widened(detector: Detector, containing: Parts['containing']): Detector {
  const more = (terms: readonly string[]): string[] => [
    ...new Set([...terms, ...normalTerms(terms).flatMap((term) => [...(containing.get(term)?.values() ?? [])])]),
  ];
  const words = Object.entries(detector.words ?? {}).map(([name, list]): [string, WordList] => [
    name,
    { ...list, terms: more(list.terms) },
  ]);
  const context = detector.terms?.[CONTEXT_LIST];
  return {
    ...detector,
    ...(words.length > 0 ? { words: Object.fromEntries(words) } : {}),
    ...(context === undefined ? {} : { terms: { ...detector.terms, [CONTEXT_LIST]: more(context) } }),
  };
}
