/** Places of a document that something is going to change, by text, so that many of them cost no look at all of them. */
import type { Edit } from '../domain/text.ts';

type Place = Omit<Edit, 'insert'>;

export class TakenPlaces {
  readonly #bySpan = new Map<number, Place[]>();

  add(place: Place): void {
    const known = this.#bySpan.get(place.span);
    if (known === undefined) this.#bySpan.set(place.span, [place]);
    else known.push(place);
  }

  /** Whether the place shares a unit of text with one that is taken. */
  meets({ span, start, end }: Place): boolean {
    return this.#bySpan.get(span)?.some((other) => other.start < end && start < other.end) === true;
  }
}
