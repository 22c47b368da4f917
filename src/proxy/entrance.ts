/** The listening side of the data plane: plain or TLS, a port or a Unix socket, with or without PROXY protocol heads. */
import { chmodSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { ServerHttp2Session } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server as NetServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { Limits } from '../domain/limits.ts';
import { networks } from '../settings/address-list.ts';
import type { Certificates } from '../settings/certificates.ts';
import type { Listen } from '../settings/settings.ts';
import { type SessionParts, serveHttp2 } from './http2/session.ts';
import { takeAnnounced } from './proxy-protocol.ts';

export interface EntranceParts {
  readonly limits: Limits;
  /** Absent: plain HTTP. */
  readonly certificates?: Certificates;
  /** Balancers whose connections begin with a PROXY protocol head. */
  readonly proxyProtocol?: readonly string[];
  /** A connection that speaks HTTP from here on. */
  readonly onConnection: (socket: Socket, address: string) => void;
  /** Speaks HTTP/2 with who asks for it; needs certificates. */
  readonly http2?: Pick<SessionParts, 'refused'>;
  /** A connection that never came so far: its handshake or its PROXY head was not acceptable. */
  readonly onRefused: (why: 'handshake' | 'proxy-head' | 'resets') => void;
}

export interface Entrance {
  readonly server: Server;
  /** Resolves with the port, 0 for a Unix socket. */
  listen(where: Pick<Listen, 'host' | 'port' | 'socket'>): Promise<number>;
  /** Takes a connection that another process accepted, with the address it was told and the bytes it has read. */
  adopt(socket: Socket, address: string | undefined, early: Uint8Array | undefined): void;
  /** Lets the parser begin anew on a connection that it let go of, with these bytes before those that still come. */
  readAgain(socket: Socket, head: Uint8Array, behind: Uint8Array): void;
  /** Stops accepting; resolves when every connection has ended. */
  close(): Promise<void>;
  /** Cuts every connection, also those that have not become HTTP yet. */
  cut(): void;
}

export function createEntrance(parts: EntranceParts): Entrance {
  const server = createStrictServer(parts);
  // The one that node:http put there itself: it gives the connection a parser, and nothing of ours happens twice.
  const [speak] = server.listeners(parts.certificates === undefined ? 'connection' : 'secureConnection');
  const raw = new Set<Socket>();
  const announced: Announcements = new WeakMap();
  let adopting = false;
  server.on('connection', (socket: Socket) => {
    raw.add(socket);
    socket.once('close', () => raw.delete(socket));
  });
  const addressOf = (socket: Socket) => announced.get(below(socket)) ?? socket.remoteAddress ?? '';
  if (parts.certificates === undefined) {
    server.on('connection', (socket: Socket) => parts.onConnection(socket, addressOf(socket)));
  } else {
    server.on('secureConnection', (socket: TLSSocket) => parts.onConnection(socket, addressOf(socket)));
    server.on('tlsClientError', (_error: Error, socket: Duplex) => {
      parts.onRefused('handshake');
      socket.destroy();
    });
    parts.certificates.follow(server as Server & Pick<TLSServer, 'setSecureContext'>);
  }
  const sessions = new Set<ServerHttp2Session>();
  if (parts.http2 !== undefined) speakHttp2(server, parts.http2, { ...parts, addressOf, sessions });
  if ((parts.proxyProtocol ?? []).length > 0) announceFirst(server, parts, announced);
  return {
    server,
    listen: (where) => listenOn(server, where),
    adopt(socket, address, early) {
      // A server that does not listen itself starts its check of slow senders when it is told that it does.
      if (!adopting) server.emit('listening');
      adopting = true;
      if (address !== undefined) announced.set(socket, address);
      socket.setNoDelay(true);
      // As node:http and node:https have it: a visitor of TLS who has ended is gone.
      socket.allowHalfOpen = parts.certificates === undefined;
      if (early !== undefined) socket.unshift(early);
      server.emit('connection', socket);
      // Under TLS the bytes that were read are fed in by a later turn, and would be gone by then.
      if (parts.certificates === undefined) socket.resume();
    },
    readAgain(socket, head, behind) {
      // The time that an idle connection has was set for the parser that is gone.
      socket.setTimeout(0);
      if (behind.length > 0) socket.unshift(behind);
      socket.unshift(head);
      speak?.call(server, socket);
    },
    close: () =>
      new Promise((resolve) => {
        const ended = () => {
          if (raw.size === 0) resolve();
        };
        for (const socket of raw) socket.once('close', () => setImmediate(ended));
        server.close(ended);
        for (const session of sessions) session.close();
      }),
    cut() {
      server.closeAllConnections();
      for (const socket of raw) socket.destroy();
    },
  };
}

type TLSServer = import('node:tls').Server;

/** Connections that chose HTTP/2 become sessions; the inner ones of each are served as HTTP/1.1 over TLS is. */
function speakHttp2(
  server: Server,
  { refused }: Pick<SessionParts, 'refused'>,
  parts: Pick<EntranceParts, 'limits' | 'onRefused'> & {
    readonly addressOf: (socket: Socket) => string;
    readonly sessions: Set<ServerHttp2Session>;
  },
): void {
  const listeners = server.listeners('secureConnection') as ((socket: Duplex) => void)[];
  server.removeAllListeners('secureConnection');
  const serve = (socket: Duplex) => {
    for (const listener of listeners) listener.call(server, socket);
  };
  server.on('secureConnection', (socket: TLSSocket) => {
    if (socket.alpnProtocol !== 'h2') {
      serve(socket);
      return;
    }
    const onResets = () => parts.onRefused('resets');
    const session = serveHttp2(socket, parts.addressOf(socket), { limits: parts.limits, serve, refused, onResets });
    parts.sessions.add(session);
    session.once('close', () => parts.sessions.delete(session));
  });
}

/** Addresses that balancers told, by the socket that the visitor's bytes come over. */
type Announcements = WeakMap<object, string>;

/** The socket under TLS; addresses and ports would not tell two connections over a Unix socket apart. */
function below(socket: Socket): object {
  return (socket as unknown as { readonly _parent: object | null })._parent ?? socket;
}

/** Lets the other listeners of `connection` see a balancer's socket only when its head has been taken off. */
function announceFirst(server: Server, parts: EntranceParts, announced: Announcements): void {
  const balancers = networks(parts.proxyProtocol ?? []);
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[];
  server.removeAllListeners('connection');
  const pass = (socket: Socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };
  server.on('connection', (socket: Socket) => {
    // A Unix socket has no address: who may open it is decided by the file's permissions.
    if (socket.remoteAddress !== undefined && !balancers.has(socket.remoteAddress)) return pass(socket);
    socket.on('error', () => socket.destroy());
    takeAnnounced(socket, parts.limits.headSecondsMax * 1000, (head) => {
      if (head === undefined) {
        parts.onRefused('proxy-head');
        socket.destroy();
        return;
      }
      if (head.address !== undefined) announced.set(socket, head.address);
      pass(socket);
    });
  });
}

/** node:http with every default overridden that lets pass what this product must refuse. */
function createStrictServer({ limits, certificates, http2 }: EntranceParts): Server {
  const options = {
    maxHeaderSize: limits.headerBytesMax,
    headersTimeout: limits.headSecondsMax * 1000,
    requestTimeout: limits.requestSecondsMax * 1000,
    keepAliveTimeout: limits.idleSecondsMax * 1000,
    connectionsCheckingInterval: 1000,
    requireHostHeader: false,
    joinDuplicateHeaders: false,
    insecureHTTPParser: false,
    noDelay: true,
  };
  const server =
    certificates === undefined
      ? createServer(options)
      : createTlsServer({
          ...options,
          ...certificates.options,
          ALPNProtocols: http2 === undefined ? ['http/1.1'] : ['h2', 'http/1.1'],
          handshakeTimeout: limits.headSecondsMax * 1000,
        });
  // 0 shows every pair: any other number drops the rest in silence while the parser still frames by them.
  server.maxHeadersCount = 0;
  // Handshakes count as connections too; node closes those over the limit.
  if (certificates !== undefined) server.maxConnections = limits.connectionsMax;
  return server as Server;
}

/** Resolves with the port, 0 for a Unix socket, which nobody but its owner and group may open. */
export async function listenOn(server: NetServer, { host, port, socket }: Pick<Listen, 'host' | 'port' | 'socket'>) {
  if (socket !== undefined) await removeStale(socket);
  return new Promise<number>((resolve, reject) => {
    const opened = () => {
      server.off('error', reject);
      // Whoever may write to the socket may speak as any visitor: the owner and the group, nobody else.
      if (socket !== undefined) chmodSync(socket, 0o660);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? (address as AddressInfo).port : 0);
    };
    server.once('error', reject);
    if (socket === undefined) server.listen(port, host, opened);
    else server.listen(socket, opened);
  });
}

/** A socket file that nobody answers on was left by a process that died; one that answers is in use, and stays. */
function removeStale(path: string): Promise<void> {
  if (statSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return Promise.resolve();
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve();
    });
    probe.once('error', (error: NodeJS.ErrnoException) => {
      // Any other fault, such as a file that we may not open, says nothing about who is behind it.
      if (error.code === 'ECONNREFUSED') rmSync(path, { force: true });
      resolve();
    });
  });
}
