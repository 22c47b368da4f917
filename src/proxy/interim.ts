/** Lets a vendor say `100 Continue` that nobody asked for: to the client library it is the end of the connection, any other hint is not. */
import type { Socket } from 'node:net';

/** Where in an interim answer the next byte stands; none of them while a final one is being read. */
const OVER = -1;
/** The status line up to its status: digits in the places of `.`. */
const LINE = Buffer.from('HTTP/1.. 1..', 'latin1');
const ANY_DIGIT = 0x2e;
const STATUS = 10;
/** Behind the line: how much of the two line ends that close a head has come. */
const HEAD = LINE.length;
const CLOSE = Buffer.from('\r\n\r\n', 'latin1');

const states = new WeakMap<object, { at: number; hundred: boolean }>();

/**
 * Reads along on a connection to the vendor. Where the head of an answer may begin, `100` is written as `103`, which
 * the reader behind drops and counts like all hints (RFC 9110 section 15.2: a client must be able to take them unasked).
 */
export function mendInterims(socket: Pick<Socket, 'read'>): void {
  const read = socket.read;
  const state = { at: OVER, hundred: false };
  states.set(socket, state);
  socket.read = function mendedRead(this: Socket, size?: number) {
    const chunk: unknown = read.call(socket, size);
    if (state.at !== OVER && Buffer.isBuffer(chunk)) readAlong(chunk, state);
    return chunk;
  };
}

/** The next bytes that the vendor sends on this connection begin an answer. */
export function expectHead(socket: object | undefined): void {
  const state = socket === undefined ? undefined : states.get(socket);
  if (state !== undefined) state.at = 0;
}

function readAlong(chunk: Buffer, state: { at: number; hundred: boolean }): void {
  for (let index = 0; index < chunk.length && state.at !== OVER; index += 1) {
    const byte = chunk[index] as number;
    if (state.at < HEAD) inLine(chunk, index, byte, state);
    else if (byte === CLOSE[state.at - HEAD]) state.at = state.at + 1 - HEAD === CLOSE.length ? 0 : state.at + 1;
    else state.at = byte === CLOSE[0] ? HEAD + 1 : HEAD;
  }
}

function inLine(chunk: Buffer, index: number, byte: number, state: { at: number; hundred: boolean }): void {
  const wanted = LINE[state.at] as number;
  // The point of the version is a point, and passes for any byte that the reader behind will judge.
  if (wanted === ANY_DIGIT ? byte < 0x2e || byte > 0x39 : byte !== wanted) {
    state.at = OVER;
    return;
  }
  if (state.at === STATUS) state.hundred = byte === 0x30;
  if (state.at === STATUS + 1) {
    // 101 is an answer of its own.
    if (state.hundred && byte === 0x31) {
      state.at = OVER;
      return;
    }
    if (state.hundred && byte === 0x30) chunk[index] = 0x33;
  }
  state.at += 1;
}
