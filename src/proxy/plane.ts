/** The data plane as a whole: one listening port for HTTP and WebSocket, its runtime controls, and its drain. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { Listen } from '../settings/settings.ts';
import { type Binder, createBinder } from './binding.ts';
import { createEntrance, type Entrance } from './entrance.ts';
import { createHeldRequests } from './held-requests.ts';
import { createHttpHandler, type HttpHandler, noSite } from './http.ts';
import { InnerSocket } from './http2/inner-socket.ts';
import { headWithoutUpgrade } from './ignored-upgrade.ts';
import type { DataPlaneParts } from './parts.ts';
import { createPresence } from './presence.ts';
import { parserFault, refuse, refuseSocket } from './refuse.ts';
import type { Downstream, Plane } from './scope.ts';
import { createTrust } from './trust.ts';
import { createUpgradeHandler, type UpgradeHandler } from './upgrade.ts';
import { createUpstreams } from './upstream.ts';

export interface DataPlane {
  readonly server: Server;
  /** Resolves with the port once it listens, 0 for a Unix socket. */
  listen(where: Pick<Listen, 'host' | 'port' | 'socket'>): Promise<number>;
  /** Takes a connection that another process accepted, with the address it was told and the bytes it has read. */
  adopt(socket: Socket, address: string | undefined, early: Uint8Array | undefined): void;
  /** Downstream connections that are open, sockets included. */
  readonly connections: number;
  /** Stops accepting, lets what is under way end, then cuts the rest after `seconds`. */
  drain(seconds: number): Promise<void>;
  /** Cuts everything at once. */
  close(): Promise<void>;
}

/** A connection and the requests on it: pipelined ones wait, so that their order toward the vendor is kept. */
interface Line extends Downstream {
  busy: boolean;
  /** A WebSocket lives on it; its end is the bridge's affair. */
  upgraded: boolean;
  /** It got an error and is closing: what its client still sends is nobody's any more. */
  refused: boolean;
  /** More requests came at once than may wait: the rest is not looked at. */
  crowded: boolean;
  /** The answer being made, while `busy`; one that was given while its request was still coming stays. */
  response: ServerResponse | undefined;
  readonly waiting: (() => void)[];
}

/** Pipelined requests one connection may have waiting. */
const PIPELINE_MAX = 32;

export function createDataPlane(parts: DataPlaneParts): DataPlane {
  let draining = false;
  const plane = planeOf(parts, () => draining);
  const lines = new Map<Duplex, Line>();
  const handle = createHttpHandler(plane);
  const upgrades = createUpgradeHandler(plane);
  const { limits, listen } = parts.settings.current;
  const { proxyProtocol } = listen.data;
  const entrance = createEntrance({
    limits,
    ...(parts.certificates !== undefined && { certificates: parts.certificates }),
    ...(proxyProtocol !== undefined && parts.adopting !== true && { proxyProtocol }),
    ...(parts.http2 === true && { http2: { refused: (code) => countRefused(plane, code) } }),
    onConnection: (socket, address) => openLine(plane, lines, socket, address),
    onRefused: (why) => parts.log.warn('connection-refused', { why }),
  });
  const { server } = entrance;
  // node:http keeps its own reference to the listeners; a line is looked up by the socket a request came on.
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    const line = lines.get(request.socket);
    if (line === undefined) request.socket.destroy();
    else enqueue(line, request, response, handle);
  };
  server.on('request', onRequest);
  server.on('checkContinue', onRequest);
  server.on('checkExpectation', onRequest);
  server.on('upgrade', (request, socket: Socket, head) =>
    onUpgrade({ line: lines.get(socket), entrance, upgrades }, request, socket, head),
  );
  server.on('connect', (_request, socket) => refuseConnection(plane, socket, 'CV_METHOD_REFUSED'));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => onClientError(plane, lines, error, socket));

  return {
    server,
    listen: entrance.listen,
    adopt: entrance.adopt,
    get connections() {
      return lines.size;
    },
    async drain(seconds) {
      draining = true;
      plane.held.release();
      parts.log.info('drain-started', { connections: lines.size, sockets: upgrades.open });
      const closed = entrance.close();
      closeIdle(lines);
      const forced = await withDeadline(Promise.all([upgrades.drain(), closed]), seconds);
      for (const socket of lines.keys()) socket.destroy();
      entrance.cut();
      plane.presence.close();
      parts.log.info('drain-ended', { forced });
    },
    async close() {
      draining = true;
      const closed = entrance.close();
      upgrades.terminate();
      for (const socket of lines.keys()) socket.destroy();
      entrance.cut();
      await closed;
      plane.presence.close();
    },
  };
}

function planeOf(parts: DataPlaneParts, draining: () => boolean): Plane {
  return {
    ...parts,
    via: parts.via ?? `chatveil-${parts.entropy.bytes(6).toString('hex')}`,
    held: createHeldRequests(),
    presence: createPresence({
      graceMilliseconds: () => parts.settings.current.limits.conversationGraceSecondsMax * 1000,
      gone: (conversation) => parts.redactor.forget(conversation),
    }),
    get draining() {
      return draining();
    },
    trusts: createTrust(parts.settings),
  };
}

/** node:http counts a connection that never sent a request as active; we know better. */
function closeIdle(lines: Map<Duplex, Line>): void {
  for (const [socket, line] of lines) if (!line.busy && !line.upgraded) socket.destroy();
}

function openLine(plane: Plane, lines: Map<Duplex, Line>, socket: Socket, address: string): void {
  if (plane.draining || lines.size >= plane.settings.current.limits.connectionsMax) {
    refuseSocket(socket, new ChatveilError(plane.draining ? 'CV_DRAINING' : 'CV_OVERLOADED'));
    plane.log.warn('connection-refused', { connections: lines.size });
    return;
  }
  const { binder, release } = binderOf(plane, socket);
  const line: Line = {
    upstreams: createUpstreams(),
    binder,
    address,
    trusted: plane.trusts(address),
    scheme: 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http',
    sites: new Set(),
    busy: false,
    upgraded: false,
    refused: false,
    crowded: false,
    response: undefined,
    waiting: [],
  };
  lines.set(socket, line);
  socket.once('close', () => {
    lines.delete(socket);
    for (const site of line.sites) plane.recorder.connection(site, 'http', -1);
    line.upstreams.destroy();
    release();
  });
}

/** Runs a request at once, or after the one before it on the same connection has its answer. */
function enqueue(line: Line, request: IncomingMessage, response: ServerResponse, handle: HttpHandler): void {
  // The request lets go of its socket when an error ends it.
  const { socket } = request;
  const run = () => {
    line.busy = true;
    line.response = response;
    response.on('close', () => {
      line.busy = false;
      // What was answered is done with: kept until the next request, it would outlive a collection of young objects.
      if (request.complete) line.response = undefined;
      // Requests behind the one that ended the connection have nobody to answer to (RFC 9112 section 9.6).
      if (socket.destroyed || !socket.writable) line.waiting.length = 0;
      else line.waiting.shift()?.();
    });
    handle(request, response, line);
  };
  if (!line.busy) run();
  else if (line.waiting.length < PIPELINE_MAX) line.waiting.push(run);
  else if (line.crowded) request.resume();
  else {
    // Its answer goes out after those of the requests before it, and ends the connection.
    line.crowded = true;
    refuse(response, { error: new ChatveilError('CV_OVERLOADED'), close: true });
    request.resume();
  }
}

function onUpgrade(
  { line, entrance, upgrades }: { line: Line | undefined; entrance: Entrance; upgrades: UpgradeHandler },
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
): void {
  const plain = request.socket === socket ? headWithoutUpgrade(request) : undefined;
  if (line !== undefined && plain !== undefined) {
    whenIdle(line, socket, () => entrance.readAgain(socket, plain, head));
  } else if (line === undefined || line.busy) {
    refuseSocket(socket, new ChatveilError('CV_UPGRADE_REFUSED'));
  } else {
    line.upgraded = true;
    upgrades.handle(request, socket, head, line);
  }
}

/** Nobody listens on a connection whose parser has let go of it; the answers under way on it have to go out first. */
function whenIdle(line: Line, socket: Socket, go: () => void): void {
  // An answer that ends the connection waits for its turn, or is out.
  if (line.crowded || line.refused) return;
  if (!line.busy) {
    go();
    return;
  }
  const broken = () => socket.destroy();
  socket.on('error', broken);
  line.waiting.push(() => {
    socket.off('error', broken);
    go();
  });
}

/** The parser gave up: nothing after this point on the connection can be trusted. */
function onClientError(plane: Plane, lines: Map<Duplex, Line>, error: NodeJS.ErrnoException, socket: Duplex): void {
  const line = lines.get(socket);
  // Bytes after a request that said `close`, or after an error, mean nothing (RFC 9112 section 9.6); the answer to
  // what came before them is on its way, and cutting the connection now would lose it.
  if (error.code === 'HPE_CLOSED_CONNECTION' || (line?.refused === true && error.code !== 'ECONNRESET')) return;
  // A client that left in the middle of its request is not an offender.
  const left = error.code === 'HPE_INVALID_EOF_STATE' && line?.busy === true;
  if (error.code === 'ECONNRESET' || left || !socket.writable) {
    socket.destroy();
    return;
  }
  // An answer is out or on its way: it was counted, and only cutting the connection is honest now.
  if (line?.response?.headersSent === true) {
    (socket as Socket).destroySoon();
    return;
  }
  if (line !== undefined) line.refused = true;
  const inBody = line?.busy === true && line.response?.req.complete === false;
  refuseConnection(plane, socket, parserFault(error.code, inBody));
}

function refuseConnection(plane: Plane, socket: Duplex, code: ErrorCode): void {
  refuseSocket(socket, countRefused(plane, code));
}

function countRefused(plane: Plane, code: ErrorCode): ChatveilError {
  const error = new ChatveilError(code);
  plane.recorder.message(noSite, 'to-upstream', 'http', 'refused');
  plane.log.warn('request-refused', { code, id: error.id });
  return error;
}

/** Inner connections of one HTTP/2 connection speak for one visitor, as the requests of one HTTP/1.1 connection do. */
function binderOf(plane: Plane, socket: Duplex): { readonly binder: Binder; readonly release: () => void } {
  if (!(socket instanceof InnerSocket)) {
    const binder = createBinder(plane, plane.presence);
    return { binder, release: () => binder.close() };
  }
  let binder = shared.get(socket.outer);
  if (binder === undefined) {
    const made = createBinder(plane, plane.presence);
    binder = made;
    shared.set(socket.outer, made);
    socket.outer.once('close', () => made.close());
  }
  return { binder, release: () => undefined };
}

const shared = new WeakMap<Duplex, Binder>();

/** True when the deadline came first. */
async function withDeadline(work: Promise<unknown>, seconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), seconds * 1000);
  });
  const forced = await Promise.race([work.then(() => false), deadline]);
  clearTimeout(timer);
  return forced;
}
