/** A text whose container says its length in front of it; the length follows every edit. */
import { ChatveilError } from '../domain/errors.ts';
import type { FieldPath, SpanRole } from '../domain/text.ts';
import { applySplices, type Splice } from './splice.ts';
import { VerbatimPlace } from './verbatim-place.ts';

export interface LengthHeader {
  /** Raw range of the length. */
  readonly start: number;
  readonly end: number;
  /** The length of `content` as the protocol spells it, or undefined when it cannot. */
  spell(content: Buffer): Buffer | undefined;
}

export class LengthPlace extends VerbatimPlace {
  readonly #header: LengthHeader;

  constructor(path: FieldPath, bytes: Buffer, origin: number, header: LengthHeader, role?: SpanRole) {
    super(path, bytes, origin, undefined, role);
    this.#header = header;
  }

  override splices(changes: readonly Splice[]): readonly Splice[] {
    if (changes.length === 0) return [];
    const { start, end } = this.#header;
    const bytes = this.#header.spell(applySplices(this.bytes, changes));
    if (bytes === undefined) throw new ChatveilError('CV_RECORD_TOO_LARGE');
    return [{ start, end, bytes }, ...super.splices(changes)];
  }
}
