/**
 * How bytes of a known format become texts, and how edits go back.
 *
 * Law 1: `open(bytes).document.rewrite([])` is the very same bytes.
 * Law 2: an edit changes its own place and nothing else.
 * Malformed input never throws; it answers `{ ok: false }`.
 */
import type { ErrorCode } from '../domain/errors.ts';
import type { FileFacts } from '../domain/file.ts';
import type { Limits } from '../domain/limits.ts';
import type { Edit, TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';

/** What is known about the bytes beside the bytes. */
export interface OpenHead {
  /** Lower-case type/subtype, or undefined when none was declared. */
  readonly mediaType?: string;
  readonly boundary?: string;
  readonly limits: Limits;
  /** How many documents this one lies inside. */
  readonly nesting: number;
}

/** A run of bytes that no codec looked into, with a reason of `chatveil_uninspected_total`. */
export interface Uninspected {
  readonly reason: string;
  readonly bytes: number;
  /** What is known of it, when it is a file. */
  readonly file?: FileFacts;
}

export interface Document {
  readonly spans: readonly TextSpan[];
  /** Parts that were recognised as files or the like; the route's policy decides about them. */
  readonly uninspected: readonly Uninspected[];
  /** Numbers of those spans with which a further record begins, ascending: a batch has the same paths again and again. */
  readonly records?: readonly number[];
  /** Edits may come in any order but must not overlap; spans are numbered as in `spans`. */
  rewrite(edits: readonly Edit[]): Buffer;
  /** The same with rests in between, where edits may be many. */
  rewriteInSteps?(edits: readonly Edit[]): Work<Buffer>;
}

export type Opened =
  | { readonly ok: true; readonly document: Document }
  | { readonly ok: false; readonly reason: ErrorCode };

export interface Codec {
  /** The file name in `formats/`. */
  readonly id: string;
  open(bytes: Buffer, head: OpenHead): Opened;
  /** The same with rests in between, where opening may take long. Like `open`, it answers and does not throw. */
  steps?(bytes: Buffer, head: OpenHead): Work<Opened>;
}

/**
 * Cuts a byte stream into records at places that depend on the content alone, so that any split of the
 * input gives the same records. Joined, the records are the input.
 */
export interface Framer {
  /** Complete records that `chunk` finished. Throws ChatveilError CV_RECORD_TOO_LARGE past the limit. */
  push(chunk: Buffer): Buffer[];
  /** What was left when the stream ended; empty when nothing was. */
  end(): Buffer;
}

/** How a body is treated, decided from its declared type and its first bytes. */
export type Selection =
  | { readonly treat: 'document'; readonly codec: Codec }
  | { readonly treat: 'stream'; readonly codec: Codec; readonly framer: (limits: Limits) => Framer }
  /** Passed by rule (scripts, styles, fonts, images, wasm, media): counted, never edited. */
  | { readonly treat: 'asset'; readonly reason: string }
  /** Not readable by any codec: the route's `ifUnreadable` or `files` decides. */
  | { readonly treat: 'unknown'; readonly reason: string };
