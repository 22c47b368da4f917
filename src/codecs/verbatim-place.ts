/** A text that stands in its container without any escapes, so that edits only shift by its origin. */
import { type FieldPath, type SpanRole, Utf8Span } from '../domain/text.ts';
import type { Place } from './assembly.ts';
import type { Splice } from './splice.ts';

/** Makes inserted text fit its container; the default lets every byte through. */
export type Escape = (utf8: Buffer) => Buffer;

export class VerbatimPlace extends Utf8Span implements Place {
  readonly #origin: number;
  readonly #respell: Escape | undefined;

  /** `origin` is the offset of `bytes` in the container. */
  constructor(path: FieldPath, bytes: Buffer, origin: number, respell?: Escape, role?: SpanRole) {
    super(path, bytes, role);
    this.#origin = origin;
    this.#respell = respell;
  }

  splices(changes: readonly Splice[]): readonly Splice[] {
    return changes.map(({ start, end, bytes }) => ({
      start: this.#origin + start,
      end: this.#origin + end,
      bytes: this.#respell?.(bytes) ?? bytes,
    }));
  }
}
