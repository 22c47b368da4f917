/** The console listener: a read-only page for privacy officers, opened by a one-time link. */
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Clock, Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import type { Live } from '../domain/live.ts';
import type { StatsStore } from '../domain/stats.ts';
import type { Settings } from '../settings/settings.ts';
import { loadBundle } from './bundle.ts';
import type { ErrorAnswer } from './contract.ts';
import { statsRoutes } from './routes/stats.ts';
import { createSignIn, type SignIn, sessionSecondsMax } from './sign-in.ts';

export interface ConsoleParts {
  readonly stats: StatsStore;
  readonly settings: Live<Settings>;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

export interface Console {
  readonly app: Hono;
  /**
   * A new one-time link; `baseUrl` is the origin of the console listener. The key stands in the fragment, which
   * browsers send to nobody. 15 minutes, one use; an earlier unused link is void.
   */
  link(baseUrl: string): string;
}

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; " +
  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

const requestBytesMax = 4096;

const statsPath = '/api/stats';
/** Below the one path that the session cookie is sent to; see `cookieOptions`. */
const sessionPath = `${statsPath}/session`;

/**
 * @example
 * const console = createConsole({ stats, settings, clock, entropy });
 * serve({ fetch: console.app.fetch, hostname, port }, () => print(console.link('http://127.0.0.1:8081')));
 */
export function createConsole(parts: ConsoleParts): Console {
  const signIn = createSignIn(parts.clock, parts.entropy);
  const app = new Hono();
  app.use(guard(parts.settings));
  app.use('/api/*', bodyLimit({ maxSize: requestBytesMax }));
  addSession(app, signIn);
  app.use(`${statsPath}/*`, async (c, next) => {
    if (!(await signIn.known(getCookie(c, cookieName(c)) ?? ''))) throw new ChatveilError('CV_UNAUTHORIZED');
    return next();
  });
  app.route(statsPath, statsRoutes(parts.stats, parts.settings));
  addPages(app);
  app.notFound((c) => refuse(c, new ChatveilError('CV_NOT_FOUND')));
  app.onError((error, c) => refuse(c, error instanceof ChatveilError ? error : new ChatveilError('CV_INTERNAL')));
  return { app, link: (baseUrl) => `${baseUrl.replace(/\/$/, '')}/setup#${signIn.issueKey()}` };
}

/** Headers on every answer; refuses foreign names for a loopback listener and requests that another site started. */
function guard(settings: Live<Settings>): MiddlewareHandler {
  return async (c, next) => {
    const { host, protocol, origin } = new URL(c.req.url);
    const headers: Readonly<Record<string, string>> = {
      'content-security-policy': csp,
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    };
    for (const [name, value] of Object.entries(headers)) c.header(name, value);
    if (isLoopback(settings.current.listen.console.host) && !isLoopback(host.replace(/:\d{1,5}$/, ''))) {
      throw new ChatveilError('CV_BAD_HOST');
    }
    const from = c.req.header('origin');
    // TLS may end in front of us, so the scheme of Origin is not ours to compare.
    if (from !== undefined && from !== origin && from !== origin.replace(protocol, 'https:')) {
      throw new ChatveilError('CV_ORIGIN_REFUSED');
    }
    const site = c.req.header('sec-fetch-site');
    const isApi = c.req.path.startsWith('/api/');
    if (isApi && site !== undefined && site !== 'same-origin' && site !== 'none') {
      throw new ChatveilError('CV_ORIGIN_REFUSED');
    }
    return next();
  };
}

function isLoopback(name: string): boolean {
  return name === '127.0.0.1' || name === 'localhost' || name === '[::1]' || name === '::1';
}

function addSession(app: Hono, signIn: SignIn): void {
  app.post(sessionPath, async (c) => {
    // Only a script of our own origin can send this type: a form cannot, a foreign script is stopped by preflight.
    if (c.req.header('content-type') !== 'application/json') throw new ChatveilError('CV_BAD_REQUEST');
    const body: unknown = await c.req.json().catch(() => undefined);
    const key = typeof body === 'object' && body !== null && 'key' in body ? body.key : undefined;
    const session = typeof key === 'string' ? await signIn.exchange(key) : undefined;
    if (session === undefined) throw new ChatveilError('CV_UNAUTHORIZED');
    setCookie(c, cookieName(c), session, cookieOptions(c));
    return c.body(null, 204);
  });
  app.delete(sessionPath, async (c) => {
    await signIn.end(getCookie(c, cookieName(c)) ?? '');
    deleteCookie(c, cookieName(c), cookieOptions(c));
    return c.body(null, 204);
  });
}

function isSecure(c: Context): boolean {
  return new URL(c.req.url).protocol === 'https:';
}

/** The `__Host-` prefix demands TLS (RFC 6265bis section 4.1.3.2); on plain loopback the plain name has to do. */
function cookieName(c: Context): string {
  return isSecure(c) ? '__Host-chatveil' : 'chatveil_console';
}

/**
 * Cookies know no ports: on plain loopback the narrow path keeps ours from every other listener of the same
 * address, the proxy's (and so the chat vendor) among them. `__Host-` cookies must have the path `/`.
 */
function cookieOptions(c: Context) {
  const secure = isSecure(c);
  return {
    httpOnly: true,
    sameSite: 'Strict',
    secure,
    path: secure ? '/' : statsPath,
    maxAge: sessionSecondsMax,
  } as const;
}

function addPages(app: Hono): void {
  let loading: ReturnType<typeof loadBundle> | undefined;
  const bundle = () => (loading ??= loadBundle('console'));
  const page = async (c: Context): Promise<Response> => {
    const files = await bundle();
    return c.html(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Chatveil console</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="/icon.svg" type="image/svg+xml"><link rel="stylesheet" href="/assets/${files.file('style.css')}">
<script type="module" src="/assets/${files.file('main.js')}"></script></head><body><div id="app"></div></body></html>`);
  };
  app.get('/', page);
  app.get('/setup', page);
  app.get('/icon.svg', (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml' }));
  app.get('/assets/:name', async (c) => {
    const asset = (await bundle()).read(c.req.param('name'));
    if (asset === undefined) throw new ChatveilError('CV_NOT_FOUND');
    return c.body(asset.contents, 200, { 'content-type': asset.mediaType });
  });
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0f766e"/>' +
  '<path d="M9 22V12m7 10V9m7 13v-6" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>';

function refuse(c: Context, error: ChatveilError): Response {
  const answer: ErrorAnswer = { error: { code: error.code, message: error.row.message } };
  return c.json(answer, error.row.status as 400);
}
