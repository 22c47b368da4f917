/** A client made of a bare TCP socket: sends exactly the bytes of a test and reads answers until the end. */
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Head as text, without the blank line. */
  readonly head: string;
  readonly body: string;
  /** All bytes that came, as Latin-1. */
  readonly all: string;
  /** The other side closed the connection. */
  readonly closed: boolean;
}

/** Sends the pieces one after the other and answers with what came within `wait` ms, or at once when complete. */
export function exchange(
  port: number,
  pieces: string | Buffer | readonly (string | Buffer)[],
  wait = 2000,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const chunks: Buffer[] = [];
    let closed = false;
    const finish = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve(parseAnswer(Buffer.concat(chunks).toString('latin1'), closed));
    };
    const timer = setTimeout(finish, wait);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      closed = true;
      finish();
    });
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      if (wholeAnswer(Buffer.concat(chunks).toString('latin1'))) {
        // A moment for a close that follows, so that tests can tell closed from kept alive.
        setTimeout(finish, 30);
      }
    });
    socket.on('connect', () => void send(socket, Array.isArray(pieces) ? pieces : [pieces as string]));
  });
}

async function send(socket: Socket, pieces: readonly (string | Buffer)[]): Promise<void> {
  for (const piece of pieces) {
    socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece);
    if (pieces.length > 1) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function wholeAnswer(all: string): boolean {
  const end = all.indexOf('\r\n\r\n');
  if (end === -1) return false;
  const head = all.slice(0, end).toLowerCase();
  if (/^http\/1\.1 1\d\d/.test(head)) return wholeAnswer(all.slice(end + 4));
  const body = all.slice(end + 4);
  if (head.includes('transfer-encoding: chunked')) return body.endsWith('0\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/.exec(head)?.[1];
  return length !== undefined && body.length >= Number(length);
}

export function parseAnswer(all: string, closed: boolean): RawAnswer {
  const end = all.indexOf('\r\n\r\n');
  const head = end === -1 ? all : all.slice(0, end);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    head,
    body: end === -1 ? '' : all.slice(end + 4),
    all,
    closed,
  };
}

/** The `code` of an error body, or an empty text. */
export function errorCode(answer: RawAnswer): string {
  return /"code":"(CV_[A-Z0-9_]+)"/.exec(answer.body)?.[1] ?? '';
}

export function get(path = '/', headers: readonly string[] = [], method = 'GET'): string {
  return [`${method} ${path} HTTP/1.1`, 'Host: shop.test', ...headers, '', ''].join('\r\n');
}

export function post(
  body: string,
  headers: readonly string[] = ['Content-Type: application/json'],
  path = '/messages',
): string {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: shop.test',
    ...headers,
    `Content-Length: ${Buffer.byteLength(body, 'latin1')}`,
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
