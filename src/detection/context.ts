/** Words near a place: looks up the scanner's word hits by position, without a second pass over the text. */
import type { Evidence } from '../domain/finding.ts';
import { type Detector, NEAR_MAX, type View, type WordList } from './detector.ts';
import { DigitRuns } from './digit-runs.ts';
import { TERM } from './scanner.ts';
import { CONTEXT_LIST } from './shared-terms.ts';
import type { TermTable } from './term-table.ts';

/** The word hits of one message, in order of their places. */
export class WordHits {
  /** The canonical text they stand in. */
  text = '';
  count = 0;
  /** Where the text has digits. */
  digits = new DigitRuns();
  /** Where it is noted which words were of use, while somebody wants to know. */
  seen: Evidence[] | undefined;
  ids: Int32Array = new Int32Array(64);
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);

  /** Takes the dictionary hits out of a scanner's output. */
  load(candidates: Int32Array, count: number): void {
    if (count > this.ids.length || this.ids.length > 65_536) this.#reserve(Math.max(64, count));
    let used = 0;
    for (let i = 0; i < count * 3; i += 3) {
      const kind = candidates[i] as number;
      if (kind < TERM) continue;
      this.ids[used] = kind - TERM;
      this.starts[used] = candidates[i + 1] as number;
      this.ends[used] = candidates[i + 2] as number;
      used += 1;
    }
    this.count = used;
  }

  /** First hit that ends after `from`, by halving. */
  firstAfter(from: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ends[middle] as number) <= from) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #reserve(size: number): void {
    this.ids = new Int32Array(size);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
  }
}

/** How far a neighbour is looked for: past it no window of a detector reaches. */
const NEIGHBOUR_REACH = 260;

interface Membership {
  readonly list: WordList;
  /** 1 for each term id of the list. */
  readonly members: Uint8Array;
}

/** One detector's eyes; made once, pointed at each message in turn. */
export class DetectorView implements View {
  readonly #hits: WordHits;
  /** Terms that are candidates of the detector by its `context` list. */
  readonly #own: ReadonlySet<number>;
  readonly #lists = new Map<string, Membership>();

  constructor(detector: Detector, hits: WordHits, table: Pick<TermTable, 'contextCount' | 'idsOf'>) {
    this.#hits = hits;
    for (const [name, list] of Object.entries(detector.words ?? {})) {
      if (list.before > NEAR_MAX || list.after > NEAR_MAX)
        throw new RangeError(`${detector.id}: words.${name} reaches too far`);
      const members = new Uint8Array(table.contextCount);
      for (const id of table.idsOf(list.terms)) members[id] = 1;
      this.#lists.set(name, { list, members });
    }
    this.#own = new Set(table.idsOf(detector.terms?.[CONTEXT_LIST] ?? []));
  }

  get text(): string {
    return this.#hits.text;
  }

  digitFrom(from: number): number {
    return this.#hits.digits.from(from);
  }

  digitUpTo(to: number): number {
    return this.#hits.digits.upTo(to);
  }

  between(start: number, end: number): readonly [number, number] {
    const hits = this.#hits;
    const own = this.#own;
    const here = hits.firstAfter(start);
    let low = 0;
    let high = this.text.length;
    if (own.size === 0) return [low, high];
    for (let i = here - 1; i >= 0 && (hits.ends[i] as number) > start - NEIGHBOUR_REACH; i -= 1) {
      if (!own.has(hits.ids[i] as number)) continue;
      low = hits.ends[i] as number;
      break;
    }
    for (let i = here; i < hits.count && (hits.starts[i] as number) < end + NEIGHBOUR_REACH; i += 1) {
      if ((hits.starts[i] as number) < end || !own.has(hits.ids[i] as number)) continue;
      high = hits.starts[i] as number;
      break;
    }
    return [low, high];
  }

  near(name: string, start: number, end: number): number {
    const membership = this.#lists.get(name);
    if (membership === undefined) throw new RangeError('a detector asked for a word list it does not have');
    const { list, members } = membership;
    const hits = this.#hits;
    let best = -1;
    let bestDistance = Number.POSITIVE_INFINITY;
    for (let i = hits.firstAfter(start - list.before); i < hits.count; i += 1) {
      const hitStart = hits.starts[i] as number;
      if (hitStart > end + list.after) break;
      if (members[hits.ids[i] as number] !== 1) continue;
      const distance = hitStart >= end ? hitStart - end : start - (hits.ends[i] as number);
      if (distance < bestDistance) {
        best = hitStart;
        bestDistance = distance;
      }
    }
    if (best >= 0) hits.seen?.push({ rule: name, at: best });
    return best;
  }
}
