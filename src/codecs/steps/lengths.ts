/** Reads records that say their length in front of them; after an edit the length is what it has to be. */
import type { LengthForm } from '../../domain/codec-step.ts';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { type LengthCodec, lengthCodecs } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { nestInSteps, nestInto } from '../nest-into.ts';
import { RECORDS_AT_ONCE, RECORDS_MAX } from './split.ts';

/**
 * The records must fill the message to its last byte, else it is CV_WIRE_MALFORMED.
 *
 * @example
 * lengths('decimal-colon', socketPacket).open(Buffer.from('2:40' + '6:42["a"]'), head);
 */
export function lengths(form: LengthForm, inner: Format): Format {
  const codec = lengthCodecs[form];
  const isText = form === 'decimal-colon';
  return {
    id: 'lengths',
    ...((!isText || inner.binary === true) && { binary: true }),
    open: (raw, head) => atOnce(openRecords(raw, head, codec, inner)),
    steps: (raw, head) => openRecords(raw, head, codec, inner),
  };
}

function* openRecords(raw: Buffer, head: NestHead, codec: LengthCodec, inner: Format): Work<NestOpened> {
  const assembly = new Assembly(raw);
  let records = 0;
  let at = 0;
  while (at < raw.length) {
    const record = codec.read(raw, at);
    if (record === undefined) return { ok: false, reason: 'CV_WIRE_MALFORMED' };
    if (++records > RECORDS_MAX) return { ok: false, reason: 'CV_TOO_MANY_RECORDS' };
    const { headerEnd, start, end } = record;
    const header = { start: at, end: headerEnd, spell: codec.spell };
    const place = new LengthPlace(head.base?.() ?? '', raw.subarray(start, end), start, header);
    if (records % RECORDS_AT_ONCE === 0) yield;
    const isShort = end - start < STEPS_BYTES;
    const refused = isShort ? nestInto(assembly, place, inner, head) : yield* nestInSteps(assembly, place, inner, head);
    if (refused !== undefined) return refused;
    at = end;
  }
  return { ok: true, document: assembly };
}
