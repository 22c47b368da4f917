/** Looks at how a vendor's connection begins to speak: the client library would take any version, and RTSP, for HTTP/1.1. */
import type { Socket } from 'node:net';
import { buildConnector } from 'undici';
import { mendInterims } from './interim.ts';

/** Opens connections as undici does, on which nothing is read that does not begin as HTTP/1.0 or 1.1. */
export function strictConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    connect(target, (...result) => {
      if (result[0] === null && result[1] !== null) {
        // The guard goes away after a while, and leaves what was there before it.
        mendInterims(result[1]);
        guard(result[1]);
      }
      callback(...result);
    });
  };
}

const beginnings = [Buffer.from('HTTP/1.1 '), Buffer.from('HTTP/1.0 ')];

/**
 * Stands before the reader of the socket until the first answer's head must be over. It gives small pieces: over a head
 * without an end, the library goes on to the end of the piece, and makes an error of every field.
 */
export function guard(socket: Pick<Socket, 'read' | 'destroy' | 'destroyed' | 'readableLength'>): void {
  const read = socket.read;
  let seen = Buffer.alloc(0);
  let total = 0;
  socket.read = function strictRead(this: Socket, size?: number) {
    if (socket.destroyed) return null;
    const chunk: unknown = read.call(socket, size ?? (socket.readableLength > PIECE_BYTES ? PIECE_BYTES : undefined));
    if (!Buffer.isBuffer(chunk)) return chunk;
    seen = Buffer.concat([seen, chunk.subarray(0, LENGTH - seen.length)]);
    if (!beginnings.some((beginning) => beginning.subarray(0, seen.length).equals(seen))) {
      socket.destroy(new NotHttpOne());
      return null;
    }
    total += chunk.length;
    if (total > GUARDED_BYTES) socket.read = read;
    return chunk;
  };
}

const LENGTH = 9;
const PIECE_BYTES = 8 * 1024;
/** More than any head that is read to its end. */
const GUARDED_BYTES = 64 * 1024;

/** Named as the library names its own complaints about malformed answers. */
class NotHttpOne extends Error {
  override readonly name = 'HTTPParserError';
}
