/** Splices of raw bytes: the one form in which every edit, however deeply nested, reaches the wire. */
import type { Edit, TextSpan } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';

/** Replace bytes `start` to `end` (exclusive) of some buffer by `bytes`. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly bytes: Buffer;
}

/**
 * Carries out splices in one copy; without any it returns the very same Buffer.
 *
 * @example
 * applySplices(Buffer.from('abc'), [{ start: 1, end: 2, bytes: Buffer.from('X') }]); // aXc
 */
export function applySplices(raw: Buffer, splices: readonly Splice[]): Buffer {
  if (splices.length === 0) return raw;
  const pieces: Buffer[] = [];
  let kept = 0;
  for (const splice of settle(splices)) {
    pieces.push(raw.subarray(kept, splice.start), splice.bytes);
    kept = splice.end;
  }
  pieces.push(raw.subarray(kept));
  return Buffer.concat(pieces);
}

/**
 * Sorts splices and joins those that overlap. Edits are disjoint in the text, but two of them may touch one
 * escape sequence, which can only be replaced whole: both inserts then stand in its place, in order.
 */
export function settle(splices: readonly Splice[]): Splice[] {
  const sorted = [...splices].sort((left, right) => left.start - right.start || left.end - right.end);
  const settled: Splice[] = [];
  for (const splice of sorted) {
    const last = settled.at(-1);
    if (last === undefined || splice.start >= last.end) {
      settled.push(splice);
      continue;
    }
    settled[settled.length - 1] = {
      start: last.start,
      end: Math.max(last.end, splice.end),
      bytes: Buffer.concat([last.bytes, splice.bytes]),
    };
  }
  return settled;
}

/**
 * Turns edits of one span, in UTF-16 units of its text, into splices of its UTF-8 bytes.
 * Positions outside the text are clipped; an edit that would cut a surrogate pair takes the whole pair.
 */
export function byteSplices(span: TextSpan, edits: readonly Edit[]): Splice[] {
  const offset = byteCounter(span);
  return inOrder(edits).map((edit) => byteSplice(span, edit, offset));
}

/** Edits that are turned into splices before others have their turn, if it is time. */
export const EDITS_AT_ONCE = 64;

/** The same with rests in between. */
export function* byteSplicesInSteps(span: TextSpan, edits: readonly Edit[]): Work<Splice[]> {
  const offset = byteCounter(span);
  const splices: Splice[] = [];
  for (const edit of inOrder(edits)) {
    splices.push(byteSplice(span, edit, offset));
    if (splices.length % EDITS_AT_ONCE === 0) yield;
  }
  return splices;
}

function inOrder(edits: readonly Edit[]): Edit[] {
  return [...edits].sort((left, right) => left.start - right.start || left.end - right.end);
}

function byteSplice(span: TextSpan, edit: Edit, offset: (index: number) => number): Splice {
  const first = Math.min(Math.max(edit.start, 0), span.text.length);
  const last = Math.min(Math.max(edit.end, first), span.text.length);
  const start = cutsPair(span.text, first) ? first - 1 : first;
  const end = cutsPair(span.text, last) ? last + (first === last ? -1 : 1) : last;
  return { start: offset(start), end: offset(end), bytes: Buffer.from(edit.insert, 'utf8') };
}

/** Byte offsets of UTF-16 indexes; quick when asked in rising order, so that many edits stay linear. */
function byteCounter(span: TextSpan): (index: number) => number {
  if (span.bytes.length === span.text.length) return (index) => index;
  let index = 0;
  let bytes = 0;
  return (wanted) => {
    if (wanted >= index) bytes += Buffer.byteLength(span.text.slice(index, wanted), 'utf8');
    else bytes -= Buffer.byteLength(span.text.slice(wanted, index), 'utf8');
    index = wanted;
    return bytes;
  };
}

function cutsPair(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
}
