/** What the rest of the product asks of detection: positions in, positions out. */
import type { DataKind, Finding } from '../domain/finding.ts';
import type { TextSpan } from '../domain/text.ts';
import type { Explanation } from './trace.ts';

/** A text to look at. */
export interface Excerpt extends Pick<TextSpan, 'bytes' | 'text'> {
  /** It is a window of a longer one: what is meant for talk alone is left out, as it is in the longer one. */
  readonly excerpt?: boolean;
}

export interface Detection {
  /**
   * Findings in one text: sorted by start, not overlapping.
   * Throws only when a detector misbehaves (bad offsets, an exception); the caller fails closed.
   */
  find(span: Excerpt): readonly Finding[];
  /**
   * The same findings, and what was looked at and turned down. Slower: for people who ask why.
   */
  explain?(span: Pick<TextSpan, 'bytes' | 'text'>): Explanation;
  /**
   * True when the byte scanner sees nothing that any detector could want: the text need not be decoded.
   */
  clean(bytes: Buffer): boolean;
  /** False when no value of the kind begins with these digits (six at least), whatever stands around them. */
  mayBegin?(kind: DataKind, digits: string): boolean;
  /**
   * UTF-16 index in `text` from which later text could still turn what is there into a finding;
   * `text.length` when nothing is open. Used to mask typing previews and to hold stream tails.
   */
  openFrom(text: string): number;
}
