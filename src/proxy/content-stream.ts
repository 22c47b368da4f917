/** Takes the coding off a body as it comes, within limits, and puts it on again: for bodies that are never held whole. */
import { type Duplex, Transform } from 'node:stream';
import { createDeflate, createGunzip, createGzip, createInflate, createInflateRaw } from 'node:zlib';
import { ChatveilError } from '../domain/errors.ts';
import type { Limits } from '../domain/limits.ts';
import { type Coding, isZlib } from './content.ts';
import { coderOf, type Decoder } from './modern-codings.ts';

/**
 * The streams that undo `coding`, to be put one after the other; none for identity. They fail with
 * CV_INFLATE_RATIO or CV_CODING_BROKEN. `first` is how the body begins.
 */
export function decoders(coding: Coding, first: Buffer, limits: Limits): Duplex[] {
  if (coding === 'identity') return [];
  const decoder = streamDecoder(coding, first);
  let received = 0;
  let produced = 0;
  const before = new Transform({
    transform(chunk: Buffer, _, done) {
      received += chunk.length;
      done(null, chunk);
    },
  });
  const after = new Transform({
    transform(chunk: Buffer, _, done) {
      produced += chunk.length;
      const most = Math.max(limits.inflateRatioFreeBytes, received * limits.inflateRatioMax);
      if (produced > most) done(new ChatveilError('CV_INFLATE_RATIO'));
      else done(null, chunk);
    },
    flush(done) {
      // Anything behind the end of the compressed content is content that we would not have seen.
      if (decoder.bytesWritten === received) done();
      else done(new ChatveilError('CV_CODING_BROKEN'));
    },
  });
  return [before, decoder, after];
}

/** Undoes the coding of a stream as it comes; deflate is what RFC 9110 means by it, unless `first`, its beginning, says otherwise. */
export function streamDecoder(coding: Exclude<Coding, 'identity'>, first?: Buffer): Decoder {
  if (coding === 'gzip') return createGunzip();
  if (coding === 'deflate') return first === undefined || isZlib(first) ? createInflate() : createInflateRaw();
  return coderOf(coding).decoder();
}

export function encoders(coding: Coding): Duplex[] {
  if (coding === 'identity') return [];
  if (coding === 'gzip') return [createGzip()];
  return [coding === 'deflate' ? createDeflate() : coderOf(coding).encoder()];
}
