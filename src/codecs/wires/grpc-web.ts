/** gRPC-Web: frames of a flag byte, a length of four bytes and a protobuf message; the last one holds trailers. */
import { Assembly, type Format } from '../assembly.ts';
import { plainCodec } from '../formats/plain.ts';
import { protobufCodec } from '../formats/protobuf.ts';
import { lengthCodecs } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { nestInto } from '../nest-into.ts';

const TRAILERS = 0x80;
const COMPRESSED = 0x01;

/** The text variant is `[base64, grpc-web]`. Compressed messages are refused. */
export const grpcWeb: Format = {
  id: 'grpc-web',
  binary: true,
  open(raw, head) {
    const assembly = new Assembly(raw);
    const { read, spell } = lengthCodecs.u32be;
    let at = 0;
    while (at < raw.length) {
      const flags = raw[at] as number;
      const frame = read(raw, at + 1);
      if (frame === undefined || (flags & ~(TRAILERS | COMPRESSED)) !== 0)
        return { ok: false, reason: 'CV_WIRE_MALFORMED' };
      if ((flags & COMPRESSED) !== 0) return { ok: false, reason: 'CV_CODING_UNSUPPORTED' };
      const header = { start: at + 1, end: frame.start, spell };
      const place = new LengthPlace(head.base?.() ?? '', raw.subarray(frame.start, frame.end), frame.start, header);
      const refused = nestInto(assembly, place, flags === TRAILERS ? plainCodec : protobufCodec, head);
      if (refused !== undefined) return refused;
      at = frame.end;
    }
    return { ok: true, document: assembly };
  },
};
