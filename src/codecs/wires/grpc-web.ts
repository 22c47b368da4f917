/** gRPC-Web: frames of a flag byte, a length of four bytes and a protobuf message; the last one holds trailers. */
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { plainCodec } from '../formats/plain.ts';
import { protobufCodec } from '../formats/protobuf.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { lengthCodecs } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { nestInSteps, nestInto } from '../nest-into.ts';
import { RECORDS_AT_ONCE } from '../steps/split.ts';

const TRAILERS = 0x80;
const COMPRESSED = 0x01;

/** The text variant is `[base64, grpc-web]`. Compressed messages are refused. */
export const grpcWeb: Format = {
  id: 'grpc-web',
  binary: true,
  open: (raw, head) => atOnce(openFrames(raw, head)),
  steps: openFrames,
};

function* openFrames(raw: Buffer, head: NestHead): Work<NestOpened> {
  const assembly = new Assembly(raw);
  const { read, spell } = lengthCodecs.u32be;
  let at = 0;
  for (let count = 1; at < raw.length; count += 1) {
    if (count % RECORDS_AT_ONCE === 0) yield;
    const flags = raw[at] as number;
    const frame = read(raw, at + 1);
    if (frame === undefined || (flags & ~(TRAILERS | COMPRESSED)) !== 0)
      return { ok: false, reason: 'CV_WIRE_MALFORMED' };
    if ((flags & COMPRESSED) !== 0) return { ok: false, reason: 'CV_CODING_UNSUPPORTED' };
    const { start, end } = frame;
    const header = { start: at + 1, end: start, spell };
    const place = new LengthPlace(head.base?.() ?? '', raw.subarray(start, end), start, header);
    const format = flags === TRAILERS ? plainCodec : protobufCodec;
    const isShort = end - start < STEPS_BYTES;
    const refused = isShort
      ? nestInto(assembly, place, format, head)
      : yield* nestInSteps(assembly, place, format, head);
    if (refused !== undefined) return refused;
    at = end;
  }
  return { ok: true, document: assembly };
}
