/** Where a handshake goes and what it says: looked at like any request, query and header fields alike. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Site } from '../settings/settings.ts';
import { lookWith, scanAnswerHeaders } from './header-texts.ts';
import { requestHeaders, untouched } from './headers.ts';
import { redirectionFor } from './redirection.ts';
import type { ResponseHead } from './response-headers.ts';
import { findRoute } from './route.ts';
import { type Downstream, frameHead, type Plane, treatmentOf } from './scope.ts';
import type { RequestHead } from './strict.ts';
import { type ScannedTexts, scanTexts } from './texts.ts';
import { originText, visitorOrigin } from './visitor-origin.ts';

export interface Attempt {
  readonly plane: Plane;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly downstream: Downstream;
  readonly head: RequestHead;
  readonly site: Site;
}

export interface UpgradeTarget {
  readonly url: URL;
  readonly headers: Record<string, string | string[]>;
}

/** Undefined when the handshake holds something that may not be sent; `protocols` are the subprotocols offered. */
export function upgradeTarget(attempt: Attempt, protocols: readonly string[]): UpgradeTarget | undefined {
  const { plane, site, head, request, downstream } = attempt;
  const route = findRoute(site, head.path, head.method, 'to-upstream');
  const binding = downstream.binder.bind(site, head, request.rawHeaders);
  const treatment = treatmentOf(site, route, plane.tenant);
  const facts = { rawHeaders: request.rawHeaders, head, binding, treatment, profile: site.profile, protocols };
  const texts = scanTexts(plane, facts);
  if (texts === 'blocked') return undefined;
  const base = site.upstream.pathname.replace(/\/$/, '');
  const url = new URL(site.upstream);
  url.protocol = site.upstream.protocol === 'https:' ? 'wss:' : 'ws:';
  url.pathname = base + head.path;
  const query = texts?.query ?? head.query;
  url.search = originOf(attempt).redirection?.query(query) ?? query;
  return { url, headers: upgradeHeaders(attempt, texts) };
}

/** The vendor's 101 as the visitor may see it. */
export function withoutCards(attempt: Attempt, answer: ResponseHead): ResponseHead {
  const { plane, site, head, request, downstream } = attempt;
  const raw = scanAnswerHeaders(answer.raw, (text, cardsOnly) => {
    const binding = downstream.binder.bind(site, head, request.rawHeaders);
    const treatment = treatmentOf(site, findRoute(site, head.path, head.method, 'to-client'), plane.tenant);
    const facts = { channel: 'header', direction: 'to-client', transport: 'websocket', path: head.path } as const;
    return lookWith(plane, frameHead(binding, facts), treatment)(text, cardsOnly);
  });
  return raw === answer.raw ? answer : { ...answer, raw };
}

export function originOf({ downstream, head, request, site }: Attempt) {
  const own = visitorOrigin(downstream, head.host, request.rawHeaders);
  return { own, redirection: redirectionFor(site, own) };
}

function upgradeHeaders(attempt: Attempt, texts: ScannedTexts | undefined): UpgradeTarget['headers'] {
  const { plane, request, head, downstream, site } = attempt;
  const { own, redirection } = originOf(attempt);
  const facts = {
    ownOrigin: originText(own),
    redirection,
    upstream: site.upstream,
    clientAddress: downstream.address,
    scheme: downstream.scheme,
    trusted: downstream.trusted,
    via: plane.via,
    inspect: true,
  };
  const pairs = requestHeaders(request.rawHeaders, head, facts, untouched, texts?.headers);
  const headers: Record<string, string | string[]> = {};
  for (let at = 2; at + 1 < pairs.length; at += 2) {
    const name = pairs[at] ?? '';
    const value = pairs[at + 1] ?? '';
    const earlier = headers[name];
    headers[name] = earlier === undefined ? value : [...(Array.isArray(earlier) ? earlier : [earlier]), value];
  }
  return headers;
}
