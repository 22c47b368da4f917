/** Words repeated in a row: a hostile message full of one trigger word must not cost a look for each of them. */

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

/**
 * Places that led to nothing, by what stood there: where a long text repeats itself to the letter, the
 * detectors need not be asked again. Texts of ordinary length are not looked at.
 */
export class Echoes {
  readonly #missed = new Map<number, number>();
  #text = '';

  load(text: string): void {
    // Clearing an empty map costs as much as filling one.
    if (this.#missed.size > 0) this.#missed.clear();
    this.#text = text.length > 2 * AROUND ? text : '';
  }

  /** Whether a candidate of this kind led to nothing before in the same surroundings. */
  has(kind: number, start: number, end: number): boolean {
    if (this.#text === '' || start < AROUND || end + AROUND > this.#text.length) return false;
    const before = this.#missed.get(kind);
    if (before === undefined) return false;
    const size = end - start + 2 * AROUND;
    const from = start - AROUND;
    return this.#text.slice(from, from + size) === this.#text.slice(before - AROUND, before - AROUND + size);
  }

  miss(kind: number, start: number, end: number): void {
    if (this.#text !== '' && start >= AROUND && end + AROUND <= this.#text.length) this.#missed.set(kind, start);
  }
}
