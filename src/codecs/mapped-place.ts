/** A text whose container spells some characters differently: percent signs, entities, line prefixes. */
import { decodeText, type FieldPath, isSlowText, type SpanRole } from '../domain/text.ts';
import { atOnce, type Work } from '../domain/work.ts';
import type { Place } from './assembly.ts';
import type { LongText, RawOffsets } from './long-spelling.ts';
import { OffsetMap } from './offset-map.ts';
import type { Splice } from './splice.ts';

export interface Spelling {
  readonly path: FieldPath;
  readonly role?: SpanRole;
  /** Offset in the container of the first byte of the text. */
  readonly origin: number;
  /** Reads the text as UTF-8; `map`, when given, receives one atom for each place that is spelled differently. */
  read(map?: OffsetMap): Buffer;
  /** Spells inserted UTF-8 for the container; `rawStart` is where it will stand. */
  respell(utf8: Buffer, rawStart: number): Buffer;
  /**
   * How many raw bytes before raw offset `at` would read differently if other bytes followed them, as the `%`
   * of a stray `%4` would before a `1`. Their text is spelled anew together with the insert.
   */
  dangling?(at: number): number;
  /** The same as `read` in steps, where the text is long; undefined where it is not. */
  long?(): Work<LongText> | undefined;
}

/** Changes that are spelled before others have their turn, if it is time. */
const CHANGES_AT_ONCE = 16;

export class MappedPlace implements Place {
  readonly path: FieldPath;
  readonly role: SpanRole;
  readonly #spelling: Spelling;
  #bytes: Buffer | undefined;
  #text: string | undefined;
  #offsets: RawOffsets | undefined;

  constructor(spelling: Spelling) {
    this.path = spelling.path;
    this.role = spelling.role ?? 'value';
    this.#spelling = spelling;
  }

  get bytes(): Buffer {
    this.#bytes ??= this.#spelling.read();
    return this.#bytes;
  }

  get text(): string {
    this.#text ??= this.bytes.toString('utf8');
    return this.#text;
  }

  ready(): Work<void> | undefined {
    if (this.#text !== undefined) return undefined;
    const long = this.#bytes === undefined ? this.#spelling.long?.() : undefined;
    return long !== undefined || (this.#bytes !== undefined && isSlowText(this.#bytes))
      ? this.#decode(long)
      : undefined;
  }

  *#decode(long: Work<LongText> | undefined): Work<void> {
    if (long !== undefined) {
      const { bytes, offsets } = yield* long;
      this.#bytes = bytes;
      this.#offsets = offsets;
    }
    this.#text = yield* decodeText(this.bytes);
  }

  #map(): RawOffsets {
    if (this.#offsets !== undefined) return this.#offsets;
    const map = new OffsetMap(this.#spelling.origin);
    this.#spelling.read(map);
    return map;
  }

  splices(changes: readonly Splice[]): readonly Splice[] {
    return atOnce(this.splicesInSteps(changes));
  }

  *splicesInSteps(changes: readonly Splice[]): Work<readonly Splice[]> {
    const spelling = this.#spelling;
    const map = this.#map();
    const splices: Splice[] = [];
    let free = 0;
    for (const change of changes) {
      const start = this.#beforeDangling(map, change.start, free);
      free = change.end;
      const rawStart = map.rawStart(start);
      const rawEnd = change.end === start ? rawStart : map.rawEnd(change.end);
      const kept = this.bytes.subarray(start, change.start);
      const insert = kept.length === 0 ? change.bytes : Buffer.concat([kept, change.bytes]);
      splices.push({ start: rawStart, end: rawEnd, bytes: spelling.respell(insert, rawStart) });
      // Each may need the map of another piece.
      if (splices.length % CHANGES_AT_ONCE === 0) yield;
    }
    return splices;
  }

  /** Moves `start` back over dangling raw bytes, but not into the change before. */
  #beforeDangling(map: RawOffsets, start: number, free: number): number {
    let moved = start;
    for (;;) {
      const raw = map.rawStart(moved);
      const wanted = raw - (this.#spelling.dangling?.(raw) ?? 0);
      if (wanted === raw || moved <= free) return moved;
      while (moved > free && map.rawStart(moved) > wanted) moved--;
      // Inside an atom every offset maps to its start: take the character whole.
      while (moved > free && map.rawStart(moved - 1) === map.rawStart(moved)) moved--;
    }
  }
}

/** Collects the decoded bytes of a text, together with its atoms. */
export class Decoding {
  readonly #out: Buffer;
  readonly #map: OffsetMap | undefined;
  #length = 0;

  /** `most` is an upper bound of the decoded length. */
  constructor(most: number, map: OffsetMap | undefined) {
    this.#out = Buffer.allocUnsafe(most);
    this.#map = map;
  }

  /** One byte that stands for itself. */
  plain(byte: number): void {
    this.#out[this.#length++] = byte;
  }

  /** Raw bytes `rawStart..rawEnd` read as one byte. */
  byte(byte: number, rawStart: number, rawEnd: number): void {
    this.#map?.atom(this.#length, this.#length + 1, rawStart, rawEnd);
    this.#out[this.#length++] = byte;
  }

  /** Raw bytes `rawStart..rawEnd` read as `utf8`. */
  atom(utf8: Uint8Array, rawStart: number, rawEnd: number): void {
    this.#out.set(utf8, this.#length);
    this.#map?.atom(this.#length, this.#length + utf8.length, rawStart, rawEnd);
    this.#length += utf8.length;
  }

  bytes(): Buffer {
    return this.#out.subarray(0, this.#length);
  }
}
