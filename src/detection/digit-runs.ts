/** Where a text has digits: remembered in passing, so that words far from any number need no second look. */

/** Runs kept between messages; a hostile message may need more for a moment. */
const KEEP_MAX = 65_536;

/** Further than any text is long, and a small integer to V8. */
export const NOWHERE = 0x3fff_ffff;

export class DigitRuns {
  count = 0;
  /** (start, end) of each run, in order. */
  #places: Int32Array = new Int32Array(2 * 64);

  clear(): void {
    this.count = 0;
    if (this.#places.length > KEEP_MAX) this.#places = new Int32Array(2 * 64);
  }

  note(start: number, end: number): void {
    const at = this.count * 2;
    if (at + 2 > this.#places.length) {
      const grown = new Int32Array(this.#places.length * 2);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places[at] = start;
    this.#places[at + 1] = end;
    this.count += 1;
  }

  /** How far the nearest run is from [start, end). */
  awayFrom(start: number, end: number): number {
    const next = this.#firstPast(start);
    const before = next > 0 ? start - (this.#places[next * 2 - 1] as number) : NOWHERE;
    const after = next < this.count ? Math.max(0, (this.#places[next * 2] as number) - end) : NOWHERE;
    return Math.min(before, after);
  }

  /** A place at or behind `from` in front of which, from there on, no digit stands; `NOWHERE` when none follows at all. */
  from(from: number): number {
    const next = this.#firstPast(from);
    return next < this.count ? Math.max(from, this.#places[next * 2] as number) : NOWHERE;
  }

  /** End of the last run in front of `to`, or `to` when it lies within one; -`NOWHERE` when there is none. */
  upTo(to: number): number {
    const next = this.#firstPast(to);
    if (next < this.count && (this.#places[next * 2] as number) < to) return to;
    return next > 0 ? (this.#places[next * 2 - 1] as number) : -NOWHERE;
  }

  /** Index of the first run that ends behind `at`; halves, because a hostile text has many of them. */
  #firstPast(at: number): number {
    const places = this.#places;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle * 2 + 1] as number) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Whether an ASCII digit is among the units of [from, to). */
export function hasDigit(units: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if ((units[i] as number) >= 48 && (units[i] as number) <= 57) return true;
  return false;
}
