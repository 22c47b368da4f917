/** Brotli and zstd bodies, on versions of Node whose decoders have no known hole; elsewhere they are refused. */
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { isSoundRuntime } from '../settings/runtime.ts';

export type ModernCoding = 'br' | 'zstd';

type Convert = (bytes: Buffer, options: object) => Promise<Buffer>;

/** A stream that tells how many coded bytes it has taken. */
export type Decoder = Transform & { readonly bytesWritten: number };

interface Coder {
  /** With `info: true` it gives `{ buffer, engine }`, as the other decoders of node:zlib do. */
  readonly decode: Convert;
  readonly encode: (bytes: Buffer) => Promise<Buffer>;
  readonly decoder: () => Decoder;
  readonly encoder: () => Transform;
  /** What a first piece holds, as far as it goes; empty when it is too short to tell, or throws. */
  readonly beginning: (piece: Buffer) => Buffer;
}

/** Middling: the default of 11 takes longer than everything else together. */
const BROTLI_QUALITY = 4;

const brotliOptions = { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } };
const brotliEncode = promisify(zlib.brotliCompress) as (bytes: Buffer, options: object) => Promise<Buffer>;
const brotli: Coder = {
  decode: promisify(zlib.brotliDecompress) as Convert,
  encode: (bytes) => brotliEncode(bytes, brotliOptions),
  decoder: zlib.createBrotliDecompress,
  encoder: () => zlib.createBrotliCompress(brotliOptions),
  beginning: (piece) => zlib.brotliDecompressSync(piece, { finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH }),
};

type Callback = (error: Error | null, result: Buffer) => void;
/** Node has it from 22.15 on; our types are those of Node 20. */
interface WithZstd {
  readonly zstdDecompress?: (bytes: Buffer, options: object, done: Callback) => void;
  readonly zstdCompress?: (bytes: Buffer, done: Callback) => void;
  readonly createZstdDecompress?: () => Decoder;
  readonly createZstdCompress?: () => Transform;
}

function zstd({ createZstdDecompress: decoder, createZstdCompress: encoder, ...whole }: WithZstd): Coder | undefined {
  const { zstdDecompress, zstdCompress } = whole;
  if (!zstdDecompress || !zstdCompress || !decoder || !encoder) return undefined;
  const coder = { decode: promisify(zstdDecompress), encode: promisify(zstdCompress), decoder, encoder };
  // Blocks of 128 KiB: a first piece hardly ever holds one, so such bodies are read whole or not at all.
  return { ...coder, beginning: () => Buffer.alloc(0) };
}

/** What this runtime can do, whether or not it should. */
const coders: { readonly [Coding in ModernCoding]: Coder | undefined } = {
  br: brotli,
  zstd: zstd(zlib as WithZstd),
};

/** Whether bodies in this coding may come near its decoder in this version of Node. */
export function isOpened(coding: ModernCoding, version: string = process.versions.node): boolean {
  return coders[coding] !== undefined && isSoundRuntime(version);
}

export function coderOf(coding: ModernCoding): Coder {
  const coder = coders[coding];
  if (coder === undefined) throw new Error('a coding that this runtime lacks is refused when its header is read');
  return coder;
}
