/** Who is asked about what: detectors made ready for the engine, and the terms and sizes that wake them. */
import { ECHO_REACH_MAX } from './chain.ts';
import type { DetectorView } from './context.ts';
import type { Detector } from './detector.ts';
import { NOWHERE } from './digit-runs.ts';
import { sizeBit } from './digits.ts';
import { NUMBER_WORD, WANTED_NUMBER_WORD } from './scanner.ts';
import type { TermTable } from './term-table.ts';

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

/** What each term is to the scanner: a candidate, a number word, both, or context; `uses` are those besides candidates. */
export function wantedTerms(
  owners: readonly (readonly TermOwner[])[],
  uses: ReadonlyMap<number, number>,
): Uint8Array<ArrayBuffer> {
  const wanted = new Uint8Array(owners.length);
  for (let id = 0; id < owners.length; id += 1) wanted[id] = owners[id] === nobody ? 0 : 1;
  for (const [id, use] of uses) wanted[id] = wanted[id] === 0 ? use : use === NUMBER_WORD ? WANTED_NUMBER_WORD : 1;
  return wanted;
}

/** Whose each term is, by its number. Terms of one list share what says so: lists may have 100,000 of them. */
export function ownersOf(runners: readonly Runner[], table: TermTable): readonly (readonly TermOwner[])[] {
  const owners: (readonly TermOwner[])[] = new Array(table.terms.length).fill(nobody);
  for (const runner of runners) {
    for (const [list, terms] of Object.entries(runner.detector.terms ?? {})) {
      const alone: readonly TermOwner[] = [{ runner, list }];
      for (const id of table.idsOf(terms)) {
        const others = owners[id] as readonly TermOwner[];
        if (others === nobody) owners[id] = alone;
        else if (!others.some((owner) => owner.runner === runner)) owners[id] = [...others, ...alone];
      }
    }
  }
  return owners;
}

const nobody: readonly TermOwner[] = [];
