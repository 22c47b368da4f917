/** The Hono app of the data plane: one route for everything, its guards, and the hand-over to an `Exchange`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { Site } from '../settings/settings.ts';
import { Exchange, type ExchangeFacts } from './exchange.ts';
import { loopFault } from './headers.ts';
import { asksForShim, enterHost } from './mount.ts';
import { refuse } from './refuse.ts';
import { findSite } from './route.ts';
import type { Downstream, Plane } from './scope.ts';
import { serveShim } from './serve-shim.ts';
import { type RequestHead, readHead } from './strict.ts';

export type HttpHandler = (request: IncomingMessage, response: ServerResponse, downstream: Downstream) => void;

/** Counts of requests that belong to no configured site go under this name. */
export const noSite = 'none';

/** What was settled before Hono saw the request; on the request itself, as entries of a weak map outlive young objects. */
const admission = Symbol('admission');
type Admitted = IncomingMessage & {
  [admission]?: { readonly head: RequestHead; readonly site: Site; readonly downstream: Downstream };
};

/** Handles one request whose connection is known; refuses before Hono sees what it might read differently. */
export function createHttpHandler(plane: Plane): HttpHandler {
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.all('*', (context) => {
    const { incoming: request, outgoing: response } = context.env as HttpBindings;
    const facts = (request as Admitted)[admission];
    if (facts === undefined) return context.body(null, 500);
    begin({ plane, request, response, head: facts.head, site: facts.site, downstream: facts.downstream });
    return RESPONSE_ALREADY_SENT;
  });

  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false, autoCleanupIncoming: false });

  return (request, response, downstream) => {
    // What upstream sent as Date stays; ours is added only where there is none.
    const head = readHead(request, plane.settings.current.limits);
    if (typeof head === 'string') return refuseHead(plane, request, response, head);
    const site = findSite(plane.settings.current, head.host, downstream, request.rawHeaders);
    if (site === undefined) return refuseHead(plane, request, response, 'CV_UNKNOWN_SITE');
    const loop = loopFault(head, plane.via);
    if (loop !== undefined) return refuseHead(plane, request, response, loop, site.id);
    // An upgrade that was not taken is a plain request (RFC 9110 section 7.8).
    if (!downstream.sites.has(site.id)) {
      downstream.sites.add(site.id);
      plane.recorder.connection(site.id, 'http', 1);
    }
    if (asksForShim(site, head)) return serveShim(request, response, { site, head, downstream });
    const entered = enterHost(site, head);
    if (typeof entered === 'string') return refuseHead(plane, request, response, entered, site.id);
    // Hono answers HEAD by itself, from what its GET route returns: the vendor's own answer would never be seen.
    if (head.method === 'HEAD') return begin({ plane, request, response, ...entered, downstream });
    (request as Admitted)[admission] = { head: entered.head, site: entered.site, downstream };
    // Hono refuses spellings of an absolute target that RFC 9110 section 4.2.3 allows; it shall see what we forward.
    request.url = head.path + head.query;
    void listener(request, response);
  };
}

function begin(facts: ExchangeFacts): void {
  try {
    new Exchange(facts).start();
  } catch (error) {
    facts.plane.log.error('internal-fault', { site: facts.site.id });
    refuse(facts.response, { error: new ChatveilError('CV_INTERNAL', {}, { cause: error }), close: true });
  }
}

function refuseHead(
  plane: Plane,
  request: IncomingMessage,
  response: ServerResponse,
  code: ErrorCode,
  site: string = noSite,
): void {
  const error = new ChatveilError(code);
  plane.recorder.message(site, 'to-upstream', 'http', 'refused');
  plane.log.warn('request-refused', { code, id: error.id });
  refuse(response, { error, close: true });
  request.resume();
}
