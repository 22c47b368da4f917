/** Reads the texts at known fields with known formats, for certainty over looks; the rest stays what its container is. */
import { compilePointer } from '../../domain/pointer.ts';
import type { Format, NestHead, Place } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';
import { openInSteps } from '../in-steps.ts';

/** A pointer and the format of the text there. */
export type FieldFormat = readonly [pointer: string, inner: Format];

/**
 * Pointers count from the document that `container` opens, also into JSON inside its strings. A text that its
 * format cannot read is refused with that format's reason.
 *
 * @example
 * at([['/data', htmlCodec]]).open(Buffer.from('{"data":"<b>hi</b>"}'), head);
 */
export function at(fields: readonly FieldFormat[], container: Format = jsonCodec): Format {
  const compiled = fields.map(([pointer, inner]) => ({ pattern: compilePointer(pointer), inner }));
  const picking = (head: NestHead): NestHead => {
    const from = head.base?.().length ?? 0;
    const pick = (place: Place) => {
      const path = place.path.slice(from);
      return compiled.find(({ pattern }) => pattern.match(path) !== undefined)?.inner;
    };
    return { ...head, pick };
  };
  return {
    ...container,
    id: 'at',
    open: (raw, head) => container.open(raw, picking(head)),
    steps: (raw, head) => openInSteps(container, raw, picking(head)),
  };
}
