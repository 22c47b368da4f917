/** A small chat vendor to try the proxy against: REST, WebSocket, history, typing previews, uploads, an agent desk. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type Bundle, loadBundle } from '../api/bundle.ts';
import type { Entropy } from '../domain/clock.ts';
import { agentRoutes, type Switch } from './agent-routes.ts';
import { createDesk, type Desk } from './desk.ts';
import { isLoopback, originAllowed, throughProxy, visitorCookie, visitorOf } from './guard.ts';
import { chatPage, deskPage, icon, type Page, type PageFacts, productArt, shopPage, sidePage } from './pages.ts';
import { visitorRoutes } from './visitor-routes.ts';
import { attachVisitorSockets } from './visitor-sockets.ts';

/** The demo never binds anything else. */
const host = '127.0.0.1';

export interface VendorOptions {
  /** 0 picks a free one. */
  readonly port: number;
  readonly now: () => number;
  readonly entropy: Entropy;
  /** Where visitors reach the shop; known once the proxy listens. */
  readonly shopOrigin: () => string;
  readonly scripted: () => Switch;
}

export interface DemoVendor {
  readonly origin: string;
  readonly desk: Desk;
  close(): Promise<void>;
}

type Env = { Bindings: HttpBindings };

export async function startVendor(options: VendorOptions): Promise<DemoVendor> {
  const newId = (): string => lettersOf(options.entropy.bytes(24));
  const desk = createDesk(options.now, newId);
  const bundle = await loadBundle('demo');
  let origin = '';
  const facts = (): PageFacts => ({ shopOrigin: options.shopOrigin(), deskOrigin: origin });
  const app = createVendorApp(desk, bundle, facts, options.scripted, newId);
  const server = createServer(getRequestListener(app.fetch));
  const closeSockets = attachVisitorSockets(server, desk);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, resolve);
  });
  origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    desk,
    close: () =>
      new Promise((resolve) => {
        closeSockets();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Letters only, so that no detector can take an id for a number. */
function lettersOf(bytes: Buffer): string {
  return Array.from(bytes, (byte) => String.fromCharCode(0x61 + (byte % 26))).join('');
}

export function createVendorApp(
  desk: Desk,
  bundle: Bundle,
  facts: () => PageFacts,
  scripted: () => Switch,
  newId: () => string,
): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (c, next) => {
    const { headers } = c.env.incoming;
    if (!isLoopback(headers.host) || !originAllowed(headers.origin))
      return c.text('This demo serves this computer only.', 403);
    c.header('x-content-type-options', 'nosniff');
    c.header('referrer-policy', 'no-referrer');
    c.header('cache-control', 'no-store');
    return next();
  });
  app.route('/', visitorRoutes(desk, newId));
  app.route('/', agentRoutes(desk, scripted));
  addPages(app, bundle, facts, newId);
  return app;
}

function addPages(app: Hono<Env>, bundle: Bundle, facts: () => PageFacts, newId: () => string): void {
  const forVisitor = (c: Context<Env>, page: Page): Response => {
    if (visitorOf(c.req.header('cookie')) === undefined) c.header('set-cookie', visitorCookie(newId()));
    return show(c, page);
  };
  const forAgents = (c: Context<Env>, page: Page): Response | Promise<Response> =>
    throughProxy(c.env.incoming.headers) ? c.notFound() : show(c, page);
  app.get('/', (c) =>
    throughProxy(c.env.incoming.headers) ? forVisitor(c, shopPage(bundle, facts())) : show(c, deskPage(bundle)),
  );
  app.get('/shop', (c) => forVisitor(c, shopPage(bundle, facts())));
  app.get('/chat', (c) => forVisitor(c, chatPage(bundle, facts())));
  app.get('/desk', (c) => forAgents(c, deskPage(bundle)));
  app.get('/demo', (c) => forAgents(c, sidePage(bundle, facts())));
  app.get('/icon.svg', (c) => c.body(icon, 200, { 'content-type': 'image/svg+xml' }));
  app.get('/art/:id', (c) => {
    const art = productArt(c.req.param('id'));
    return art === undefined ? c.notFound() : c.body(art, 200, { 'content-type': 'image/svg+xml' });
  });
  app.get('/widget.js', (c) => serveAsset(c, bundle, bundle.file('widget.js')));
  app.get('/assets/:name', (c) => serveAsset(c, bundle, c.req.param('name')));
}

function show(c: Context<Env>, page: Page): Response {
  return c.body(page.html, 200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': page.csp,
  });
}

function serveAsset(c: Context<Env>, bundle: Bundle, name: string): Response | Promise<Response> {
  const asset = bundle.read(name);
  return asset === undefined ? c.notFound() : c.body(asset.contents, 200, { 'content-type': asset.mediaType });
}
