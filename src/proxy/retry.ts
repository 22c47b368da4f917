/** Sends a request, and once more where a second sending can do no harm: the kept-alive socket had died under it. */
import type { Socket } from 'node:net';
import type { buildConnector, Dispatcher } from 'undici';
import type { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';

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

/** Methods that ask for nothing but an answer (RFC 9110 section 9.2.1); TRACE is refused anyway. */
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A vendor may close an idle socket at the very moment that a request goes out on it (RFC 9112 section 9.3.1). Such a
 * request is sent again, on a new connection and once only: when its method is safe, it has no body, and the socket had
 * served before and gave not one byte of an answer to this request. Everything else fails as it did.
 */
export function dispatchSafely(exchange: Exchange, options: Dispatcher.DispatchOptions, answer: Answer): void {
  const { plane, site, downstream } = exchange;
  const { upstreams } = downstream;
  const client = upstreams.to(site);
  const died = upstreams.mark(site);
  if (safe.has(options.method) && options.body === null) {
    answer.again = () => {
      answer.again = undefined;
      if (!died()) return false;
      plane.recorder.upstreamError(site.id, 'retried');
      upstreams.cut(site);
      upstreams.to(site).dispatch(options, answer);
      return true;
    };
  }
  client.dispatch(options, answer);
}
