/** Numbers the terms of all detectors, each spelling once: built at every start and for every operator's list, so it counts. */
import type { Detector } from './detector.ts';
import { normalTerms } from './terms.ts';
import { hashOf } from './word-sieve.ts';

const SLOTS_FIRST = 4096;

export class TermTable {
  /** The spellings by number. */
  readonly terms: string[] = [];
  /** Open addressing: (hash, number + 1) by hash, a second 0 is empty. A Map of as many strings takes five times as long. */
  #slots = new Int32Array(2 * SLOTS_FIRST);
  #mask = SLOTS_FIRST - 1;
  readonly #lists = new Map<readonly string[], Int32Array>();

  /** Context words first: what is kept for each word list then need not be as long as the vocabulary. */
  constructor(detectors: readonly Detector[]) {
    for (const detector of detectors) for (const { terms } of Object.values(detector.words ?? {})) this.idsOf(terms);
    this.contextCount = this.terms.length;
    for (const detector of detectors) for (const terms of Object.values(detector.terms ?? {})) this.idsOf(terms);
  }

  /** Words that stand in somebody's word list have smaller numbers than this. */
  readonly contextCount: number;

  /** The numbers of a list, in its order; given out where they are new. */
  idsOf(list: readonly string[]): Int32Array {
    const known = this.#lists.get(list);
    if (known !== undefined) return known;
    const normal = normalTerms(list);
    const ids = new Int32Array(normal.length);
    for (let i = 0; i < normal.length; i += 1) ids[i] = this.#idOf(normal[i] as string);
    this.#lists.set(list, ids);
    return ids;
  }

  #idOf(normal: string): number {
    const hash = hashOf(normal, 0, normal.length);
    let slot = this.#slotOf(hash);
    for (let id = this.#slots[slot + 1] as number; id !== 0; id = this.#slots[slot + 1] as number) {
      if (this.#slots[slot] === hash && this.terms[id - 1] === normal) return id - 1;
      slot = this.#after(slot);
    }
    this.#slots[slot] = hash;
    this.#slots[slot + 1] = this.terms.push(normal);
    if (this.terms.length * 2 > this.#mask) this.#widen();
    return this.terms.length - 1;
  }

  #slotOf(hash: number): number {
    return ((Math.imul(hash, 0x85ebca6b) >>> 8) & this.#mask) * 2;
  }

  #after(slot: number): number {
    return (slot + 2) & (this.#mask * 2 + 1);
  }

  #widen(): void {
    const old = this.#slots;
    this.#slots = new Int32Array(old.length * 4);
    this.#mask = this.#slots.length / 2 - 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at + 1] === 0) continue;
      let slot = this.#slotOf(old[at] as number);
      while (this.#slots[slot + 1] !== 0) slot = this.#after(slot);
      this.#slots[slot] = old[at] as number;
      this.#slots[slot + 1] = old[at + 1] as number;
    }
  }
}
