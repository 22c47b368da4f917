/** Lets a phrase of one detector count for the words of another: the scanner reports only the longest phrase at a place. */
import type { Detector, WordList } from './detector.ts';
import { normalizeTerm } from './terms.ts';

/** Name of the term list that holds words which say what a value near them is, and are no value themselves. */
export const CONTEXT_LIST = 'context';

/**
 * The same detectors with their word lists, and their `context` term lists, widened by every phrase of
 * the whole vocabulary that contains one of their words: `social security number` also says `social security`.
 */
export function shareTerms(detectors: readonly Detector[]): readonly Detector[] {
  const phrases = new Map<string, string>();
  for (const detector of detectors) {
    for (const term of vocabularyOf(detector)) {
      const normal = normalizeTerm(term);
      if (normal.includes(' ')) phrases.set(normal, term);
    }
  }
  const wanted = new Set(detectors.flatMap(contextOf).map(normalizeTerm));
  const containing = indexByPart(phrases, wanted);
  return detectors.map((detector) => widened(detector, containing));
}

/** Every word and phrase that a detector brings into the dictionary. */
export function vocabularyOf(detector: Detector): string[] {
  const context = Object.values(detector.words ?? {}).flatMap((list) => list.terms);
  return [...context, ...Object.values(detector.terms ?? {}).flat()];
}

/** The words of a detector that phrases of others may stand for. */
function contextOf(detector: Detector): readonly string[] {
  const lists = Object.values(detector.words ?? {}).map((list) => list.terms);
  return [...lists, detector.terms?.[CONTEXT_LIST] ?? []].flat();
}

/**
 * Part of a phrase → the phrases that have it; parts are runs of whole words. Only parts that somebody
 * asks for are kept: the list of an operator may have 100,000 phrases.
 */
function indexByPart(phrases: ReadonlyMap<string, string>, wanted: ReadonlySet<string>): Map<string, string[]> {
  const containing = new Map<string, string[]>();
  const wordsMax = Math.max(1, ...Array.from(wanted, (term) => term.split(' ').length));
  for (const [normal, term] of phrases) {
    const words = normal.split(' ');
    for (let from = 0; from < words.length; from += 1) {
      for (let to = from + 1; to <= Math.min(words.length, from + wordsMax); to += 1) {
        if (to - from === words.length) continue;
        const part = to === from + 1 ? (words[from] as string) : words.slice(from, to).join(' ');
        if (!wanted.has(part)) continue;
        const known = containing.get(part);
        if (known === undefined) containing.set(part, [term]);
        else known.push(term);
      }
    }
  }
  return containing;
}

function widened(detector: Detector, containing: ReadonlyMap<string, readonly string[]>): Detector {
  const more = (terms: readonly string[]): string[] => [
    ...new Set([...terms, ...terms.flatMap((term) => containing.get(normalizeTerm(term)) ?? [])]),
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
