/** Reads what a text holds with a format that is known to fit, as the steps of a codec do. */
import type { Work } from '../domain/work.ts';
import type { Assembly, Format, NestHead, NestOpened, Place } from './assembly.ts';
import { openInSteps, STEPS_BYTES } from './in-steps.ts';

type Refused = Extract<NestOpened, { readonly ok: false }>;

/** Undefined when the texts of `place` have been added, else why they could not be read. Nothing is in nothing. */
export function nestInto(assembly: Assembly, place: Place, format: Format, head: NestHead): Refused | undefined {
  if (place.bytes.length === 0) return undefined;
  return nested(assembly, place, format.open(place.bytes, headWithin(assembly, place, head)));
}

/** The same with rests in between. */
export function* nestInSteps(
  assembly: Assembly,
  place: Place,
  format: Format,
  head: NestHead,
): Work<Refused | undefined> {
  if (place.bytes.length < STEPS_BYTES) return nestInto(assembly, place, format, head);
  return nested(assembly, place, yield* openInSteps(format, place.bytes, headWithin(assembly, place, head)));
}

function headWithin(assembly: Assembly, place: Place, head: NestHead): NestHead {
  const { pick: _, ...rest } = head;
  const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
  return { ...rest, spansBefore, base: () => place.path };
}

function nested(assembly: Assembly, place: Place, opened: NestOpened): Refused | undefined {
  if (!opened.ok) return opened;
  assembly.nest(place, opened.document);
  return undefined;
}

/** A message that was taken apart: what is left to be read stands at `place`, and `format` reads it. */
export interface Wrapped {
  readonly assembly: Assembly;
  readonly place: Place;
  readonly format: Format;
}

/** How a message around one other is read: `read` takes it apart, which takes no time, or says why it cannot. */
export function around(
  read: (raw: Buffer, head: NestHead) => Wrapped | NestOpened,
): Pick<Format, 'open'> & Required<Pick<Format, 'steps'>> {
  return {
    open(raw, head) {
      const found = read(raw, head);
      if ('ok' in found) return found;
      return nestInto(found.assembly, found.place, found.format, head) ?? { ok: true, document: found.assembly };
    },
    *steps(raw, head) {
      const found = read(raw, head);
      if ('ok' in found) return found;
      const refused = yield* nestInSteps(found.assembly, found.place, found.format, head);
      return refused ?? { ok: true, document: found.assembly };
    },
  };
}
