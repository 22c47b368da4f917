/** A request body too large to be held, on its way to the vendor in segments. */
import { ChatveilError } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import { type Coding, readMediaType } from './content.ts';
import type { Exchange } from './exchange.ts';
import { beginningIn, openLargeBody } from './large-body.ts';
import { recordTotal } from './scope.ts';

/** What goes on, or undefined when such a body can only be read whole; `chunks` is what has come of it. */
export function largeRequest(exchange: Exchange, chunks: readonly Buffer[], head: FrameHead, coding: Coding) {
  const { plane, site, request, response } = exchange;
  const facts = {
    plane,
    site,
    head,
    coding,
    keepCoding: true,
    treatment: exchange.treatment('to-upstream'),
    media: readMediaType(exchange.head.contentType),
    fault: () => (request.rawTrailers.length > 0 ? ('CV_TRAILERS' as const) : undefined),
  };
  const body = openLargeBody(facts, beginningIn(chunks));
  if (body === undefined) return undefined;
  response.once('close', () => body.stop());
  body.exit.once('error', (error) => {
    if (error instanceof ChatveilError && error.facts['counted'] !== true) recordTotal(plane, head, 'refused');
  });
  for (const chunk of chunks) body.entry.write(chunk);
  if (request.readableEnded) body.entry.end();
  else request.pipe(body.entry);
  return body.exit;
}
