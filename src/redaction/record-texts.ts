/** Looks up the texts of a document by path, each within the record that a given text belongs to. */
import type { PointerPattern } from '../domain/pointer.ts';
import type { TextSpan } from '../domain/text.ts';
import { atOnce, type Work } from '../domain/work.ts';

/** Texts whose paths are made before others have their turn. */
const READ_AT_ONCE = 256;

/** `false` where two different texts stand at one path; undefined where none does. */
type Found = string | false | undefined;

/** Built on first use: most documents are never asked. */
export class RecordTexts {
  readonly #spans: readonly TextSpan[];
  readonly #starts: readonly number[];
  readonly #byRecord = new Map<number, Map<string, TextSpan | false>>();

  /** `starts` are the numbers of those spans with which a further record begins, ascending. */
  constructor(spans: readonly TextSpan[], starts: readonly number[] = []) {
    this.#spans = spans;
    this.#starts = starts;
  }

  /** Reads all records ahead of the questions. */
  *read(): Work<void> {
    for (let record = 0; record <= this.#starts.length; record += 1) {
      if (this.#byRecord.has(record)) continue;
      this.#byRecord.set(record, yield* this.#texts(record));
    }
  }

  /** The text at `path` in the record of span number `index`. */
  at(path: string, index: number): Found {
    const found = this.#record(this.recordOf(index)).get(path);
    return found === undefined || found === false ? found : found.text;
  }

  /** Whether any text that fits the pattern passes; a test of absence passes when nothing fits. */
  some(pattern: PointerPattern, passes: (text: Found) => boolean): boolean {
    let fitting = 0;
    for (let record = 0; record <= this.#starts.length; record += 1) {
      for (const [path, span] of this.#record(record)) {
        if (pattern.match(path) === undefined) continue;
        fitting += 1;
        if (passes(span === false ? false : span.text)) return true;
      }
    }
    return fitting === 0 && passes(undefined);
  }

  recordOf(index: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #record(record: number): Map<string, TextSpan | false> {
    const known = this.#byRecord.get(record);
    if (known !== undefined) return known;
    const texts = atOnce(this.#texts(record));
    this.#byRecord.set(record, texts);
    return texts;
  }

  *#texts(record: number): Work<Map<string, TextSpan | false>> {
    const texts = new Map<string, TextSpan | false>();
    const end = this.#starts[record] ?? this.#spans.length;
    for (let index = record === 0 ? 0 : (this.#starts[record - 1] ?? 0); index < end; index += 1) {
      if (index % READ_AT_ONCE === 0) yield;
      const span = this.#spans[index];
      if (span === undefined || span.role === 'key') continue;
      const before = texts.get(span.path);
      texts.set(span.path, before === undefined || (before !== false && before.text === span.text) ? span : false);
    }
    return texts;
  }
}
