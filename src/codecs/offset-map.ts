/** Where each decoded byte came from, so that an edit of decoded text can be made in the escaped original. */

/**
 * Runs of plain bytes between escape sequences ("atoms"); only the atoms are kept.
 * An offset inside an atom maps to the atom's border, because half an escape sequence cannot be kept.
 */
export class OffsetMap {
  readonly #origin: number;
  readonly #decodedStart: number[] = [];
  readonly #decodedEnd: number[] = [];
  readonly #rawStart: number[] = [];
  readonly #rawEnd: number[] = [];

  /** `origin` is where the raw bytes begin in their container. */
  constructor(origin: number) {
    this.#origin = origin;
  }

  /** Records, in rising order, that raw `rawStart..rawEnd` reads as decoded `decodedStart..decodedEnd`. */
  atom(decodedStart: number, decodedEnd: number, rawStart: number, rawEnd: number): void {
    this.#decodedStart.push(decodedStart);
    this.#decodedEnd.push(decodedEnd);
    this.#rawStart.push(rawStart);
    this.#rawEnd.push(rawEnd);
  }

  /** Raw offset at which a change that begins at decoded `offset` begins. */
  rawStart(offset: number): number {
    return this.#raw(offset, this.#rawStart);
  }

  /** Raw offset at which a change that ends at decoded `offset` ends. */
  rawEnd(offset: number): number {
    return this.#raw(offset, this.#rawEnd);
  }

  #raw(offset: number, inside: readonly number[]): number {
    const index = this.#atomBefore(offset);
    if (index < 0) return this.#origin + offset;
    const start = this.#decodedStart[index] ?? 0;
    const end = this.#decodedEnd[index] ?? 0;
    if (offset === start && start < end) return this.#rawStart[index] ?? 0;
    if (offset < end) return inside[index] ?? 0;
    return (this.#rawEnd[index] ?? 0) + offset - end;
  }

  /** Index of the last atom that starts at or before `offset`; -1 when there is none. */
  #atomBefore(offset: number): number {
    let low = 0;
    let high = this.#decodedStart.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#decodedStart[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
