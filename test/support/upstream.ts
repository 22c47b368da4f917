/** A vendor made of a bare TCP socket: records the raw bytes it got and answers with the raw bytes it was given. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface RawUpstream {
  readonly url: string;
  readonly port: number;
  /** Everything each connection sent, in the order of the connections. */
  readonly received: readonly Buffer[][];
  readonly sockets: readonly Socket[];
  /** All bytes of all connections as one text. */
  text(): string;
  close(): Promise<void>;
}

/** What to do with a connection's bytes; `request` is all it sent since the last answer. */
export type Answerer = (request: string, socket: Socket, connection: number) => string | Buffer | undefined;

/** A complete answer with a body. */
export function answer(
  body: string,
  headers: readonly string[] = ['Content-Type: application/json'],
  status = '200 OK',
): string {
  const lines = [`HTTP/1.1 ${status}`, ...headers, `Content-Length: ${Buffer.byteLength(body)}`, '', body];
  return lines.join('\r\n');
}

/** True once a request with Content-Length or chunked coding is there whole. */
function complete(request: string): boolean {
  const end = request.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const head = request.slice(0, end).toLowerCase();
  const body = request.slice(end + 4);
  if (head.includes('\r\ntransfer-encoding: chunked')) return body.endsWith('0\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  return length === undefined || body.length >= Number(length);
}

export async function startRawUpstream(answerer: Answerer = () => answer('{"ok":true}')): Promise<RawUpstream> {
  const received: Buffer[][] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = sockets.push(socket) - 1;
    const chunks: Buffer[] = [];
    received.push(chunks);
    let pending = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      pending += chunk.toString('latin1');
      if (!complete(pending)) return;
      const request = pending;
      pending = '';
      const reply = answerer(request, socket, connection);
      if (reply !== undefined && !socket.destroyed) socket.write(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    sockets,
    text: () => received.map((chunks) => Buffer.concat(chunks).toString('latin1')).join(''),
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
