/** A long text with escapes, decoded piece by piece with rests in between; an edit then needs the map of its own piece only. */
import type { Work } from '../domain/work.ts';
import { OffsetMap } from './offset-map.ts';

/** A piece of a text in UTF-8, and the raw offset at which the next one begins. */
export interface Piece {
  readonly bytes: Buffer;
  readonly next: number;
}

/** Decodes from raw offset `from` up to `stop`, or as far behind it as an escape reaches; `map` receives the atoms. */
export type ReadPiece = (from: number, stop: number, map?: OffsetMap) => Piece;

/** Raw offsets of changes in the decoded text. */
export type RawOffsets = Pick<OffsetMap, 'rawStart' | 'rawEnd'>;

/** Raw bytes of a text from which it is read in pieces. */
export const LONG_BYTES = 64 * 1024;
/** Raw bytes of a piece: a fraction of a millisecond if each is an escape. */
const PIECE_BYTES = 32 * 1024;

/** A text that was read in pieces. */
export interface LongText {
  readonly bytes: Buffer;
  readonly offsets: RawOffsets;
}

export class LongSpelling implements RawOffsets {
  readonly #start: number;
  readonly #end: number;
  readonly #read: ReadPiece;
  readonly #pieceBytes: number;
  /** Where each piece begins. */
  readonly #raws: number[] = [];
  readonly #decoded: number[] = [];
  #mapped = -1;
  #map = new OffsetMap(0);

  /** `start` and `end` are the raw range of the text. */
  constructor(start: number, end: number, read: ReadPiece, pieceBytes: number = PIECE_BYTES) {
    this.#start = start;
    this.#end = end;
    this.#read = read;
    this.#pieceBytes = pieceBytes;
  }

  /** The whole text; offsets are known when it is there. */
  *bytes(): Work<Buffer> {
    const pieces: Buffer[] = [];
    let length = 0;
    for (let at = this.#start; at < this.#end; ) {
      if (at > this.#start) yield;
      const { bytes, next } = this.#read(at, Math.min(at + this.#pieceBytes, this.#end));
      this.#raws.push(at);
      this.#decoded.push(length);
      pieces.push(bytes);
      length += bytes.length;
      at = next;
    }
    return Buffer.concat(pieces, length);
  }

  rawStart(offset: number): number {
    const piece = this.#pieceOf(offset);
    return this.#mapOf(piece).rawStart(offset - (this.#decoded[piece] ?? 0));
  }

  rawEnd(offset: number): number {
    const piece = this.#pieceOf(offset);
    return this.#mapOf(piece).rawEnd(offset - (this.#decoded[piece] ?? 0));
  }

  /** The last piece that begins at or before `offset`. */
  #pieceOf(offset: number): number {
    let low = 0;
    let high = this.#decoded.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#decoded[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }

  /** Edits come in rising order: the map of one piece at a time is kept. */
  #mapOf(piece: number): OffsetMap {
    if (piece === this.#mapped) return this.#map;
    const from = this.#raws[piece] ?? this.#start;
    this.#map = new OffsetMap(from);
    this.#mapped = piece;
    this.#read(from, this.#raws[piece + 1] ?? this.#end, this.#map);
    return this.#map;
  }
}
