/** Cuts a message into records at a delimiter; every delimiter stays where it is. */
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { FencedPlace } from '../fenced-place.ts';
import { delimiterFramer } from '../framer.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { nestInSteps, nestInto } from '../nest-into.ts';

/** Records of one message unless a profile says otherwise. Over it: CV_TOO_MANY_RECORDS. */
export const RECORDS_MAX = 10_000;

/** Records after which others have their turn, if it is time. */
export const RECORDS_AT_ONCE = 32;

export interface SplitOptions {
  readonly delimiter: Buffer;
  readonly recordsMax?: number;
}

/**
 * Empty records are kept and hold nothing.
 *
 * @example
 * split({ delimiter: Buffer.from([0x1e]) }, jsonCodec).open(Buffer.from('{"a":"b"}\u001e'), head);
 */
export function split({ delimiter, recordsMax = RECORDS_MAX }: SplitOptions, inner: Format): Format {
  const lines = delimiter.length <= 2 && delimiter.at(-1) === 0x0a;
  const framer = lines ? delimiterFramer(delimiter) : undefined;
  return {
    id: 'split',
    ...(inner.binary === true && { binary: true }),
    ...(framer !== undefined && { framer }),
    open: (raw, head) => atOnce(openRecords(raw, head, { delimiter, recordsMax, inner })),
    steps: (raw, head) => openRecords(raw, head, { delimiter, recordsMax, inner }),
  };
}

function* openRecords(
  raw: Buffer,
  head: NestHead,
  { delimiter, recordsMax, inner }: Required<SplitOptions> & { readonly inner: Format },
): Work<NestOpened> {
  const assembly = new Assembly(raw);
  let records = 0;
  let start = 0;
  while (start < raw.length) {
    if (++records > recordsMax) return { ok: false, reason: 'CV_TOO_MANY_RECORDS' };
    const next = raw.indexOf(delimiter, start);
    const end = next < 0 ? raw.length : next;
    const place = new FencedPlace(head.base?.() ?? '', raw.subarray(start, end), start, delimiter);
    if (records % RECORDS_AT_ONCE === 0) yield;
    const isShort = end - start < STEPS_BYTES;
    const refused = isShort ? nestInto(assembly, place, inner, head) : yield* nestInSteps(assembly, place, inner, head);
    if (refused !== undefined) return refused;
    start = end + delimiter.length;
  }
  return { ok: true, document: assembly };
}
