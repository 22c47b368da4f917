/** Reads what a text holds with a format that is known to fit, as the steps of a codec do. */
import type { Assembly, Format, NestHead, NestOpened, Place } from './assembly.ts';

/** Undefined when the texts of `place` have been added, else why they could not be read. Nothing is in nothing. */
export function nestInto(
  assembly: Assembly,
  place: Place,
  format: Format,
  head: NestHead,
): Extract<NestOpened, { readonly ok: false }> | undefined {
  if (place.bytes.length === 0) return undefined;
  const { pick: _, ...rest } = head;
  const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
  const opened = format.open(place.bytes, { ...rest, spansBefore, base: () => place.path });
  if (!opened.ok) return opened;
  assembly.nest(place, opened.document);
  return undefined;
}
