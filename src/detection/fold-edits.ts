/** Replaces pieces of a text and keeps the way back: what every disguise is undone with. */
import { type Folded, type OffsetMap, SegmentMap } from './fold.ts';

/** Pieces are replaced from left to right; what lies between them stays as it is. */
export class Edits {
  readonly #text: string;
  readonly #map = new SegmentMap();
  #edited = '';
  #taken = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /**
   * Puts `piece` in the place of [from, to) and drops what stands between `dropped` and it;
   * neither may lie before the last `to`.
   */
  replace(from: number, to: number, piece: string, dropped = from): void {
    this.#edited += this.#text.slice(this.#taken, dropped);
    this.#map.add(this.#edited.length, piece.length, from, to);
    this.#edited += piece;
    this.#taken = to;
  }

  /** The edited text; undefined when nothing was replaced. */
  done(): Folded | undefined {
    if (this.#taken === 0) return undefined;
    return { text: this.#edited + this.#text.slice(this.#taken), map: this.#map };
  }
}

/** `inner` leads from the newest text to the one before, `outer` from there to the original. */
export function chainMaps(inner: OffsetMap, outer: OffsetMap | undefined): OffsetMap {
  if (outer === undefined) return inner;
  return {
    startOf: (index) => outer.startOf(inner.startOf(index)),
    endOf: (index) => outer.endOf(inner.endOf(index)),
  };
}
