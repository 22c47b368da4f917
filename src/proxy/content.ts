/** Reads Content-Type and Content-Encoding, undoes the codings within limits, and puts them back after an edit. */
import { promisify } from 'node:util';
import {
  constants,
  deflate,
  gunzip,
  gunzipSync,
  gzip,
  type InputType,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import { ChatveilError } from '../domain/errors.ts';
import type { Limits } from '../domain/limits.ts';
import { coderOf, isOpened, type ModernCoding } from './modern-codings.ts';

export type Coding = 'identity' | 'gzip' | 'deflate' | ModernCoding;

/** The one coding of a body, or undefined when it is stacked, unknown, or unsafe on this runtime (br, zstd). */
export function readCoding(header: string | undefined, opened = isOpened): Coding | undefined {
  if (header === undefined) return 'identity';
  switch (header.trim().toLowerCase()) {
    case '':
    case 'identity':
    // No coding of that name exists; servers say it to keep event streams from being compressed on the way, and
    // browsers read the body as it is.
    case 'none':
      return 'identity';
    case 'gzip':
    case 'x-gzip':
      return 'gzip';
    case 'deflate':
      return 'deflate';
    case 'br':
      return opened('br') ? 'br' : undefined;
    case 'zstd':
      return opened('zstd') ? 'zstd' : undefined;
    default:
      return undefined;
  }
}

export interface MediaType {
  /** Lower-case type/subtype. */
  readonly mediaType: string | undefined;
  readonly charset: string | undefined;
  readonly boundary: string | undefined;
}

const noMedia: MediaType = { mediaType: undefined, charset: undefined, boundary: undefined };
const known = new Map<string, MediaType>();
const KNOWN_MAX = 256;

export function readMediaType(header: string | undefined): MediaType {
  if (header === undefined) return noMedia;
  const hit = known.get(header);
  if (hit !== undefined) return hit;
  const semicolon = header.indexOf(';');
  const name = (semicolon === -1 ? header : header.slice(0, semicolon)).trim().toLowerCase();
  const parameters = semicolon === -1 ? '' : header.slice(semicolon);
  const media = {
    mediaType: name === '' ? undefined : name,
    ...readParameters(parameters),
  };
  // A boundary is new with every upload; only the few fixed headers are worth remembering.
  if (media.boundary === undefined && header.length <= 80 && known.size < KNOWN_MAX) known.set(header, media);
  return media;
}

/** One parameter after another, so that what stands in quotes is never taken for the next one. */
const PARAMETER = /\s*;\s*(?:([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*)))?/y;

/** The parameters that matter here. One that stands twice would be chosen differently by different readers. */
function readParameters(text: string): { charset: string | undefined; boundary: string | undefined } {
  const found: { charset: string[]; boundary: string[] } = { charset: [], boundary: [] };
  PARAMETER.lastIndex = 0;
  for (let match = PARAMETER.exec(text); match !== null; match = PARAMETER.exec(text)) {
    const name = match[1]?.toLowerCase();
    if (name === 'charset' || name === 'boundary')
      found[name].push(match[2]?.replace(/\\(.)/g, '$1') ?? match[3] ?? '');
    if (PARAMETER.lastIndex === text.length) break;
  }
  const { charset, boundary } = found;
  return {
    charset: charset.length > 1 ? REPEATED : charset[0]?.toLowerCase(),
    boundary: boundary.length > 1 ? undefined : boundary[0],
  };
}

/** No character set is called this, so the body is refused. */
const REPEATED = 'repeated';

type Decoder = (bytes: InputType, options: object) => Promise<Buffer>;
const decoders = {
  gunzip: promisify(gunzip) as Decoder,
  inflate: promisify(inflate) as Decoder,
  raw: promisify(inflateRaw) as Decoder,
};

/** The bytes without their coding. Rejects with CV_CODING_BROKEN, CV_INFLATE_RATIO or CV_BODY_TOO_LARGE. */
export async function decodeBody(bytes: Buffer, coding: Coding, limits: Limits): Promise<Buffer> {
  if (coding === 'identity' || bytes.length === 0) return bytes;
  const ratioCap = Math.max(limits.inflateRatioFreeBytes, bytes.length * limits.inflateRatioMax);
  const cap = Math.min(limits.bodyBytesMax, ratioCap);
  const decoder = decoderFor(bytes, coding);
  try {
    // `info` tells how much was read: anything after the end of a deflate stream is content we would not have seen.
    const options = { maxOutputLength: cap, info: true };
    const { buffer, engine } = (await decoder(bytes, options)) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    if (engine.bytesWritten !== bytes.length) throw new ChatveilError('CV_CODING_BROKEN');
    return buffer;
  } catch (error) {
    if (error instanceof ChatveilError) throw error;
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new ChatveilError(cap === limits.bodyBytesMax ? 'CV_BODY_TOO_LARGE' : 'CV_INFLATE_RATIO');
    }
    throw new ChatveilError('CV_CODING_BROKEN');
  }
}

function decoderFor(bytes: Buffer, coding: Exclude<Coding, 'identity'>): Decoder {
  if (coding === 'gzip') return decoders.gunzip;
  if (coding === 'deflate') return isZlib(bytes) ? decoders.inflate : decoders.raw;
  return coderOf(coding).decode as Decoder;
}

/** Bytes of a coded body that are decoded to tell what it is. */
const BEGINNING_BYTES = 1024;

/** What the first piece of a coded body begins with; empty when it is too short to tell. */
export function beginningOf(piece: Buffer, coding: Coding): Buffer {
  if (coding === 'identity') return piece;
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  const start = piece.subarray(0, BEGINNING_BYTES);
  try {
    if (coding === 'gzip') return gunzipSync(start, options);
    if (coding !== 'deflate') return coderOf(coding).beginning(start);
    return isZlib(start) ? inflateSync(start, options) : inflateRawSync(start, options);
  } catch {
    return Buffer.alloc(0);
  }
}

/** Two bytes of RFC 1950: method 8 and a checksum over both. Without them the stream is raw deflate (RFC 1951). */
export function isZlib(bytes: Buffer): boolean {
  const first = bytes[0] ?? 0;
  return (first & 0x0f) === 8 && ((first << 8) | (bytes[1] ?? 0)) % 31 === 0;
}

/**
 * Whether a gzip body carries a file name, a comment or extra bytes in the head of one of its members (RFC 1952
 * section 2.3), which no reader of the text would see. Chance finds in compressed bytes do no harm.
 */
export function hasNotes(bytes: Buffer, coding: Coding): boolean {
  if (coding !== 'gzip') return false;
  for (let at = bytes.indexOf(MEMBER); at !== -1; at = bytes.indexOf(MEMBER, at + 1)) {
    if (((bytes[at + 3] ?? 0) & 0x1c) !== 0) return true;
  }
  return false;
}

/** Two bytes of identification and the only method there is. */
const MEMBER = Buffer.from([0x1f, 0x8b, 0x08]);

const encoders = { gzip: promisify(gzip), deflate: promisify(deflate) };

export async function encodeBody(bytes: Buffer, coding: Coding): Promise<Buffer> {
  if (coding === 'identity') return bytes;
  if (coding === 'br' || coding === 'zstd') return coderOf(coding).encode(bytes);
  return coding === 'gzip' ? encoders.gzip(bytes) : encoders.deflate(bytes);
}
