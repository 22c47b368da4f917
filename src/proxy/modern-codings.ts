/** Brotli and zstd bodies, on versions of Node whose decoders have no known hole; elsewhere they are refused. */
import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import * as zlib from 'node:zlib';
import { isSoundRuntime } from '../settings/runtime.ts';

export type ModernCoding = 'br' | 'zstd';

type Convert = (bytes: Buffer, options: object) => Promise<Buffer>;

interface Coder {
  /** With `info: true` it gives `{ buffer, engine }`, as the other decoders of node:zlib do. */
  readonly decode: Convert;
  readonly encode: (bytes: Buffer) => Promise<Buffer>;
  readonly decoder: () => Transform;
}

/** Middling: the default of 11 takes longer than everything else together. */
const BROTLI_QUALITY = 4;

const brotliEncode = promisify(zlib.brotliCompress) as (bytes: Buffer, options: object) => Promise<Buffer>;
const brotli: Coder = {
  decode: promisify(zlib.brotliDecompress) as Convert,
  encode: (bytes) => brotliEncode(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  decoder: zlib.createBrotliDecompress,
};

type Callback = (error: Error | null, result: Buffer) => void;
/** Node has it from 22.15 on; our types are those of Node 20. */
interface WithZstd {
  readonly zstdDecompress?: (bytes: Buffer, options: object, done: Callback) => void;
  readonly zstdCompress?: (bytes: Buffer, done: Callback) => void;
  readonly createZstdDecompress?: () => Transform;
}

function zstd({ zstdDecompress, zstdCompress, createZstdDecompress }: WithZstd): Coder | undefined {
  if (!zstdDecompress || !zstdCompress || !createZstdDecompress) return undefined;
  return { decode: promisify(zstdDecompress), encode: promisify(zstdCompress), decoder: createZstdDecompress };
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
