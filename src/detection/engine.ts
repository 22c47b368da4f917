/** Runs the detectors over a text: one scan, then only the detectors that a candidate concerns. */
import type { Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';
import { checkHit, confirmSafely, toFinding } from './answer.ts';
import { isAmidSame } from './chain.ts';
import { DetectorView, WordHits } from './context.ts';
import type { Detection } from './detection.ts';
import type { Candidate, Detector, Takes } from './detector.ts';
import { DigitBuffer, sizeBit } from './digits.ts';
import { DISGUISED_CONFIDENCE_MIN, disguiseSigns, encodedRuns, readings } from './disguise.ts';
import { type Folded, foldText, foldUnits, type OffsetMap } from './fold.ts';
import { addressWords } from './fold-address.ts';
import { numberWords } from './number-words.ts';
import { openIndex } from './open.ts';
import { settleOverlaps } from './overlap.ts';
import type { Patterns } from './pattern.ts';
import { contextOf, fewestDigits, hasOneSet, ownersOf, type Runner, type TermOwner, wantedUse } from './roster.ts';
import { ADDRESS_WORD, AT, createScanner, DIGITS, NUMBER_WORD, type Scanner, TERM, TOKEN } from './scanner.ts';
import { CONTEXT_LIST, shareTerms, vocabularyOf } from './shared-terms.ts';
import { isLetterAt } from './signs.ts';
import { buildDictionary, normalizeTerm } from './terms.ts';
import { dropInsideUuids } from './uuid.ts';

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

const nothing: readonly Finding[] = Object.freeze([]);

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
    const use = new Map(addressWords.map((word) => [idOf(word), ADDRESS_WORD]));
    for (const word of numberWords) use.set(idOf(word), NUMBER_WORD);
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
      wantedTerms: Uint8Array.from(this.#owners, (owners, id) => wantedUse(owners.length > 0, use.get(id))),
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
    const plain = this.#scanner.scan(span.bytes);
    if (!plain) this.#scanFolded(span.text);
    const signs = disguiseSigns(this.#scanner, plain ? undefined : () => span.text);
    if (this.#scanner.wanted > 0 || signs !== 0) {
      // The text is decoded only here: most spans are cleared by their bytes.
      const { text } = span;
      const folded = plain ? undefined : foldText(text);
      if (this.#scanner.wanted > 0) this.#confirm(folded?.text ?? text, found, folded?.map, text);
      if (signs !== 0) this.#findDisguised(signs, text, folded, found);
      dropInsideUuids(found, text);
    }
    if (this.#patterns !== undefined) found.push(...this.#patterns.find(span));
    return found.length === 0 ? nothing : settleOverlaps(found);
  }

  clean(bytes: Buffer): boolean {
    if (this.#patterns?.mayMatch(bytes) === true) return false;
    if (this.#scanner.scan(bytes)) return this.#scanner.wanted === 0 && disguiseSigns(this.#scanner) === 0;
    const text = bytes.toString('utf8');
    this.#scanFolded(text);
    return this.#scanner.wanted === 0 && disguiseSigns(this.#scanner, () => text) === 0;
  }

  #scanFolded(text: string): void {
    const { units, length } = foldUnits(text);
    this.#scanner.scanFolded(units, length);
  }

  /** Reads the text without its disguises; keeps what is nearly certain, because talk is full of numbers. */
  #findDisguised(signs: number, text: string, folded: Folded | undefined, found: Finding[]): void {
    for (const reading of readings(signs, text, folded)) {
      const rule = `folded:${reading.name}`;
      for (const finding of this.#findIn(reading.text, reading.map, text)) {
        if (finding.confidence < DISGUISED_CONFIDENCE_MIN || !finding.evidence.some((one) => one.rule === 'folded'))
          continue;
        if (reading.accepts(finding, text.slice(finding.start, finding.end)))
          found.push({ ...finding, evidence: [...finding.evidence, { rule }] });
      }
    }
    for (const { name, text: inner, start, end } of encodedRuns(signs, text, folded)) {
      const best = this.#findIn(inner, undefined, inner).find(
        ({ confidence }) => confidence >= DISGUISED_CONFIDENCE_MIN,
      );
      if (best === undefined) continue;
      const evidence = [...best.evidence.map(({ rule }) => ({ rule })), { rule: `folded:${name}` }];
      found.push({ ...best, start, end, evidence });
    }
  }

  #findIn(canonical: string, map: OffsetMap | undefined, original: string): Finding[] {
    const found: Finding[] = [];
    this.#scanFolded(canonical);
    this.#confirm(canonical, found, map, original);
    return found;
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
