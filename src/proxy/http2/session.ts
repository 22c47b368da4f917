/** One HTTP/2 connection: each stream becomes a request on a few inner HTTP/1.1 connections of its own. */
import { Agent, type ClientRequest, type IncomingMessage, request } from 'node:http';
import { constants, performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { ChatveilError, ErrorCode } from '../../domain/errors.ts';
import type { Limits } from '../../domain/limits.ts';
import { refusalBody } from '../refuse.ts';
import { type InnerRequest, toInner, toOuter } from './fields.ts';
import { innerSockets } from './inner-socket.ts';
import { createResetBudget } from './reset-budget.ts';

export interface SessionParts {
  readonly limits: Limits;
  /** Serves an inner connection as if a visitor had opened it. */
  readonly serve: (socket: Duplex) => void;
  /** Counts a request that was refused here. */
  readonly refused: (code: ErrorCode) => ChatveilError;
  /** The connection was ended for its resets. */
  readonly onResets: () => void;
}

/** Inner connections, and so sockets to the vendor, that one HTTP/2 connection may have; further streams wait. */
export const innerMax = 16;
const STREAMS_MAX = 100;
/** Streams and frames that the library refuses by itself before it ends the connection. */
const INVALID_MAX = 100;
const SESSION_MEGABYTES_MAX = 10;

export function serveHttp2(socket: TLSSocket, address: string, parts: SessionParts): ServerHttp2Session {
  const { limits } = parts;
  const session = performServerHandshake(socket, {
    settings: {
      maxConcurrentStreams: STREAMS_MAX,
      maxHeaderListSize: limits.headerBytesMax,
      enableConnectProtocol: false,
    },
    maxSessionMemory: SESSION_MEGABYTES_MAX,
    // Ours answers first, with a code; the library would cut the stream.
    maxHeaderListPairs: limits.headerCountMax + 32,
    maxSessionInvalidFrames: INVALID_MAX,
    maxSessionRejectedStreams: INVALID_MAX,
  } as Parameters<typeof performServerHandshake>[1]);
  const agent = new InnerAgent(() => {
    const [asking, serving] = innerSockets(socket, address);
    parts.serve(serving);
    return asking;
  });
  const mayReset = createResetBudget();
  let streams = 0;
  session.on('stream', (stream: ServerHttp2Stream, _headers: object, flags: number, raw: string[]) => {
    streams += 1;
    stream.on('error', () => undefined);
    stream.once('close', () => {
      streams -= 1;
      if (stream.rstCode === constants.NGHTTP2_NO_ERROR || mayReset() || session.destroyed) return;
      parts.onResets();
      session.destroy(undefined, constants.NGHTTP2_ENHANCE_YOUR_CALM);
    });
    const hasBody = (flags & constants.NGHTTP2_FLAG_END_STREAM) === 0;
    // A reset that came right behind the request is seen first, and costs the vendor nothing.
    setImmediate(() => {
      if (!stream.closed && !stream.destroyed) carry(stream, raw, hasBody, agent, parts);
    });
  });
  session.on('error', () => session.destroy());
  session.setTimeout(limits.idleSecondsMax * 1000, () => {
    if (streams === 0) session.close();
  });
  session.once('close', () => agent.destroy());
  return session;
}

/** Keeps and bounds the inner connections; as node:http would keep sockets to one server. */
class InnerAgent extends Agent {
  readonly #connect: () => Duplex;

  constructor(connect: () => Duplex) {
    super({ keepAlive: true, maxSockets: innerMax, maxFreeSockets: innerMax });
    this.#connect = connect;
  }

  override createConnection(): Duplex {
    return this.#connect();
  }
}

function carry(stream: ServerHttp2Stream, raw: string[], hasBody: boolean, agent: Agent, parts: SessionParts): void {
  const inner = toInner(raw, hasBody, parts.limits.headerCountMax);
  const outgoing = typeof inner === 'string' ? inner : ask(inner, agent);
  if (typeof inner === 'string' || typeof outgoing === 'string') {
    refuseStream(stream, parts.refused(outgoing as ErrorCode));
    return;
  }
  let answered = false;
  outgoing.once('response', (incoming) => {
    answered = true;
    answer(stream, incoming, inner.method === 'HEAD');
  });
  outgoing.on('continue', () => {
    if (!stream.headersSent && !stream.closed) stream.additionalHeaders({ ':status': 100 });
  });
  outgoing.on('error', () => {
    if (!answered && !stream.headersSent && !stream.closed) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  });
  stream.once('close', () => {
    if (!outgoing.destroyed && stream.rstCode !== constants.NGHTTP2_NO_ERROR) outgoing.destroy();
  });
  if (hasBody) forwardBody(stream, outgoing, parts);
  else outgoing.end();
}

/** What node:http does not let onto a line is refused in our words. */
function ask({ method, target, headers }: InnerRequest, agent: Agent): ClientRequest | ErrorCode {
  try {
    return request({ agent, host: 'inner', port: 80, method, path: target, headers, setHost: false });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_UNESCAPED_CHARACTERS' ? 'CV_BAD_TARGET' : 'CV_BAD_HEADER';
  }
}

function forwardBody(stream: ServerHttp2Stream, outgoing: ClientRequest, parts: SessionParts): void {
  let trailers = false;
  stream.on('data', (chunk: Buffer) => {
    if (outgoing.write(chunk) || outgoing.destroyed) return;
    stream.pause();
    outgoing.once('drain', () => stream.resume());
  });
  stream.once('trailers', () => {
    trailers = true;
    outgoing.destroy();
    if (!stream.headersSent) refuseStream(stream, parts.refused('CV_TRAILERS'));
    else stream.close(constants.NGHTTP2_PROTOCOL_ERROR);
  });
  // Trailers are told after the end of the body.
  stream.once('end', () =>
    setImmediate(() => {
      if (!trailers && !stream.aborted) outgoing.end();
    }),
  );
}

function answer(stream: ServerHttp2Stream, incoming: IncomingMessage, bodyless: boolean): void {
  const status = incoming.statusCode ?? 502;
  const fail = () => {
    if (!stream.closed) stream.close(constants.NGHTTP2_INTERNAL_ERROR);
  };
  incoming.on('error', fail);
  if (stream.closed || stream.destroyed) {
    incoming.destroy();
    return;
  }
  const ends = bodyless || status === 204 || status === 304;
  try {
    stream.respond(toOuter(status, incoming.rawHeaders), { endStream: ends });
  } catch {
    incoming.destroy();
    fail();
    return;
  }
  if (ends) incoming.resume();
  else incoming.pipe(stream);
}

/** The same body that HTTP/1.1 would get. */
function refuseStream(stream: ServerHttp2Stream, error: ChatveilError): void {
  if (stream.closed || stream.destroyed || stream.headersSent) return;
  stream.resume();
  stream.respond({
    ':status': error.row.status,
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  stream.end(refusalBody(error));
}
