/** A text that ends where some bytes stand, which an edit must therefore never bring into it. */
import { ChatveilError } from '../domain/errors.ts';
import type { FieldPath } from '../domain/text.ts';
import { applySplices, type Splice } from './splice.ts';
import { VerbatimPlace } from './verbatim-place.ts';

const SPACE = Buffer.from(' ');

export class FencedPlace extends VerbatimPlace {
  readonly #fence: Buffer;

  constructor(path: FieldPath, bytes: Buffer, origin: number, fence: Buffer) {
    super(path, bytes, origin, (utf8) => without(utf8, fence));
    this.#fence = fence;
  }

  override splices(changes: readonly Splice[]): readonly Splice[] {
    const blunted = changes.map((change) => ({ ...change, bytes: without(change.bytes, this.#fence) }));
    // The kept bytes around an insert could complete what the insert alone does not hold.
    if (this.#fence.length > 1 && applySplices(this.bytes, blunted).includes(this.#fence)) {
      throw new ChatveilError('CV_INTERNAL');
    }
    return super.splices(blunted);
  }
}

function without(utf8: Buffer, fence: Buffer): Buffer {
  let rest = utf8;
  for (let at = rest.indexOf(fence); at >= 0; at = rest.indexOf(fence)) {
    rest = Buffer.concat([rest.subarray(0, at), SPACE, rest.subarray(at + fence.length)]);
  }
  return rest;
}
