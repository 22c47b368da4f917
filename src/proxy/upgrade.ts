/** Accepts or refuses a WebSocket: the vendor is asked first, the visitor gets its answer and its subprotocol. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { Limits } from '../domain/limits.ts';
import type { Site } from '../settings/settings.ts';
import { loopFault } from './headers.ts';
import { noSite } from './http.ts';
import { Leg } from './leg.ts';
import { enterHost } from './mount.ts';
import { deflateOffers, deflateOptions, socketLimits } from './offers.ts';
import { refuseSocket } from './refuse.ts';
import { plainAnswer, readResponse, responseHeaders } from './response-headers.ts';
import { findSite } from './route.ts';
import type { Downstream, Plane } from './scope.ts';
import { type RequestHead, readHead } from './strict.ts';
import { type Attempt, originOf, upgradeTarget, withoutCards } from './upgrade-target.ts';
import { dialer, upstreamFault } from './upstream.ts';
import { originText } from './visitor-origin.ts';
import { type Bridge, openBridge } from './websocket.ts';

export interface UpgradeHandler {
  handle(request: IncomingMessage, socket: Duplex, head: Buffer, downstream: Downstream): void;
  /** Open socket pairs. */
  readonly open: number;
  /** Closes every pair after its waiting messages; resolves when all are gone. */
  drain(): Promise<void>;
  terminate(): void;
}

/** What the vendor's 101 decided, kept until the visitor's side is accepted. */
interface Accepted {
  readonly protocol: string;
  readonly headers: readonly string[];
}

/** The vendor's side, open. */
interface Dialled {
  readonly leg: WebSocket;
  readonly answer: Accepted;
  readonly socket: Duplex | undefined;
}

export function createUpgradeHandler(plane: Plane): UpgradeHandler {
  const bridges = new Set<Bridge>();
  const servers = new Map<number, WebSocketServer>();
  const accepted = new WeakMap<IncomingMessage, Accepted>();
  let sweep: NodeJS.Timeout | undefined;

  const serverFor = (limits: Limits): WebSocketServer => {
    let server = servers.get(limits.frameBytesMax);
    if (server === undefined) {
      server = createAcceptor(limits, accepted);
      servers.set(limits.frameBytesMax, server);
    }
    return server;
  };
  const adopt = (attempt: Attempt, client: WebSocket, { socket, leg: upstream }: Dialled) => {
    const { site, head, downstream } = attempt;
    const binding = downstream.binder.bind(site, head, attempt.request.rawHeaders);
    const { own } = originOf(attempt);
    const sockets = { client: attempt.socket, upstream: socket };
    const parts = { plane, site, path: head.path, own, binding, downstream, client, upstream, sockets };
    const bridge = openBridge(parts, () => {
      bridges.delete(bridge);
    });
    bridges.add(bridge);
    sweep ??= setInterval(() => {
      for (const open of bridges) open.checkAlive();
    }, plane.settings.current.limits.pingSeconds * 1000).unref();
  };

  return {
    handle(request, socket, head, downstream) {
      socket.on('error', () => socket.destroy());
      const checked = checkUpgrade(plane, request, head, downstream);
      if (typeof checked === 'string') return refuseUpgrade(plane, socket, checked);
      const attempt: Attempt = { plane, request, socket, downstream, ...checked };
      dialUpstream(attempt, (dialled) => {
        const upstream = dialled.leg;
        if (socket.destroyed) return upstream.terminate();
        accepted.set(request, dialled.answer);
        let adopted = false;
        socket.once('close', () => adopted || upstream.terminate());
        serverFor(attempt.site.limits).handleUpgrade(request, socket, head, (client) => {
          adopted = true;
          adopt(attempt, client, dialled);
        });
      });
    },
    get open() {
      return bridges.size;
    },
    async drain() {
      clearInterval(sweep);
      await Promise.all([...bridges].map((bridge) => bridge.drain()));
    },
    terminate() {
      clearInterval(sweep);
      for (const bridge of bridges) bridge.terminate();
    },
  };
}

/** The visitor's side: limits lowered from the library's defaults, compression without a shared context. */
function createAcceptor(limits: Limits, accepted: WeakMap<IncomingMessage, Accepted>): WebSocketServer {
  const server = new WebSocketServer({
    noServer: true,
    WebSocket: Leg,
    clientTracking: false,
    ...socketLimits(limits),
    perMessageDeflate: deflateOptions,
    handleProtocols: (_offered, request) => accepted.get(request)?.protocol || false,
  });
  server.on('wsClientError', (_error, socket) => refuseSocket(socket, new ChatveilError('CV_UPGRADE_REFUSED')));
  server.on('headers', (lines, request) => {
    const headers = accepted.get(request)?.headers ?? [];
    for (let at = 0; at + 1 < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  });
  return server;
}

const keyForm = /^[A-Za-z0-9+/]{22}==$/;
const protocolForm = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function checkUpgrade(
  plane: Plane,
  request: IncomingMessage,
  early: Buffer,
  downstream: Downstream,
): { head: RequestHead; site: Site } | ErrorCode {
  const settings = plane.settings.current;
  const head = readHead(request, settings.limits);
  if (typeof head === 'string') return head;
  const { headers } = request;
  const wellFormed =
    head.method === 'GET' &&
    request.httpVersionMinor === 1 &&
    head.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === '13' &&
    keyForm.test(headers['sec-websocket-key'] ?? '') &&
    !head.expects &&
    // Bytes before our 101 cannot be frames of a client that keeps to RFC 6455 section 4.1.
    early.length === 0;
  if (!wellFormed) return 'CV_UPGRADE_REFUSED';
  if (plane.draining) return 'CV_DRAINING';
  const site = findSite(settings, head.host, downstream, request.rawHeaders);
  if (site === undefined) return 'CV_UNKNOWN_SITE';
  const loop = loopFault(head, plane.via);
  if (loop !== undefined) return loop;
  if (site.origins.length > 0 && !site.origins.includes(headers.origin ?? '')) return 'CV_ORIGIN_REFUSED';
  return enterHost(site, head);
}

function refuseUpgrade(plane: Plane, socket: Duplex, code: ErrorCode, site: string = noSite, status?: number): void {
  const error = new ChatveilError(code);
  plane.recorder.message(site, 'to-upstream', 'websocket', error.row.fault === 'upstream' ? 'failed' : 'refused');
  plane.log.warn('socket-refused', { code, id: error.id });
  refuseSocket(socket, error, status);
}

function dialUpstream(attempt: Attempt, opened: (dialled: Dialled) => void) {
  const { plane, site, socket, head } = attempt;
  const protocols = (attempt.request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const offered = protocols.filter((name) => name !== '');
  const target = upgradeTarget(attempt, offered);
  if (target === undefined) return refuseUpgrade(plane, socket, 'CV_BLOCKED_BY_POLICY', site.id);
  if (offered.some((name) => !protocolForm.test(name)) || new Set(offered).size !== offered.length) {
    return refuseUpgrade(plane, socket, 'CV_UPGRADE_REFUSED', site.id);
  }
  const offers = deflateOffers(attempt.request.headers['sec-websocket-extensions']);
  attempt.request.headers['sec-websocket-extensions'] = offers;
  let settled = false;
  let silent = false;
  let answer: Accepted = { protocol: '', headers: [] };
  let wire: Duplex | undefined;
  const upstream = new Leg(target.url, offered, {
    ...socketLimits(site.limits),
    headers: target.headers as Record<string, string>,
    perMessageDeflate: offers !== undefined && deflateOptions,
    handshakeTimeout: site.limits.upstreamConnectSecondsMax * 1000,
    followRedirects: false,
    createConnection: dialer(site),
  });
  const fail = (code: ErrorCode, reason: string, status?: number) => {
    if (settled) return;
    settled = true;
    plane.recorder.upstreamError(site.id, reason);
    refuseUpgrade(plane, socket, code, site.id, status);
    upstream.terminate();
  };
  upstream.on('upgrade', (response) => {
    wire = response.socket;
    const read = readResponse(101, response.rawHeaders, site.limits.headerCountMax);
    const { headers } = response;
    const twice = headers['sec-websocket-extensions']?.includes(',') === true;
    if (read === undefined || response.httpVersion !== '1.1' || twice) return fail('CV_UPSTREAM_PROTOCOL', 'protocol');
    // A vendor may take up no subprotocol (RFC 6455 section 4.2.2), which `ws` would not let pass; the visitor decides.
    silent = offered.length > 0 && headers['sec-websocket-protocol'] === undefined;
    if (silent) headers['sec-websocket-protocol'] = offered[0];
    const { own, redirection } = originOf(attempt);
    const facts = {
      ownOrigin: originText(own),
      ownHost: head.host,
      upstream: site.upstream,
      redirection,
      mounted: site.mount !== undefined,
    };
    answer = { protocol: '', headers: responseHeaders(withoutCards(attempt, read), facts, plainAnswer) };
  });
  upstream.once('unexpected-response', (_request, response) => {
    const status = response.statusCode ?? 0;
    response.destroy();
    if (status >= 400 && status <= 499) fail('CV_UPGRADE_REFUSED', 'refused-upgrade', status);
    else fail('CV_UPSTREAM_PROTOCOL', 'refused-upgrade');
  });
  upstream.on('error', (error) => {
    const { code, reason } = socketFault(error);
    fail(code, reason);
  });
  upstream.once('open', () => {
    if (settled) return;
    settled = true;
    // Frames that follow the 101 at once wait until the visitor's side is there to take them.
    upstream.pause();
    opened({ leg: upstream, answer: { ...answer, protocol: silent ? '' : upstream.protocol }, socket: wire });
  });
  socket.once('close', () => {
    if (!settled) {
      settled = true;
      upstream.terminate();
    }
  });
}

function socketFault(error: Error): { readonly code: ErrorCode; readonly reason: string } {
  if (error.message.includes('handshake has timed out')) return { code: 'CV_UPSTREAM_TIMEOUT', reason: 'timeout' };
  if (/Sec-WebSocket|Invalid|Server sent|Server indicated|Parse Error/.test(error.message)) {
    return { code: 'CV_UPSTREAM_PROTOCOL', reason: 'protocol' };
  }
  return upstreamFault(error);
}
