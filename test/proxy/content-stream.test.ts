/** Codings taken off and put on again piece by piece: whole, capped, and nothing behind the end. */
import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, brotliDecompressSync, deflateRawSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/domain/limits.ts';
import { decoders, encoders } from '../../src/proxy/content-stream.ts';

const body = Buffer.from(JSON.stringify(Array.from({ length: 2000 }, (_, at) => ({ text: `hello ${at * 7919}` }))));

async function through(bytes: Buffer, chain: ReturnType<typeof decoders>): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(bytes.length / 100) }, (_, at) =>
    bytes.subarray(at * 100, at * 100 + 100),
  );
  const chunks: Buffer[] = [];
  const out = new PassThrough().on('data', (chunk: Buffer) => void chunks.push(chunk));
  await pipeline([Readable.from(pieces), ...chain, out]);
  return Buffer.concat(chunks);
}

test.each([
  ['gzip', gzipSync(body)],
  ['deflate', deflateSync(body)],
  ['deflate', deflateRawSync(body)],
  ['br', brotliCompressSync(body)],
] as const)('%s is undone in pieces; one byte less or more is broken', async (coding, coded) => {
  const undo = (bytes: Buffer) => through(bytes, decoders(coding, bytes, defaultLimits));
  expect((await undo(coded)).equals(body)).toBe(true);
  await expect(undo(coded.subarray(0, -1))).rejects.toThrow();
  await expect(undo(Buffer.concat([coded, Buffer.from('4111')]))).rejects.toThrow();
});

test.each([
  ['gzip', gzipSync],
  ['br', brotliCompressSync],
] as const)('expansion of %s is capped', async (coding, code) => {
  const bomb = code(Buffer.alloc(4_000_000));
  const limits = { ...defaultLimits, inflateRatioMax: 10, inflateRatioFreeBytes: 1000 };
  await expect(through(bomb, decoders(coding, bomb, limits))).rejects.toMatchObject({ code: 'CV_INFLATE_RATIO' });
});

test('what is put on can be read by others', async () => {
  expect(gunzipSync(await through(body, encoders('gzip'))).equals(body)).toBe(true);
  expect(brotliDecompressSync(await through(body, encoders('br'))).equals(body)).toBe(true);
  expect(encoders('identity')).toEqual([]);
});
