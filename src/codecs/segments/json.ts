/** Cuts a JSON text of any size after commas and brackets, by preference between elements, and opens piece by piece. */
import { ChatveilError } from '../../domain/errors.ts';
import type { Work } from '../../domain/work.ts';
import { ByteQueue } from '../byte-queue.ts';
import type { OpenHead } from '../codec.ts';
import { openJsonPiece } from '../formats/json.ts';
import { PiecewiseJson } from '../json-reader.ts';
import { SEGMENT_BYTES, type Segment, type Segmenter, type Segments } from './segment.ts';

/** From here on the nearest comma or bracket will do, so that fields of one element may fall into two segments. */
const HARD_BYTES = 128 * 1024;
/** Commas before this say nothing about where elements end: fields before a list stand further out than it. */
const SETTLED_BYTES = 16 * 1024;
/** Strings of one segment. */
const STRINGS_MAX = 16_384;

const QUOTE = 1;
const COMMA = 2;
const OPEN = 3;
const CLOSE = 4;
const CLASS = new Uint8Array(256);
CLASS[0x22] = QUOTE;
CLASS[0x2c] = COMMA;
CLASS[0x5b] = OPEN;
CLASS[0x7b] = OPEN;
CLASS[0x5d] = CLOSE;
CLASS[0x7d] = CLOSE;
const BACKSLASH = 0x5c;

/**
 * A text of more than `streamLeafBytesMax` bytes is CV_RECORD_TOO_LARGE.
 *
 * @example
 * const segmenter = createJsonSegmenter({ limits: defaultLimits, nesting: 0 });
 * for (const { document } of segmenter.push(chunk)) document?.spans.length; // texts of one segment
 */
export function createJsonSegmenter(head: OpenHead): Segmenter {
  return new JsonSegmenter(head);
}

class JsonSegmenter implements Segmenter {
  readonly #head: OpenHead;
  readonly #reader = new PiecewiseJson();
  readonly #queue = new ByteQueue();
  #inString = false;
  #escaped = false;
  #depth = 0;
  /** The outermost comma of this segment so far. */
  #calm = Number.POSITIVE_INFINITY;
  #strings = 0;

  constructor(head: OpenHead) {
    this.#head = head;
  }

  *push(chunk: Buffer): Segments {
    let from = 0;
    while (from < chunk.length) {
      const cut = this.#scan(chunk, from);
      this.#queue.append(chunk.subarray(from, cut < 0 ? chunk.length : cut));
      if (cut >= 0) {
        yield yield* this.#open(false);
        from = cut;
        continue;
      }
      this.#checkSize();
      return;
    }
  }

  *end(): Segments {
    yield yield* this.#open(true);
  }

  #checkSize(): void {
    const bytes = this.#queue.length;
    if (bytes > HARD_BYTES + this.#head.limits.streamLeafBytesMax) {
      throw new ChatveilError('CV_RECORD_TOO_LARGE', { bytes });
    }
  }

  *#open(last: boolean): Work<Segment> {
    this.#checkSize();
    const bytes = this.#queue.take(this.#queue.length);
    this.#calm = Number.POSITIVE_INFINITY;
    this.#strings = 0;
    const opened = yield* openJsonPiece(bytes, this.#reader, this.#head, last);
    if (!opened.ok) throw new ChatveilError(opened.reason);
    return { bytes, document: opened.document };
  }

  /** Where in `chunk`, from `from` on, this segment ends; -1 when it goes on. */
  #scan(chunk: Buffer, from: number): number {
    const before = this.#queue.length - from;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (CLASS[byte] === QUOTE) this.#inString = false;
        continue;
      }
      const kind = CLASS[byte] as number;
      if (kind === 0) continue;
      if (kind === QUOTE) {
        this.#inString = true;
        this.#strings += 1;
      } else if (this.#endsAt(kind, before + at + 1)) return at + 1;
    }
    return -1;
  }

  /** Whether a segment of `size` bytes may end after this comma or bracket. */
  #endsAt(kind: number, size: number): boolean {
    if (kind === OPEN) this.#depth += 1;
    else if (kind === CLOSE) this.#depth -= 1;
    else if (size >= SETTLED_BYTES) {
      this.#calm = Math.min(this.#calm, this.#depth);
      if (size >= SEGMENT_BYTES && this.#depth <= this.#calm) return true;
    }
    return size >= HARD_BYTES || this.#strings >= STRINGS_MAX;
  }
}
