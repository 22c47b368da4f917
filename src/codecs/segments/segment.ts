/** How a body too large to be held is read: in segments, each a document of its own, cut where the content alone says. */
import type { FileFacts } from '../../domain/file.ts';
import type { Document } from '../codec.ts';

export interface Segment {
  readonly bytes: Buffer;
  /** The texts in `bytes`; absent where there are none to read. */
  readonly document?: Document;
  /** `bytes` are of a part that nobody looks into: the reason, as in `chatveil_uninspected_total`. */
  readonly unread?: string;
  /** The file that `bytes` are of; the very same object for each segment of one file. */
  readonly file?: FileFacts;
}

/** Segments, and `undefined` wherever the work may rest. */
export type Segments = Generator<Segment | undefined, void>;

/**
 * Joined, the segments are the input, and any split of the input gives the same segments. Both methods throw
 * ChatveilError for content that is malformed or breaks a limit.
 */
export interface Segmenter {
  push(chunk: Buffer): Segments;
  /** What is left when the body has ended. */
  end(): Segments;
}

/** Bytes from which a segment is closed at the next good place. */
export const SEGMENT_BYTES = 64 * 1024;
