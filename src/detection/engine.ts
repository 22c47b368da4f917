/** Runs the detectors over a text: one scan, then only the detectors that a candidate concerns. */
import type { DataKind, Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';
import { checkHit, confirmSafely, toFinding } from './answer.ts';
import { Echoes, isAmidSame, type Said } from './chain.ts';
import { DetectorView, WordHits } from './context.ts';
import type { Detection, Excerpt } from './detection.ts';
import type { Candidate, Detector, Takes } from './detector.ts';
import { DigitBuffer } from './digits.ts';
import { DISGUISED_CONFIDENCE_MIN, disguiseSigns, EXCERPT, readings } from './disguise.ts';
import { type Folded, foldText, foldUnits, type OffsetMap } from './fold.ts';
import { addressWords } from './fold-address.ts';
import { numberWords } from './number-words.ts';
import { openIndex } from './open.ts';
import { settleOverlaps } from './overlap.ts';
import type { Patterns } from './pattern.ts';
import { DigitTakers, fewestDigits, ownersOf, type Runner, runnerOf, type TermOwner, wantedTerms } from './roster.ts';
import { ADDRESS_WORD, AT, createScanner, DIGITS, NUMBER_WORD, type Scanner, TERM, TOKEN } from './scanner.ts';
import { shareTerms } from './shared-terms.ts';
import { isLetterAt } from './signs.ts';
import { Spelling } from './spelling.ts';
import { TermTable } from './term-table.ts';
import { buildNormalDictionary } from './terms.ts';
import { isWithinCode } from './token-form.ts';
import { type Explanation, Watch } from './trace.ts';
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
  readonly #echoes = new Echoes<Runner>();
  /** What the detectors said of the candidate that is shown. */
  readonly #said: Said<Runner>[] = [];
  readonly #shown = new Shown();
  readonly #digitTakers: DigitTakers;
  readonly #atTakers: readonly Runner[];
  readonly #tokenTakers: readonly Runner[];
  readonly #runners: readonly Runner[];
  readonly #spelling: Spelling;
  readonly #owners: readonly (readonly TermOwner[])[];
  readonly #patterns: Patterns | undefined;
  readonly #confidenceMin: number;
  #watch: Watch | undefined;
  /** The bytes that `clean` saw something in, while the scanner still knows what: `find` need not pass over them again. */
  #seen: Buffer | undefined;

  constructor({ detectors: given, patterns, confidenceMin = 0.5 }: DetectionOptions) {
    const detectors = shareTerms(given);
    const table = new TermTable(detectors);
    const use = new Map<number, number>();
    for (const id of table.idsOf(addressWords)) use.set(id, ADDRESS_WORD);
    for (const id of table.idsOf(numberWords)) use.set(id, NUMBER_WORD);
    this.#runners = detectors.map((detector) => runnerOf(detector, new DetectorView(detector, this.#hits, table)));
    this.#spelling = new Spelling(table.terms);
    this.#owners = ownersOf(this.#runners, table);
    const digitTakers = this.#runners.filter(({ detector }) => detector.takes.includes('digits'));
    this.#digitTakers = new DigitTakers(digitTakers);
    this.#atTakers = this.#runners.filter(({ detector }) => detector.takes.includes('at'));
    this.#tokenTakers = this.#runners.filter(({ detector }) => detector.takes.includes('token'));
    this.#scanner = createScanner({
      dictionary: buildNormalDictionary(table.terms),
      wantedTerms: this.#spelling.spread(wantedTerms(this.#owners, use)),
      digitsMin: fewestDigits(digitTakers.filter(({ digitsGlued }) => !digitsGlued)),
      digitsGluedMin: fewestDigits(digitTakers),
      at: this.#atTakers.length > 0,
      tokens: this.#tokenTakers.length > 0,
    });
    this.#hits.digits = this.#scanner.digitRuns;
    this.#patterns = patterns;
    this.#confidenceMin = confidenceMin;
  }

  find(span: Excerpt): readonly Finding[] {
    const found: Finding[] = [];
    const plain = this.#seen === span.bytes || this.#scan(span.bytes);
    this.#seen = undefined;
    if (!plain) this.#scanFolded(span.text);
    const signs = disguiseSigns(this.#scanner, plain ? undefined : () => span.text);
    if (this.#scanner.wanted > 0 || signs !== 0) {
      // The text is decoded only here: most spans are cleared by their bytes.
      const { text } = span;
      const folded = plain ? undefined : foldText(text);
      if (this.#scanner.wanted > 0) this.#confirm(folded?.text ?? text, found, folded?.map, text);
      if (signs !== 0) this.#findDisguised(span.excerpt === true ? signs | EXCERPT : signs, text, folded, found);
      dropInsideUuids(found, text);
    }
    if (this.#patterns !== undefined) found.push(...this.#patterns.find(span));
    return found.length === 0 ? nothing : settleOverlaps(found);
  }

  explain(span: Pick<TextSpan, 'bytes' | 'text'>): Explanation {
    const watch = new Watch(this.#confidenceMin);
    this.#watch = watch;
    this.#hits.seen = watch.seen;
    try {
      const findings = this.find(span);
      return { findings, rejected: watch.rejected(findings) };
    } finally {
      this.#watch = undefined;
      this.#hits.seen = undefined;
    }
  }

  clean(bytes: Buffer): boolean {
    if (this.#patterns?.mayMatch(bytes) === true) return false;
    if (this.#scan(bytes)) {
      if (this.#scanner.wanted === 0 && disguiseSigns(this.#scanner) === 0) return true;
      this.#seen = bytes;
      return false;
    }
    const text = bytes.toString('utf8');
    this.#scanFolded(text);
    return this.#scanner.wanted === 0 && disguiseSigns(this.#scanner, () => text) === 0;
  }

  /** False when a byte over 127 calls for folding. */
  #scan(bytes: Buffer): boolean {
    this.#seen = undefined;
    return this.#scanner.scan(bytes);
  }

  #scanFolded(text: string): void {
    this.#seen = undefined;
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
  }

  #findIn(canonical: string, map: OffsetMap | undefined, original: string): Finding[] {
    const found: Finding[] = [];
    const watch = this.#watch;
    // Another reading of the same text has nothing new to say about what was turned down.
    this.#watch = undefined;
    this.#scanFolded(canonical);
    this.#confirm(canonical, found, map, original);
    this.#watch = watch;
    watch?.seen.splice(0);
    return found;
  }

  mayBegin(kind: DataKind, digits: string): boolean {
    if (this.#patterns?.kinds.some((one) => one.kind === kind) === true) return true;
    return this.#runners.some(
      ({ detector }) =>
        detector.kinds.some((one) => one.kind === kind) &&
        (detector.mayBegin === undefined || detector.mayBegin(digits)),
    );
  }

  openFrom(text: string): number {
    return openIndex(text);
  }

  /** Shows each candidate of the last scan to the detectors that take it. */
  #confirm(canonical: string, found: Finding[], map: OffsetMap | undefined, original: string): void {
    const { candidates, count } = this.#scanner;
    const shown = this.#shown;
    if (map !== undefined) this.#spelling.respell(candidates, count, canonical);
    this.#hits.load(candidates, count);
    this.#hits.text = canonical;
    this.#echoes.load(canonical);
    this.#said.length = 0;
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
        this.#askDigitTakers(glued, found, map, original);
      } else if (kind === AT) {
        shown.takes = 'at';
        this.#askAll(this.#atTakers, kind, found, map, original);
      } else if (kind === TOKEN) {
        shown.takes = 'token';
        this.#askAll(this.#tokenTakers, kind, found, map, original);
      } else {
        const owners = this.#owners[kind - TERM];
        if (owners === undefined || owners.length === 0) missed = true;
        else if (!missed || !isAmidSame(candidates, i, count * 3)) {
          const before = found.length;
          this.#askOwners(kind, owners, canonical, found, map, original);
          missed = found.length === before;
        }
      }
    }
  }

  #askDigitTakers(glued: boolean, found: Finding[], map: OffsetMap | undefined, original: string): void {
    const { count, sizes } = this.#shown.run;
    const takers = this.#digitTakers.of(sizes, glued);
    for (let i = 0; i < takers.length; i += 1) {
      const runner = takers[i] as Runner;
      if (count >= runner.digitsMin) this.#ask(runner, found, map, original);
    }
  }

  #askOwners(
    kind: number,
    owners: readonly TermOwner[],
    canonical: string,
    found: Finding[],
    map: OffsetMap | undefined,
    original: string,
  ): void {
    const shown = this.#shown;
    if (isWithinCode(canonical, shown.start, shown.end)) return;
    shown.takes = 'term';
    const echo = this.#echo(kind, found, map, original);
    const away = this.#scanner.digitRuns.awayFrom(shown.start, shown.end);
    for (let i = 0; i < owners.length; i += 1) {
      const owner = owners[i] as TermOwner;
      if (away > owner.runner.digitsWithin || (echo && owner.runner.near)) continue;
      shown.list = owner.list;
      this.#ask(owner.runner, found, map, original);
    }
    if (!echo) this.#echoes.note(kind, shown.start, shown.end, this.#said);
  }

  #askAll(
    runners: readonly Runner[],
    kind: number,
    found: Finding[],
    map: OffsetMap | undefined,
    original: string,
  ): void {
    const echo = this.#echo(kind, found, map, original);
    for (const runner of runners) if (!echo || !runner.near) this.#ask(runner, found, map, original);
    if (!echo) this.#echoes.note(kind, this.#shown.start, this.#shown.end, this.#said);
  }

  /** Whether what is shown stood in the same surroundings before; what its neighbours said then is said again. */
  #echo(kind: number, found: Finding[], map: OffsetMap | undefined, original: string): boolean {
    const { start, end } = this.#shown;
    if (this.#said.length > 0) this.#said.length = 0;
    const said = this.#echoes.of(kind, start, end);
    if (said === undefined) return false;
    for (const { by, hit } of said) if (by.near) found.push(toFinding(by, hit, map, original));
    return true;
  }

  #ask(runner: Runner, found: Finding[], map: OffsetMap | undefined, original: string): void {
    const answer = confirmSafely(runner, this.#shown);
    this.#watch?.asked(runner.detector.id, this.#shown, answer, map);
    if (answer === undefined) return;
    for (const hit of 'kind' in answer ? [answer] : answer) {
      checkHit(runner, hit);
      if (hit.confidence < this.#confidenceMin) continue;
      found.push(toFinding(runner, hit, map, original));
      this.#said.push({ by: runner, hit });
    }
  }
}
