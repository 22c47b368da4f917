/** Content in a spelling in which no single byte stands for a byte (base64, compression): an edit spells all of it anew. */
import { decodeText, type FieldPath, isSlowText, type SpanRole } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
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
  #text: string | undefined;

  constructor(path: FieldPath, bytes: Buffer, spelling: WholeSpelling, role: SpanRole = 'value') {
    this.path = path;
    this.role = role;
    this.bytes = bytes;
    this.#spelling = spelling;
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

  splices(changes: readonly Splice[]): readonly Splice[] {
    if (changes.length === 0) return [];
    const { start, end } = this.#spelling;
    return [{ start, end, bytes: this.#spelling.spell(applySplices(this.bytes, changes)) }];
  }
}
