/** Reads a request body within its limit; the bytes stay as they came. */
import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../domain/errors.ts';

export const noBytes = Buffer.alloc(0);

/** What became of reading a body: `gone` when the client left before its end. */
export type Collected = (fault: ErrorCode | 'gone' | undefined, bytes: Buffer) => void;

export interface Takeover {
  /** Sees the first chunk and answers false to take the stream over, that chunk included. */
  readonly peek?: ((first: Buffer) => boolean) | undefined;
  /** Takes a body over that grows past the limit, with what has come of it; the request is paused. */
  readonly spill?: (chunks: readonly Buffer[]) => void;
}

/** Collects the rest of a body of at most `bytesMax` bytes. `done` is called at most once. */
export function collectBody(
  request: IncomingMessage,
  bytesMax: number,
  done: Collected,
  { peek, spill }: Takeover = {},
): void {
  let chunks: Buffer[] | undefined;
  let only: Buffer | undefined;
  let size = 0;
  let settled = false;

  const detach = () => {
    settled = true;
    request.off('data', onData);
    request.off('end', onEnd);
    request.off('close', onClose);
  };
  const settle = (fault: ErrorCode | 'gone' | undefined, bytes: Buffer) => {
    if (settled) return;
    detach();
    done(fault, bytes);
  };
  const onData = (chunk: Buffer) => {
    if (size === 0 && peek !== undefined && !peek(chunk)) return detach();
    size += chunk.length;
    if (size > bytesMax) {
      if (spill === undefined) return settle('CV_BODY_TOO_LARGE', noBytes);
      detach();
      request.pause();
      return spill([...(chunks ?? (only === undefined ? [] : [only])), chunk]);
    }
    if (only === undefined) only = chunk;
    else if (chunks === undefined) chunks = [only, chunk];
    else chunks.push(chunk);
  };
  const onEnd = () => {
    // Trailers are read by nobody behind us in the same way; a body that brings some is refused whole.
    if (request.rawTrailers.length > 0) return settle('CV_TRAILERS', noBytes);
    settle(undefined, chunks === undefined ? (only ?? noBytes) : Buffer.concat(chunks, size));
  };
  const onClose = () => settle('gone', noBytes);

  request.on('data', onData);
  request.on('end', onEnd);
  request.on('close', onClose);
  request.on('error', onClose);
}
