/** Opens frames that the application itself compressed; they are compressed again only after an edit. */
import { constants, deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import type { Limits } from '../../domain/limits.ts';
import { Assembly, type Format, type NestOpened } from '../assembly.ts';
import { around } from '../nest-into.ts';
import { isText } from '../sniff.ts';
import { WholePlace } from '../whole-place.ts';

export type Compression = 'gzip' | 'zlib' | 'raw' | 'auto';

interface Coder {
  read(bytes: Buffer, options: object): unknown;
  write(bytes: Buffer): Buffer;
}

const coders: Readonly<Record<Exclude<Compression, 'auto'>, Coder>> = {
  gzip: { read: gunzipSync, write: (bytes) => gzipSync(bytes) },
  zlib: { read: inflateSync, write: (bytes) => deflateSync(bytes) },
  raw: { read: inflateRawSync, write: (bytes) => deflateRawSync(bytes) },
};

/**
 * `auto` takes gzip and zlib by their first bytes and reads everything else as it is. Limits are those of coded
 * bodies: CV_INFLATE_RATIO, CV_BODY_TOO_LARGE, CV_CODING_BROKEN.
 *
 * @example
 * inflate('zlib', jsonCodec).open(deflateSync('{"message":"hi"}'), head);
 */
export function inflate(compression: Compression, inner: Format): Format {
  const formatOf = (raw: Buffer): Format => {
    const kind = compression === 'auto' ? recognise(raw) : compression;
    return kind === undefined ? inner : compressed(coders[kind], inner);
  };
  return {
    id: 'inflate',
    binary: true,
    open: (raw, head) => formatOf(raw).open(raw, head),
    *steps(raw, head) {
      const format = formatOf(raw);
      return format.steps === undefined ? format.open(raw, head) : yield* format.steps(raw, head);
    },
  };
}

/** Few bytes may hold many. */
function compressed(coder: Coder, inner: Format): Format {
  return {
    id: 'compressed',
    ...around((raw, head) => {
      const content = decompress(raw, coder, head.limits);
      if (!Buffer.isBuffer(content)) return content;
      const spelling = { start: 0, end: raw.length, spell: coder.write };
      const place = new WholePlace(head.base?.() ?? '', content, spelling);
      return { assembly: new Assembly(raw), place, format: inner };
    }),
  };
}

/** RFC 1952 section 2.3.1; RFC 1950 section 2.2. */
function recognise(raw: Buffer): 'gzip' | 'zlib' | undefined {
  if (raw[0] === 0x1f && raw[1] === 0x8b) return 'gzip';
  // `x^` begins a zlib stream, and a formula.
  if (isText(raw)) return undefined;
  const first = raw[0] ?? 0;
  return (first & 0x0f) === 8 && first >> 4 <= 7 && ((first << 8) | (raw[1] ?? 0)) % 31 === 0 ? 'zlib' : undefined;
}

function decompress(raw: Buffer, coder: Coder, limits: Limits): Buffer | Extract<NestOpened, { ok: false }> {
  const ratioCap = Math.max(limits.inflateRatioFreeBytes, raw.length * limits.inflateRatioMax);
  const cap = Math.min(limits.bodyBytesMax, ratioCap);
  try {
    const options = { maxOutputLength: cap, finishFlush: constants.Z_FINISH, info: true };
    const { buffer, engine } = coder.read(raw, options) as { buffer: Buffer; engine: { bytesWritten: number } };
    // What follows the end of the stream would be forwarded without having been seen.
    return engine.bytesWritten === raw.length ? buffer : { ok: false, reason: 'CV_CODING_BROKEN' };
  } catch (error) {
    const tooLarge = (error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE';
    if (!tooLarge) return { ok: false, reason: 'CV_CODING_BROKEN' };
    return { ok: false, reason: cap === limits.bodyBytesMax ? 'CV_BODY_TOO_LARGE' : 'CV_INFLATE_RATIO' };
  }
}
