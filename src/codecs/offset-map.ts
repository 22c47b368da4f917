/** Where each decoded byte came from, so that an edit of decoded text can be made in the escaped original. */

/**
 * Runs of plain bytes between escape sequences ("atoms"); only the atoms are kept.
 * An offset inside an atom maps to the atom's border, because half an escape sequence cannot be kept.
 */
export class OffsetMap {
  readonly #origin: number;
  /** Four numbers an atom: where it begins and ends in the decoded bytes, and in the raw ones. */
  #atoms = new Int32Array(4 * 8);
  #used = 0;

  /** `origin` is where the raw bytes begin in their container. */
  constructor(origin: number) {
    this.#origin = origin;
  }

  /** Records, in rising order, that raw `rawStart..rawEnd` reads as decoded `decodedStart..decodedEnd`. */
  atom(decodedStart: number, decodedEnd: number, rawStart: number, rawEnd: number): void {
    const at = this.#used;
    if (at === this.#atoms.length) {
      const grown = new Int32Array(at * 2);
      grown.set(this.#atoms);
      this.#atoms = grown;
    }
    const atoms = this.#atoms;
    atoms[at] = decodedStart;
    atoms[at + 1] = decodedEnd;
    atoms[at + 2] = rawStart;
    atoms[at + 3] = rawEnd;
    this.#used = at + 4;
  }

  /** Raw offset at which a change that begins at decoded `offset` begins. */
  rawStart(offset: number): number {
    return this.#raw(offset, 2);
  }

  /** Raw offset at which a change that ends at decoded `offset` ends. */
  rawEnd(offset: number): number {
    return this.#raw(offset, 3);
  }

  /** `inside`: which border an offset inside an atom maps to, 2 or 3. */
  #raw(offset: number, inside: 2 | 3): number {
    const index = this.#atomBefore(offset) * 4;
    if (index < 0) return this.#origin + offset;
    const start = this.#atoms[index] as number;
    const end = this.#atoms[index + 1] as number;
    if (offset === start && start < end) return this.#atoms[index + 2] as number;
    if (offset < end) return this.#atoms[index + inside] as number;
    return (this.#atoms[index + 3] as number) + offset - end;
  }

  /** Number of the last atom that starts at or before `offset`; -1 when there is none. */
  #atomBefore(offset: number): number {
    let low = 0;
    let high = this.#used / 4;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#atoms[middle * 4] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
