/** Bare TCP for vectors: a vendor that records and answers, and a visitor that sends bytes and keeps what comes back. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { NotHttp, readRequests } from './strict-http.ts';

export interface Recorded {
  /** All bytes of the connection. */
  bytes: Buffer;
  readonly socket: Socket;
  /** The proxy has closed its side, or all of it. */
  closed: boolean;
}

export interface Recorder {
  readonly url: string;
  /** Connections in the order they came. */
  readonly lines: Recorded[];
  /** What the next requests are answered with, after which the usual answer is given again. */
  next(bytes: Buffer, end: boolean): void;
  close(): Promise<void>;
}

export const usual = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{"ok":true}',
);

/** Answers each whole request, as the strict reader counts them; stops answering where that reader gives up. */
export async function startRecorder(): Promise<Recorder> {
  const lines: Recorded[] = [];
  let planned: { readonly bytes: Buffer; readonly end: boolean } | undefined;
  const server = createServer((socket) => {
    const line: Recorded = { bytes: Buffer.alloc(0), socket, closed: false };
    let answered = 0;
    lines.push(line);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      line.closed = true;
    });
    socket.on('data', (chunk) => {
      line.bytes = Buffer.concat([line.bytes, chunk]);
      for (const whole = countRequests(line.bytes); answered < whole; answered += 1) {
        const { bytes, end } = planned ?? { bytes: usual, end: false };
        planned = undefined;
        if (end) socket.end(bytes);
        else socket.write(bytes);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    next(bytes, end) {
      planned = { bytes, end };
    },
    close() {
      for (const { socket } of lines) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function countRequests(bytes: Buffer): number {
  try {
    return readRequests(bytes).messages.length;
  } catch (error) {
    if (error instanceof NotHttp) return 0;
    throw error;
  }
}

export interface Heard {
  readonly bytes: Buffer;
  readonly closed: boolean;
}

export interface TalkOptions {
  readonly wait?: number;
  readonly size?: number;
  /** What is looked at before the visitor leaves. */
  readonly last?: () => Promise<unknown>;
}

/**
 * Sends the bytes, whole or in pieces of `size`, and answers with what came: once `enough` says so, the other side
 * closes, or `wait` milliseconds are over.
 */
export function talk(
  port: number,
  bytes: Buffer,
  enough: (heard: Buffer) => boolean,
  { wait = 3000, size = Number.POSITIVE_INFINITY, last = async () => undefined }: TalkOptions = {},
): Promise<Heard> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let heard = Buffer.alloc(0);
    let done = false;
    const finish = async (closed: boolean) => {
      if (done) return;
      done = true;
      clearTimeout(timer);
      await last();
      socket.destroy();
      resolve({ bytes: heard, closed });
    };
    const timer = setTimeout(() => void finish(false), wait);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('end', () => void finish(true));
    socket.on('close', () => void finish(true));
    socket.on('data', (chunk) => {
      heard = Buffer.concat([heard, chunk]);
      if (enough(heard)) void finish(false);
    });
    socket.on('connect', () => void send(socket, bytes, size));
  });
}

async function send(socket: Socket, bytes: Buffer, size: number): Promise<void> {
  for (let at = 0; at < bytes.length && socket.writable; at += size) {
    socket.write(bytes.subarray(at, Math.min(bytes.length, at + size)));
    if (at + size < bytes.length) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

export async function soon(check: () => boolean, ms = 2000): Promise<boolean> {
  for (let waited = 0; waited < ms && !check(); waited += 5) await new Promise((resolve) => setTimeout(resolve, 5));
  return check();
}
