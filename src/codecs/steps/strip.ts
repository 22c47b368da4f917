/** Sets a head, and perhaps a tail, aside: they come back unchanged around what lies between. */
import { Assembly, type Format } from '../assembly.ts';
import { headPattern, tailPattern } from '../linear-pattern.ts';
import { around } from '../nest-into.ts';
import { VerbatimPlace } from '../verbatim-place.ts';

export interface StripOptions {
  /** RE2 syntax over the first bytes, read as Latin-1. */
  readonly head?: string | undefined;
  /** Instead of `head`: so many bytes. */
  readonly bytes?: number | undefined;
  readonly tail?: string | undefined;
}

/**
 * A message whose head or tail does not fit is CV_WIRE_MALFORMED.
 *
 * @example
 * strip({ head: '[A-Z]{4}' }, jsonCodec).open(Buffer.from('MESG{"message":"hi"}'), head);
 */
export function strip({ head: headSource, bytes, tail: tailSource }: StripOptions, inner: Format): Format {
  const fixed = bytes === undefined ? undefined : { take: (raw: Buffer) => (raw.length < bytes ? -1 : bytes) };
  const leading = fixed ?? (headSource === undefined ? undefined : headPattern(headSource));
  const trailing = tailSource === undefined ? undefined : tailPattern(tailSource);
  return {
    id: 'strip',
    ...(inner.binary === true && { binary: true }),
    ...around((raw, head) => {
      const start = leading === undefined ? 0 : leading.take(raw);
      const tail = trailing === undefined ? 0 : trailing.take(raw);
      const end = raw.length - tail;
      if (start < 0 || tail < 0 || end < start) return { ok: false, reason: 'CV_WIRE_MALFORMED' };
      const assembly = new Assembly(raw);
      // Nobody looks into them, and the ledger of what was looked into shall say so.
      if (start + tail > 0) assembly.uninspected.push({ reason: 'protocol', bytes: start + tail });
      const place = new VerbatimPlace(head.base?.() ?? '', raw.subarray(start, end), start);
      return { assembly, place, format: inner };
    }),
  };
}
