/** Words repeated in a row: a hostile message full of one trigger word must not cost a look for each of them. */
import type { Hit } from './detector.ts';

/** Units that may stand between two words of a chain: a blank, a comma and a blank, `: `. */
const GAP_MAX = 3;

/**
 * Whether the candidate at `index` of the scanner's triples stands between two more of its own kind, with
 * nothing but a sign or two between: a value lies in front of the first or behind the last of them.
 * `count` is the length of the used part of `candidates`.
 */
export function isAmidSame(candidates: Int32Array, index: number, count: number): boolean {
  if (index < 3 || index + 3 >= count) return false;
  const kind = candidates[index];
  if (candidates[index - 3] !== kind || candidates[index + 3] !== kind) return false;
  const before = (candidates[index + 1] as number) - (candidates[index - 1] as number);
  const after = (candidates[index + 4] as number) - (candidates[index + 2] as number);
  return before <= GAP_MAX && after <= GAP_MAX;
}

/** How much of the text around a candidate has to be the same for the same answer. */
const AROUND = 640;
/** A detector that reaches further may see what lies past it. */
export const ECHO_REACH_MAX = 512;

/** What one of the detectors said at a place. */
export interface Said<Teller> {
  readonly by: Teller;
  readonly hit: Hit;
}

interface Told<Teller> {
  readonly start: number;
  readonly said: readonly Said<Teller>[];
}

/**
 * What came of the places where something stood: where a long text repeats itself to the letter, the
 * detectors need not be asked again. Texts of ordinary length are not looked at.
 */
export class Echoes<Teller> {
  readonly #told = new Map<number, Told<Teller>>();
  #text = '';

  load(text: string): void {
    // Clearing an empty map costs as much as filling one.
    if (this.#told.size > 0) this.#told.clear();
    this.#text = text.length > 2 * AROUND ? text : '';
  }

  /** What came of a candidate of this kind in the same surroundings, moved here; undefined when there was none yet. */
  of(kind: number, start: number, end: number): readonly Said<Teller>[] | undefined {
    if (!this.#fits(start, end)) return undefined;
    const told = this.#told.get(kind);
    if (told === undefined) return undefined;
    const size = end - start + 2 * AROUND;
    const from = start - AROUND;
    const before = told.start - AROUND;
    if (this.#text.slice(from, from + size) !== this.#text.slice(before, before + size)) return undefined;
    return told.said.map(({ by, hit }) => ({ by, hit: moved(hit, start - told.start) }));
  }

  /** Keeps a copy of `said`. */
  note(kind: number, start: number, end: number, said: readonly Said<Teller>[]): void {
    if (this.#fits(start, end)) this.#told.set(kind, { start, said: said.slice() });
  }

  #fits(start: number, end: number): boolean {
    return this.#text !== '' && start >= AROUND && end + AROUND <= this.#text.length;
  }
}

function moved(hit: Hit, by: number): Hit {
  return {
    ...hit,
    start: hit.start + by,
    end: hit.end + by,
    evidence: hit.evidence.map((one) => (one.at === undefined ? one : { ...one, at: one.at + by })),
  };
}
