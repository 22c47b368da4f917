/** Which socket a client of the vendor's has, and whether it died without another byte: asked before something is sent again. */
import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';

/** The socket of a client, known as soon as it is connected. */
export interface Wire {
  socket: Socket | undefined;
}

/** A connector that tells its socket. */
export function keeping(wire: Wire, connect: buildConnector.connector): buildConnector.connector {
  return (target, done) =>
    connect(target, (...outcome) => {
      const [, socket] = outcome;
      if (socket !== null) wire.socket = socket;
      done(...outcome);
    });
}

/** Whether the socket that is open now dies without having sent another byte. */
export function markOf(socket: Socket | undefined): () => boolean {
  if (socket === undefined || socket.destroyed) return () => false;
  const read = socket.bytesRead;
  return () => socket.destroyed && socket.bytesRead === read;
}
