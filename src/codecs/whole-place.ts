/** Content in a spelling in which no single byte stands for a byte (base64, compression): an edit spells all of it anew. */
import type { FieldPath, SpanRole } from '../domain/text.ts';
import type { Place } from './assembly.ts';
import { applySplices, type Splice } from './splice.ts';

export interface WholeSpelling {
  /** Raw range that `bytes` was read from. */
  readonly start: number;
  readonly end: number;
  spell(content: Buffer): Buffer;
}

export class WholePlace implements Place {
  readonly path: FieldPath;
  readonly role: SpanRole;
  readonly bytes: Buffer;
  readonly #spelling: WholeSpelling;

  constructor(path: FieldPath, bytes: Buffer, spelling: WholeSpelling, role: SpanRole = 'value') {
    this.path = path;
    this.role = role;
    this.bytes = bytes;
    this.#spelling = spelling;
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }

  splices(changes: readonly Splice[]): readonly Splice[] {
    if (changes.length === 0) return [];
    const { start, end } = this.#spelling;
    return [{ start, end, bytes: this.#spelling.spell(applySplices(this.bytes, changes)) }];
  }
}
