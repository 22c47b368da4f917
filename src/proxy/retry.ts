/** Sends a request, and once more where a second sending can do no harm: the kept-alive socket had died under it. */
import type { Dispatcher } from 'undici';
import type { Answer } from './answer.ts';
import type { Exchange } from './exchange.ts';
import { upstreamFault } from './upstream.ts';

/** Methods that ask for nothing but an answer (RFC 9110 section 9.2.1); TRACE is refused anyway. */
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A vendor may close an idle socket at the very moment that a request goes out on it (RFC 9112 section 9.3.1). Such a
 * request is sent again, on a new connection and once only: when its method is safe, it has no body, and the socket had
 * served before, was closed by the vendor and gave not one byte of an answer to this request. Everything else fails as
 * it did.
 */
export function dispatchSafely(exchange: Exchange, options: Dispatcher.DispatchOptions, answer: Answer): void {
  const { plane, site, downstream } = exchange;
  const { upstreams } = downstream;
  const client = upstreams.to(site);
  const handler: Dispatcher.DispatchHandler = {
    onConnect: (abort) => {
      upstreams.expect(site);
      answer.onConnect(abort);
    },
    onHeaders: (status, pairs, resume) => answer.onHeaders(status, pairs, resume),
    onData: (chunk) => answer.onData(chunk),
    onComplete: (trailers) => answer.onComplete(trailers),
    onError: (error) => answer.onError(error),
  };
  if (!safe.has(options.method) || options.body !== null) {
    client.dispatch(options, handler);
    return;
  }
  const died = upstreams.mark(site);
  const onError = (error: Error) => {
    // Our own time limits close sockets as well.
    if (exchange.settled || !died() || upstreamFault(error).reason !== 'closed') return answer.onError(error);
    plane.recorder.upstreamError(site.id, 'retried');
    upstreams.cut(site);
    upstreams.to(site).dispatch(options, handler);
  };
  client.dispatch(options, { ...handler, onError });
}
