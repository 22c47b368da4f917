/** An operator's word list as a detector of its own: its terms go into the fused dictionary beside all others. */
import { type Detector, type Examples, type KindInfo, NEAR_MAX, type Visible } from './detector.ts';
import { createDetection } from './engine.ts';
import { exampleProblems, type Find, harmlessTexts, widthProblem } from './probe.ts';
import { normalizeTerm } from './terms.ts';
import { hashOf, WordSieve } from './word-sieve.ts';

/** What an operator writes in a policy file, its terms already read. */
export interface VocabularyDef {
  readonly name: string;
  readonly kind: string;
  readonly terms: readonly string[];
  /** At least one of the words must stand within `distance` UTF-16 units (60, at most 120) of the term. */
  readonly context?: { readonly words: readonly string[]; readonly distance?: number };
  /** 0 to 1; 0.8 by default. */
  readonly confidence?: number;
  readonly mask?: { readonly word: string; readonly visible?: Visible };
  readonly examples: Examples;
  readonly allowWide?: boolean;
}

export interface VocabularyProblem {
  /** The setting at fault: `terms.17`, `examples.hits.0`. */
  readonly at: string;
  readonly message: string;
}

export type CompiledVocabulary =
  | { readonly ok: true; readonly detector: Detector }
  | { readonly ok: false; readonly problems: readonly VocabularyProblem[] };

const CONTEXT_DISTANCE = 60;
/** Letters of one word; the fused dictionary stores no longer ones. */
const WORD_MAX = 64;
/** Unusable terms that are told one by one. */
const TOLD_MAX = 5;

/** Makes the detector, or says everything that is wrong with the list. */
export function compileVocabulary(def: VocabularyDef): CompiledVocabulary {
  const terms = def.terms.map(normalizeTerm);
  const problems = termProblems(terms);
  const distance = def.context?.distance ?? CONTEXT_DISTANCE;
  if (distance > NEAR_MAX) problems.push({ at: 'context.distance', message: `expected at most ${NEAR_MAX}` });
  if (problems.length > 0) return { ok: false, problems };
  const detector = detectorOf(def, [...new Set(terms)]);
  const proof = proofProblems(def, detector);
  return proof.length > 0 ? { ok: false, problems: proof } : { ok: true, detector };
}

/** Terms that the scanner could never find: silence about them would pass for protection. */
function termProblems(terms: readonly string[]): VocabularyProblem[] {
  if (terms.length === 0) return [{ at: 'terms', message: 'the list is empty' }];
  const problems: VocabularyProblem[] = [];
  let unusable = 0;
  for (const [index, term] of terms.entries()) {
    const reason = unusableBecause(term);
    if (reason === undefined) continue;
    unusable += 1;
    if (unusable <= TOLD_MAX) problems.push({ at: `terms.${index}`, message: reason });
  }
  if (unusable > TOLD_MAX) problems.push({ at: 'terms', message: `${unusable} terms in all cannot be found` });
  return problems;
}

function unusableBecause(term: string): string | undefined {
  if (term === '') return 'the term has neither letters nor digits';
  if (term.charCodeAt(0) <= 57) return 'a term must begin with a letter; numbers need a pattern or an exact list';
  if (term.length > WORD_MAX && term.split(' ').some((word) => word.length > WORD_MAX))
    return `a word of the term has more than ${WORD_MAX} letters`;
  return undefined;
}

function detectorOf(def: VocabularyDef, terms: readonly string[]): Detector {
  const { name, kind, context } = def;
  const distance = context?.distance ?? CONTEXT_DISTANCE;
  const evidence = `dictionary:${name}`;
  const longest = terms.reduce((most, term) => Math.max(most, term.length), 0);
  return {
    id: `custom:${name}`,
    kinds: [kindOf(def)],
    title: `Terms of ${name}`,
    authority: 'the operator',
    regulations: [],
    takes: ['term'],
    // Gaps of up to three units may stand where the normal spelling has one.
    reach: longest * 3,
    ...(context === undefined
      ? {}
      : { words: { context: { terms: context.words, before: distance, after: distance } } }),
    terms: { terms },
    examples: def.examples,
    confirm(view, { start, end }) {
      if (isDigit(view.text, start - 1) || isDigit(view.text, end)) return undefined;
      const word = context === undefined ? -1 : view.near('context', start, end);
      if (context !== undefined && word < 0) return undefined;
      const because = [{ rule: evidence, at: start }, ...(word < 0 ? [] : [{ rule: 'context', at: word }])];
      return { kind, start, end, confidence: def.confidence ?? 0.8, evidence: because };
    },
  };
}

/** How the kind of an operator's rule is called in tokens and masks. */
export function kindOf(def: Pick<VocabularyDef, 'name' | 'kind' | 'mask'>): KindInfo {
  const { name, kind, mask } = def;
  const word = mask?.word ?? kind.toLowerCase().replaceAll('_', '-');
  return { kind, title: name, word, visible: mask?.visible ?? 'nothing' };
}

/** `X12` is a model number, not the term X. */
function isDigit(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 48 && code <= 57;
}

/** Only terms whose words all occur in the texts that are tried are put into the dictionary of the trial. */
function proofProblems(def: VocabularyDef, detector: Detector): VocabularyProblem[] {
  const tried = [...def.examples.hits, ...def.examples.misses, ...harmlessTexts].join('\n');
  const words = new Set(normalizeTerm(tried).split(' '));
  const sieve = new WordSieve(words);
  const near = (detector.terms?.['terms'] ?? []).filter((term) => {
    for (let from = 0, to = 0; from <= term.length; from = to + 1) {
      const space = term.indexOf(' ', from);
      to = space < 0 ? term.length : space;
      if (!sieve.mayHave(hashOf(term, from, to)) || !words.has(term.slice(from, to))) return false;
    }
    return true;
  });
  const detection = createDetection({ detectors: [{ ...detector, terms: { terms: near } }], confidenceMin: 0 });
  const find: Find = (text) => detection.find({ text, bytes: Buffer.from(text) });
  const wrong = exampleProblems(find, def.examples);
  if (wrong.length > 0 || def.allowWide === true)
    return wrong.map(({ at, message }) => ({ at, message: `the list ${message}` }));
  const wide = widthProblem(find, def.examples);
  return wide === undefined ? [] : [{ at: wide.at || 'terms', message: wide.message }];
}
