/** Runs the detectors over a text: one scan, then only the detectors that a candidate concerns. */
import { ChatveilError } from '../domain/errors.ts';
import type { Evidence, Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';
import { isAmidSame } from './chain.ts';
import { DetectorView, WordHits } from './context.ts';
import type { Detection } from './detection.ts';
import type { Candidate, Detector, Hit, Takes } from './detector.ts';
import { DigitBuffer, sizeBit } from './digits.ts';
import { foldText, foldUnits, type OffsetMap } from './fold.ts';
import { openIndex } from './open.ts';
import { settleOverlaps } from './overlap.ts';
import type { Patterns } from './pattern.ts';
import { AT, createScanner, DIGITS, NUMBER_WORD, type Scanner, TERM, TOKEN } from './scanner.ts';
import { CONTEXT_LIST, shareTerms, vocabularyOf } from './shared-terms.ts';
import { isLetterAt } from './signs.ts';
import { NUMBER_WORDS_MIN, numberWords, spellOut } from './spelled.ts';
import { buildDictionary, normalizeTerm } from './terms.ts';

export interface DetectionOptions {
  readonly detectors: readonly Detector[];
  /** Operator patterns, compiled by `compilePatterns`. */
  readonly patterns?: Patterns;
  /** Findings below it are dropped. 0 to 1; the default of 0.5 leaves out what is more likely harmless. */
  readonly confidenceMin?: number;
}

/**
 * Builds a Detection; the work of fusing all word lists is done here, once.
 *
 *     const detection = createDetection({ detectors: await loadDetectors() });
 *     detection.find({ bytes, text }); // → findings by position
 */
export function createDetection(options: DetectionOptions): Detection {
  return new Engine(options);
}

/** Below it a number that was found in words is left alone. */
const SPELLED_CONFIDENCE_MIN = 0.9;
const nothing: readonly Finding[] = Object.freeze([]);

/** A detector with what the engine needs to call it. */
interface Runner {
  readonly detector: Detector;
  readonly view: DetectorView;
  /** Sets of group sizes as bits, as `DigitBuffer.sizes` has them. */
  readonly groupSets: readonly number[] | undefined;
}

/** A term that is a candidate: whose, and under which list name. */
interface TermOwner {
  readonly runner: Runner;
  readonly list: string;
}

/** The candidate that is shown to detectors; one object, refilled. */
class Shown implements Candidate {
  takes: Takes = 'digits';
  start = 0;
  end = 0;
  list = '';
  readonly run = new DigitBuffer();
}

class Engine implements Detection {
  readonly #scanner: Scanner;
  readonly #hits = new WordHits();
  readonly #shown = new Shown();
  readonly #digitTakers: readonly Runner[];
  readonly #atTakers: readonly Runner[];
  readonly #tokenTakers: readonly Runner[];
  readonly #runners: readonly Runner[];
  readonly #terms: readonly string[];
  readonly #owners: readonly (readonly TermOwner[])[];
  readonly #patterns: Patterns | undefined;
  readonly #confidenceMin: number;

  constructor({ detectors: given, patterns, confidenceMin = 0.5 }: DetectionOptions) {
    const detectors = shareTerms(given);
    const ids = new Map<string, number>();
    const terms: string[] = [];
    const idOf = (term: string): number => {
      const known = ids.get(term);
      if (known !== undefined) return known;
      const normal = normalizeTerm(term);
      const id = ids.get(normal) ?? terms.push(normal) - 1;
      ids.set(normal, id);
      ids.set(term, id);
      return id;
    };
    // Context words first: what is kept for each word list then need not be as long as the vocabulary.
    for (const detector of detectors) for (const term of contextOf(detector)) idOf(term);
    const contextCount = terms.length;
    for (const detector of detectors) for (const term of vocabularyOf(detector)) idOf(term);
    const numberIds = new Set(numberWords.map(idOf));
    this.#terms = terms;
    this.#runners = detectors.map((detector) => ({
      detector,
      view: new DetectorView(detector, this.#hits, contextCount, idOf),
      groupSets: detector.digitGroups?.map((sizes) => sizes.reduce((bits, size) => bits | sizeBit(size), 0)),
    }));
    for (const { detector, view } of this.#runners)
      view.owns(new Set((detector.terms?.[CONTEXT_LIST] ?? []).map(idOf)));
    this.#owners = ownersOf(this.#runners, terms.length, idOf);
    this.#digitTakers = this.#runners.filter(({ detector }) => detector.takes.includes('digits'));
    this.#atTakers = this.#runners.filter(({ detector }) => detector.takes.includes('at'));
    this.#tokenTakers = this.#runners.filter(({ detector }) => detector.takes.includes('token'));
    this.#scanner = createScanner({
      dictionary: buildDictionary(terms),
      wantedTerms: Uint8Array.from(this.#owners, (owners, id) =>
        owners.length > 0 ? 1 : numberIds.has(id) ? NUMBER_WORD : 0,
      ),
      digitsMin: fewestDigits(this.#digitTakers.filter(({ detector }) => detector.digitsGlued !== true)),
      digitsGluedMin: fewestDigits(this.#digitTakers),
      at: this.#atTakers.length > 0,
      tokens: this.#tokenTakers.length > 0,
    });
    this.#patterns = patterns;
    this.#confidenceMin = confidenceMin;
  }

  find(span: Pick<TextSpan, 'bytes' | 'text'>): readonly Finding[] {
    const found: Finding[] = [];
    if (this.#scanner.scan(span.bytes)) {
      const spelled = this.#scanner.numberWords >= NUMBER_WORDS_MIN;
      // The text is decoded only here: most spans are cleared by their bytes.
      if (this.#scanner.wanted > 0) this.#confirm(span.text, found, undefined, span.text);
      if (spelled) this.#findSpelled(span.text, undefined, found, span.text);
    } else {
      const { text } = span;
      const { units, length } = foldUnits(text);
      this.#scanner.scanFolded(units, length);
      const spelled = this.#scanner.numberWords >= NUMBER_WORDS_MIN;
      if (this.#scanner.wanted > 0 || spelled) {
        const folded = foldText(text);
        this.#confirm(folded.text, found, folded.map, text);
        if (spelled) this.#findSpelled(folded.text, folded.map, found, text);
      }
    }
    if (this.#patterns !== undefined) found.push(...this.#patterns.find(span));
    return found.length === 0 ? nothing : settleOverlaps(found);
  }

  clean(bytes: Buffer): boolean {
    if (this.#patterns?.mayMatch(bytes) === true) return false;
    if (this.#scanner.scan(bytes)) return this.#isClean();
    const { units, length } = foldUnits(bytes.toString('utf8'));
    this.#scanner.scanFolded(units, length);
    return this.#isClean();
  }

  #isClean(): boolean {
    return this.#scanner.wanted === 0 && this.#scanner.numberWords < NUMBER_WORDS_MIN;
  }

  /** Reads number words as digits; keeps what is nearly certain, because talk is full of numbers. */
  #findSpelled(canonical: string, map: OffsetMap | undefined, found: Finding[], original: string): void {
    const spelled = spellOut(canonical, map);
    const { units, length } = foldUnits(spelled.text);
    this.#scanner.scanFolded(units, length);
    const more: Finding[] = [];
    this.#confirm(spelled.text, more, spelled.map, original);
    for (const finding of more) {
      if (finding.confidence < SPELLED_CONFIDENCE_MIN || !finding.evidence.some(({ rule }) => rule === 'folded'))
        continue;
      found.push({ ...finding, evidence: [...finding.evidence, { rule: 'spelled' }] });
    }
  }

  openFrom(text: string): number {
    return openIndex(text);
  }

  /** Shows each candidate of the last scan to the detectors that take it. */
  #confirm(canonical: string, found: Finding[], map: OffsetMap | undefined, original: string): void {
    const { candidates, count } = this.#scanner;
    const shown = this.#shown;
    this.#hits.load(candidates, count);
    this.#hits.text = canonical;
    // Whether the last term led to nothing; a repeated one then leads to nothing, too.
    let missed = false;
    for (let i = 0; i < count * 3; i += 3) {
      const kind = candidates[i] as number;
      shown.start = candidates[i + 1] as number;
      shown.end = candidates[i + 2] as number;
      shown.list = '';
      if (kind === DIGITS) {
        shown.takes = 'digits';
        shown.run.load(canonical, shown.start, shown.end);
        const glued = isLetterAt(canonical, shown.start - 1) || isLetterAt(canonical, shown.end);
        for (const runner of this.#digitTakers) {
          if (!glued && runner.detector.digitsGlued === true) continue;
          if (shown.run.count >= (runner.detector.digitsMin ?? 1) && hasOneSet(runner.groupSets, shown.run.sizes))
            this.#ask(runner, found, map, original);
        }
      } else if (kind === AT) {
        shown.takes = 'at';
        this.#askAll(this.#atTakers, found, map, original);
      } else if (kind === TOKEN) {
        shown.takes = 'token';
        this.#askAll(this.#tokenTakers, found, map, original);
      } else if (!missed || !isAmidSame(candidates, i, count * 3)) {
        const before = found.length;
        this.#askOwners(kind - TERM, canonical, found, map, original);
        missed = found.length === before;
      }
    }
  }

  #askOwners(term: number, canonical: string, found: Finding[], map: OffsetMap | undefined, original: string): void {
    const owners = this.#owners[term] as readonly TermOwner[];
    if (owners.length === 0) return;
    const shown = this.#shown;
    // Past ASCII a unit stands for several characters, so the spelling has the last word.
    if (map !== undefined && normalizeTerm(canonical.slice(shown.start, shown.end)) !== this.#terms[term]) return;
    shown.takes = 'term';
    for (const owner of owners) {
      shown.list = owner.list;
      this.#ask(owner.runner, found, map, original);
    }
  }

  #askAll(runners: readonly Runner[], found: Finding[], map: OffsetMap | undefined, original: string): void {
    for (const runner of runners) this.#ask(runner, found, map, original);
  }

  #ask(runner: Runner, found: Finding[], map: OffsetMap | undefined, original: string): void {
    const answer = confirmSafely(runner, this.#shown);
    if (answer === undefined) return;
    for (const hit of 'kind' in answer ? [answer] : answer) {
      checkHit(runner, hit);
      if (hit.confidence >= this.#confidenceMin) found.push(toFinding(runner, hit, map, original));
    }
  }
}

/** Digits of the shortest run that one of them wants. */
function fewestDigits(takers: readonly Runner[]): number {
  return Math.min(Number.MAX_SAFE_INTEGER, ...takers.map(({ detector }) => detector.digitsMin ?? 1));
}

function contextOf(detector: Detector): string[] {
  return Object.values(detector.words ?? {}).flatMap((list) => list.terms);
}

/** Whether all sizes of one set are there. */
function hasOneSet(sets: readonly number[] | undefined, sizes: number): boolean {
  if (sets === undefined) return true;
  for (let i = 0; i < sets.length; i += 1) {
    const set = sets[i] as number;
    if ((sizes & set) === set) return true;
  }
  return false;
}

function ownersOf(runners: readonly Runner[], termCount: number, idOf: (term: string) => number): TermOwner[][] {
  const owners: TermOwner[][] = Array.from({ length: termCount }, () => []);
  for (const runner of runners) {
    for (const [list, terms] of Object.entries(runner.detector.terms ?? {})) {
      for (const term of terms) {
        const of = owners[idOf(term)];
        if (of !== undefined && !of.some((owner) => owner.runner === runner)) of.push({ runner, list });
      }
    }
  }
  return owners;
}

/** A detector that throws makes the whole message unreadable: the caller fails closed. */
function confirmSafely({ detector, view }: Runner, candidate: Candidate): Hit | readonly Hit[] | undefined {
  try {
    return detector.confirm(view, candidate);
  } catch {
    // The cause is left out on purpose: its message could quote the text.
    throw new ChatveilError('CV_DETECTION_FAILED');
  }
}

function checkHit({ detector, view }: Runner, hit: Hit): void {
  const placed = Number.isInteger(hit.start) && Number.isInteger(hit.end) && hit.start >= 0 && hit.start < hit.end;
  const sure = hit.confidence >= 0 && hit.confidence <= 1;
  if (placed && hit.end <= view.text.length && sure && detector.kinds.some(({ kind }) => kind === hit.kind)) return;
  throw new ChatveilError('CV_DETECTION_FAILED', { start: hit.start, end: hit.end, confidence: hit.confidence });
}

function toFinding({ detector, view }: Runner, hit: Hit, map: OffsetMap | undefined, original: string): Finding {
  const { kind, confidence } = hit;
  if (map === undefined)
    return { detector: detector.id, kind, start: hit.start, end: hit.end, confidence, evidence: hit.evidence };
  const start = map.startOf(hit.start);
  const end = map.endOf(hit.end);
  const evidence: Evidence[] = hit.evidence.map(({ rule, at }) =>
    at === undefined ? { rule } : { rule, at: map.startOf(at) },
  );
  if (original.slice(start, end) !== view.text.slice(hit.start, hit.end)) evidence.push({ rule: 'folded' });
  return { detector: detector.id, kind, start, end, confidence, evidence };
}
