/** Reads what a text holds with a format that is known to fit, as the steps of a codec do. */
import type { Work } from '../domain/work.ts';
import type { Assembly, Format, NestHead, NestOpened, Place } from './assembly.ts';
import { openInSteps } from './in-steps.ts';

/** Undefined when the texts of `place` have been added, else why they could not be read. Nothing is in nothing. */
export function nestInto(
  assembly: Assembly,
  place: Place,
  format: Format,
  head: NestHead,
): Extract<NestOpened, { readonly ok: false }> | undefined {
  if (place.bytes.length === 0) return undefined;
  return nested(assembly, place, format.open(place.bytes, headWithin(assembly, place, head)));
}

/** The same with rests in between. */
export function* nestInSteps(
  assembly: Assembly,
  place: Place,
  format: Format,
  head: NestHead,
): Work<Extract<NestOpened, { readonly ok: false }> | undefined> {
  if (place.bytes.length === 0) return undefined;
  return nested(assembly, place, yield* openInSteps(format, place.bytes, headWithin(assembly, place, head)));
}

function headWithin(assembly: Assembly, place: Place, head: NestHead): NestHead {
  const { pick: _, ...rest } = head;
  const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
  return { ...rest, spansBefore, base: () => place.path };
}

function nested(
  assembly: Assembly,
  place: Place,
  opened: NestOpened,
): Extract<NestOpened, { readonly ok: false }> | undefined {
  if (!opened.ok) return opened;
  assembly.nest(place, opened.document);
  return undefined;
}
