/** Who is asked about what: detectors made ready for the engine, and the terms and sizes that wake them. */
import { ECHO_REACH_MAX } from './chain.ts';
import type { DetectorView } from './context.ts';
import type { Detector } from './detector.ts';
import { NOWHERE } from './digit-runs.ts';
import { sizeBit } from './digits.ts';
import { NUMBER_WORD, WANTED_NUMBER_WORD } from './scanner.ts';

/** A detector with what the engine needs to call it. */
export interface Runner {
  readonly detector: Detector;
  readonly view: DetectorView;
  /** Sets of group sizes as bits, as `DigitBuffer.sizes` has them. */
  readonly groupSets: readonly number[] | undefined;
  /** What the detector says of itself, at hand: objects of one shape are read many times faster than detectors. */
  readonly digitsMin: number;
  readonly digitsGlued: boolean;
  readonly digitsWithin: number;
  /** Its answer depends on what is around a candidate alone. */
  readonly near: boolean;
}

/** A term that is a candidate: whose, and under which list name. */
export interface TermOwner {
  readonly runner: Runner;
  readonly list: string;
}

/** Makes a detector ready; `view` is its own. */
export function runnerOf(detector: Detector, view: DetectorView): Runner {
  return {
    detector,
    view,
    groupSets: detector.digitGroups?.map((sizes) => sizes.reduce((bits, size) => bits | sizeBit(size), 0)),
    digitsMin: detector.digitsMin ?? 1,
    digitsGlued: detector.digitsGlued === true,
    digitsWithin: detector.digitsWithin ?? NOWHERE,
    near: detector.reach <= ECHO_REACH_MAX,
  };
}

/** Digits of the shortest run that one of them wants. */
export function fewestDigits(takers: readonly Runner[]): number {
  return Math.min(Number.MAX_SAFE_INTEGER, ...takers.map(({ digitsMin }) => digitsMin));
}

export function contextOf(detector: Detector): string[] {
  return Object.values(detector.words ?? {}).flatMap((list) => list.terms);
}

/** Sets of sizes that are remembered; past it the memory starts anew. */
const KNOWN_MAX = 4096;

/** Who takes runs of digits, by the sizes of their groups: most runs are written in one of a few ways. */
export class DigitTakers {
  readonly #all: readonly Runner[];
  readonly #known = new Map<number, readonly Runner[]>();

  constructor(all: readonly Runner[]) {
    this.#all = all;
  }

  /** Those that want a run with groups of these sizes (`DigitBuffer.sizes`), as far as it has enough digits. */
  of(sizes: number, glued: boolean): readonly Runner[] {
    const key = sizes * 2 + (glued ? 1 : 0);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const takers = this.#all.filter((one) => (glued || !one.digitsGlued) && hasOneSet(one.groupSets, sizes));
    if (this.#known.size >= KNOWN_MAX) this.#known.clear();
    this.#known.set(key, takers);
    return takers;
  }
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

/** What a term is to the scanner: a candidate, a number word, both, or context. */
export function wantedUse(owned: boolean, use = 0): number {
  if (!owned) return use;
  return use === NUMBER_WORD ? WANTED_NUMBER_WORD : 1;
}

export function ownersOf(runners: readonly Runner[], termCount: number, idOf: (term: string) => number): TermOwner[][] {
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
