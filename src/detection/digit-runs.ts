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

  /** How far the nearest run is from [start, end); halves, because a hostile text has many of them. */
  awayFrom(start: number, end: number): number {
    const places = this.#places;
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((places[middle * 2 + 1] as number) <= start) low = middle + 1;
      else high = middle;
    }
    const before = low > 0 ? start - (places[low * 2 - 1] as number) : NOWHERE;
    const after = low < this.count ? Math.max(0, (places[low * 2] as number) - end) : NOWHERE;
    return Math.min(before, after);
  }
}

/** Whether an ASCII digit is among the units of [from, to). */
export function hasDigit(units: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i += 1) if ((units[i] as number) >= 48 && (units[i] as number) <= 57) return true;
  return false;
}
