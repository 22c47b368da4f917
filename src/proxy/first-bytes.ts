/** Looks at how a vendor's connection begins to speak: the client library would take any version, and RTSP, for HTTP/1.1. */
import type { Socket } from 'node:net';
import { buildConnector } from 'undici';

/** Opens connections as undici does, on which nothing is read that does not begin as HTTP/1.0 or 1.1. */
export function strictConnector(options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = buildConnector(options);
  return (target, callback) => {
    connect(target, (...result) => {
      if (result[0] === null && result[1] !== null) guard(result[1]);
      callback(...result);
    });
  };
}

const beginnings = [Buffer.from('HTTP/1.1 '), Buffer.from('HTTP/1.0 ')];

/** Stands before the reader of the socket until the first bytes of the first answer have been seen. */
export function guard(socket: Pick<Socket, 'read' | 'destroy'>): void {
  const read = socket.read;
  let seen = Buffer.alloc(0);
  socket.read = function strictRead(this: Socket, size?: number) {
    const chunk: unknown = read.call(socket, size);
    if (!Buffer.isBuffer(chunk)) return chunk;
    seen = Buffer.concat([seen, chunk.subarray(0, LENGTH - seen.length)]);
    if (!beginnings.some((beginning) => beginning.subarray(0, seen.length).equals(seen))) {
      socket.destroy(new NotHttpOne());
      return null;
    }
    if (seen.length === LENGTH) socket.read = read;
    return chunk;
  };
}

const LENGTH = 9;

/** Named as the library names its own complaints about malformed answers. */
class NotHttpOne extends Error {
  override readonly name = 'HTTPParserError';
}
