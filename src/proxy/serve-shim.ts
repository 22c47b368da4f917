/** Answers `/<prefix>/shim.js` ourselves, for pages that include the shim by hand because they do not go through us. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Site } from '../settings/settings.ts';
import { redirectionFor } from './redirection.ts';
import type { Downstream } from './scope.ts';
import type { RequestHead } from './strict.ts';
import { visitorOrigin } from './visitor-origin.ts';

/** Short, because the list of hosts in it follows the settings. */
const MAX_AGE_SECONDS = 300;

export function serveShim(
  request: IncomingMessage,
  response: ServerResponse,
  { site, head, downstream }: { readonly site: Site; readonly head: RequestHead; readonly downstream: Downstream },
): void {
  const own = visitorOrigin(downstream, head.host, request.rawHeaders);
  const body = Buffer.from(redirectionFor(site, own)?.page.shim() ?? '');
  response.writeHead(200, {
    'Content-Type': 'text/javascript; charset=utf-8',
    'Content-Length': body.length,
    'Cache-Control': `public, max-age=${MAX_AGE_SECONDS}`,
    // It names the origin that was asked.
    Vary: 'X-Forwarded-Proto, X-Forwarded-Host',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    // Workers that are modules import it.
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ...(head.hasBody && { Connection: 'close' }),
  });
  response.end(head.method === 'HEAD' ? undefined : body);
  request.resume();
}
