/** Text found in a frame, and how it changes. */
import { isAscii } from 'node:buffer';
import type { Work } from './work.ts';

/** Where a text stands in its document, as an RFC 6901 pointer (`/message/text`); `''` is the whole body. */
export type FieldPath = string;

/** What part of the document's grammar a span is; rewriting differs (a number becomes a string, say). */
export type SpanRole = 'value' | 'key' | 'number';

/**
 * One text of a document, already freed of the document's escapes.
 *
 * `bytes` is valid UTF-8 and may be a view into the frame; `text` is the same as a string, decoded on
 * first use, because most spans are cleared by the byte scanner and never need it.
 * All positions in findings and edits are UTF-16 code units of `text`.
 */
export interface TextSpan {
  readonly path: FieldPath;
  readonly role: SpanRole;
  readonly bytes: Buffer;
  readonly text: string;
  /** Work after which `bytes` and `text` come at once, where decoding them takes long; undefined where it does not. */
  ready?(): Work<void> | undefined;
  /** How many texts back the one stands that this one goes on from without a gap, as the halves of `41<b>11</b>` do. */
  readonly glued?: number;
  /** White space that is no text of its own stands between the two. */
  readonly apart?: boolean;
}

/** Replace `text.slice(start, end)` of span number `span` by `insert`. */
export interface Edit {
  readonly span: number;
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/** The plain implementation of TextSpan for text that needs no unescaping. */
export class Utf8Span implements TextSpan {
  readonly path: FieldPath;
  readonly bytes: Buffer;
  readonly role: SpanRole;
  #text: string | undefined;

  constructor(path: FieldPath, bytes: Buffer, role: SpanRole = 'value') {
    this.path = path;
    this.bytes = bytes;
    this.role = role;
  }

  get text(): string {
    this.#text ??= this.bytes.toString('utf8');
    return this.#text;
  }

  ready(): Work<void> | undefined {
    return this.#text === undefined && isSlowText(this.bytes) ? this.#decode() : undefined;
  }

  *#decode(): Work<void> {
    this.#text = yield* decodeText(this.bytes);
  }
}

/** Bytes of a text that are decoded before others have their turn, if it is time. */
const DECODED_AT_ONCE = 64 * 1024;

/** Whether decoding takes long: ASCII is copied. */
export function isSlowText(utf8: Buffer): boolean {
  return utf8.length > DECODED_AT_ONCE && !isAscii(utf8);
}

/** A long text of valid UTF-8, with rests in between. */
export function* decodeText(utf8: Buffer, bytesAtOnce: number = DECODED_AT_ONCE): Work<string> {
  if (!isSlowText(utf8) && bytesAtOnce === DECODED_AT_ONCE) return utf8.toString('utf8');
  const pieces: string[] = [];
  for (let from = 0; from < utf8.length; ) {
    if (from > 0) yield;
    let end = from + bytesAtOnce;
    while (end < utf8.length && ((utf8[end] as number) & 0xc0) === 0x80) end += 1;
    pieces.push(utf8.toString('utf8', from, end));
    from = end;
  }
  return pieces.join('');
}

/** Byte offset in the UTF-8 form of `text` that corresponds to UTF-16 index `index`. */
export function byteOffset(span: Pick<TextSpan, 'bytes' | 'text'>, index: number): number {
  if (span.bytes.length === span.text.length) return index;
  return Buffer.byteLength(span.text.slice(0, index), 'utf8');
}
