/** The vendor's side of one downstream connection: sockets that no other visitor ever shares. */
import { connect as connectPlain, isIP } from 'node:net';
import { checkServerIdentity, connect as connectTls, type PeerCertificate } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { Site } from '../settings/settings.ts';
import { burst } from './burst.ts';
import { strictConnector } from './first-bytes.ts';
import { expectHead } from './interim.ts';
import { keeping, markOf, type Wire } from './kept-socket.ts';
import { ADDRESS_REFUSED, lookupFor } from './pinned-lookup.ts';

export interface Upstreams {
  /** The client of this connection for the site; one socket, one request at a time. */
  to(site: Site): Dispatcher;
  /** Lets the socket go after answers that leave doubt about where they ended (204, 304). */
  drop(site: Site): void;
  /** Cuts the socket at once: its stream can no longer be trusted, or nobody waits for it. */
  cut(site: Site): void;
  /** To be asked before a request is sent: whether the socket that it went over was kept alive and died without a byte of answer. */
  mark(site: Site): () => boolean;
  /** To be told when a request begins to be sent: what comes next is an answer. */
  expect(site: Site): void;
  destroy(): void;
}

export function createUpstreams(): Upstreams {
  const clients = new Map<
    string,
    { readonly origin: string; readonly link: Site['link']; readonly client: Client; readonly wire: Wire }
  >();
  return {
    to(site) {
      const open = clients.get(keyOf(site));
      if (open !== undefined && open.origin === site.upstream.origin && sameLink(open.link, site.link)) {
        if (open.wire.socket?.destroyed === false) burst.join(open.wire.socket);
        return open.client;
      }
      if (open !== undefined) void open.client.close();
      const wire: Wire = { socket: undefined };
      const client = connect(site, wire);
      if (clients.size >= CLIENTS_MAX) closeOldest(clients);
      clients.set(keyOf(site), { origin: site.upstream.origin, link: site.link, client, wire });
      return client;
    },
    drop(site) {
      const open = clients.get(keyOf(site));
      if (open === undefined) return;
      clients.delete(keyOf(site));
      void open.client.close();
    },
    cut(site) {
      const open = clients.get(keyOf(site));
      clients.delete(keyOf(site));
      open?.client.destroy().catch(() => undefined);
    },
    expect: (site) => expectHead(clients.get(keyOf(site))?.wire.socket),
    mark: (site) => markOf(clients.get(keyOf(site))?.wire.socket),
    destroy() {
      for (const { client } of clients.values()) client.destroy().catch(() => undefined);
      clients.clear();
    },
  };
}

/** Origins that one downstream connection holds sockets to; a page that asks for more opens them anew. */
const CLIENTS_MAX = 16;

function keyOf({ id, mount }: Site): string {
  return mount === undefined ? id : `${id} ${mount.host}`;
}

function closeOldest(clients: Map<string, { readonly client: Client }>): void {
  for (const [key, { client }] of clients) {
    clients.delete(key);
    void client.close();
    return;
  }
}

/** Opens the TCP or TLS connection of a WebSocket to this site's upstream, for `ws`. */
export function dialer(site: Site): typeof connectPlain {
  const { socketPath, ...link } = linkOptions(site);
  const dial = (options: object) => {
    const { host = '', port, timeout } = options as { host?: string; port?: number; timeout?: number };
    const address = socketPath === undefined ? { host, port: Number(port) } : { path: socketPath };
    // The request only listens for the socket's timeout: who opens the socket must set it.
    const where = { ...address, ...(timeout !== undefined && { timeout }) };
    if (site.upstream.protocol !== 'https:')
      return connectPlain({ ...where, lookup: link.lookup, autoSelectFamily: true });
    return connectTls({ servername: isIP(host) === 0 ? host : '', ...where, ...link });
  };
  // `ws` calls it with options only, though its types name every way that node:net can be called.
  return dial as typeof connectPlain;
}

/** Settings are swapped whole, so an equal link may be another object. */
function sameLink(one: Site['link'], other: Site['link']): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function connect(site: Site, wire: Wire): Client {
  const limits = site.limits;
  return new Client(site.upstream.origin, {
    pipelining: 1,
    allowH2: false,
    maxHeaderSize: limits.headerBytesMax * 2,
    headersTimeout: limits.upstreamHeadSecondsMax * 1000,
    bodyTimeout: limits.upstreamIdleSecondsMax * 1000,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: keeping(
      wire,
      strictConnector({
        ...linkOptions(site),
        timeout: limits.upstreamConnectSecondsMax * 1000,
        maxCachedSessions: 0,
      }),
    ),
  });
}

/** How long an upstream socket may wait for the connection's next request; a vendor's hint lowers it. */
const KEEP_ALIVE_MS = 10_000;

/** What `net.connect` and `tls.connect` need to know of this site's upstream. */
export function linkOptions(site: Site) {
  const { link = {} } = site;
  const { socket, serverName, ca, cert, key } = link;
  return {
    checkServerIdentity: strictServerIdentity,
    lookup: lookupFor(site),
    // Every address of the name in turn (RFC 8305), also where Node was told not to by an option of its own.
    autoSelectFamily: true,
    ...(socket !== undefined && { socketPath: socket }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert, key }),
  };
}

const ldhName = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** Node 20 normalises names in ways that accept a wrong peer; only plain letters, digits and hyphens are compared. */
export function strictServerIdentity(host: string, certificate: PeerCertificate): Error | undefined {
  const name = host.toLowerCase();
  if (!ldhName.test(name) && !/^[0-9a-f:.]+$/.test(name)) return new ChatveilError('CV_UPSTREAM_UNREACHABLE');
  const names = certificate.subjectaltname ?? '';
  if (/[^\x20-\x7e]/.test(names)) return new ChatveilError('CV_UPSTREAM_UNREACHABLE');
  return checkServerIdentity(name, certificate);
}

/** What an error of the client library means for the person, and the reason it is counted under. */
export function upstreamFault(error: unknown): { readonly code: ErrorCode; readonly reason: string } {
  const code = codeOf(error);
  if (code === ADDRESS_REFUSED) return { code: 'CV_ADDRESS_REFUSED', reason: 'address' };
  if (code.endsWith('_TIMEOUT') || code === 'ETIMEDOUT') return { code: 'CV_UPSTREAM_TIMEOUT', reason: 'timeout' };
  if (code === 'ECONNREFUSED') return { code: 'CV_UPSTREAM_UNREACHABLE', reason: 'refused' };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { code: 'CV_UPSTREAM_UNREACHABLE', reason: 'dns' };
  if (protocolFaults.has(code) || (error instanceof Error && error.name === 'HTTPParserError')) {
    return { code: 'CV_UPSTREAM_PROTOCOL', reason: 'protocol' };
  }
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code)) return { code: 'CV_UPSTREAM_UNREACHABLE', reason: 'tls' };
  if (code === 'UND_ERR_SOCKET' && /bad (?:response|upgrade)/.test(String((error as Error).message))) {
    return { code: 'CV_UPSTREAM_PROTOCOL', reason: 'protocol' };
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE') {
    return { code: 'CV_UPSTREAM_CLOSED', reason: 'closed' };
  }
  return { code: 'CV_UPSTREAM_UNREACHABLE', reason: 'other' };
}

/** Reasons under which our own findings about the vendor's answers are counted. */
export const faultReasons: { readonly [Code in ErrorCode]?: string } = {
  CV_UPSTREAM_CONTENT: 'content',
  CV_UPSTREAM_PROTOCOL: 'protocol',
  CV_UPSTREAM_TIMEOUT: 'timeout',
};

/** Codes of the client library for answers that are not HTTP/1.1. */
const protocolFaults = new Set(['UND_ERR_HEADERS_OVERFLOW', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ERR_ASSERTION']);

export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === 'string' ? code : '';
}
