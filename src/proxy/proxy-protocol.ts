/** The PROXY protocol, versions 1 and 2 (HAProxy specification of 2020): who really connected, told by a load balancer. */
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';

/** What the head says of the sender. */
export interface Announced {
  /** IP address; undefined for health checks of the balancer itself (UNKNOWN, LOCAL) and Unix peers. */
  readonly address: string | undefined;
  /** Bytes the head took. */
  readonly length: number;
}

/** Version 1 is a line of at most 107 bytes, with its end. */
const LINE_MAX = 107;
/** Version 2: 16 bytes, then addresses and TLVs; more than this no balancer sends. */
const BINARY_MAX = 16 + 2048;
const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');

/** The head at the start of `bytes`; `more` when it is not whole yet, `bad` when it is none. */
export function readAnnounced(bytes: Buffer): Announced | 'more' | 'bad' {
  const begin = Math.min(bytes.length, SIGNATURE.length);
  if (bytes.compare(SIGNATURE, 0, begin, 0, begin) === 0) return bytes.length < 16 ? 'more' : readBinary(bytes);
  const word = Buffer.from('PROXY ');
  const size = Math.min(bytes.length, word.length);
  if (bytes.compare(word, 0, size, 0, size) !== 0) return 'bad';
  const end = bytes.indexOf('\r\n');
  if (end === -1) return bytes.length >= LINE_MAX ? 'bad' : 'more';
  return end + 2 > LINE_MAX ? 'bad' : readLine(bytes.toString('latin1', 0, end), end + 2);
}

function readLine(line: string, length: number): Announced | 'bad' {
  const [, family, source = '', target = '', sourcePort = '', targetPort = '', ...rest] = line.split(' ');
  if (family === 'UNKNOWN') return { address: undefined, length };
  const version = family === 'TCP4' ? 4 : family === 'TCP6' ? 6 : 0;
  const wellFormed =
    version !== 0 &&
    rest.length === 0 &&
    isIP(source) === version &&
    isIP(target) === version &&
    isPort(sourcePort) &&
    isPort(targetPort);
  return wellFormed ? { address: source, length } : 'bad';
}

function isPort(text: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;
}

/** Bytes that the addresses of a family take: two of each and two ports; Unix paths are 108 bytes each. */
const addressBytes: Readonly<Record<number, number>> = { 0: 0, 1: 12, 2: 36, 3: 216 };

function readBinary(bytes: Buffer): Announced | 'more' | 'bad' {
  const command = bytes.readUInt8(12);
  const family = bytes.readUInt8(13) >> 4;
  const transport = bytes.readUInt8(13) & 0x0f;
  const body = bytes.readUInt16BE(14);
  const needed = addressBytes[family];
  if (command >> 4 !== 2 || (command & 0x0f) > 1 || needed === undefined || transport > 2) return 'bad';
  const length = 16 + body;
  const local = (command & 0x0f) === 0;
  if (length > BINARY_MAX || (!local && body < needed)) return 'bad';
  if (bytes.length < length) return 'more';
  if (local || family === 0 || family === 3) return { address: undefined, length };
  return { address: family === 1 ? ipv4(bytes, 16) : ipv6(bytes, 16), length };
}

function ipv4(bytes: Buffer, at: number): string {
  return [...bytes.subarray(at, at + 4)].join('.');
}

function ipv6(bytes: Buffer, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(at + index * 2).toString(16));
  return groups.join(':');
}

/**
 * Reads the head off a fresh socket and puts back what follows it; `done` hears the address, or nothing when the
 * socket sent no head in time or something else.
 */
export function takeAnnounced(
  socket: Duplex,
  milliseconds: number,
  done: (announced: Announced | undefined) => void,
): void {
  let held: Buffer = Buffer.alloc(0);
  const timer = setTimeout(() => finish(undefined), milliseconds);
  const onReadable = () => {
    for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const announced = readAnnounced(held);
      if (announced === 'more') continue;
      finish(announced === 'bad' ? undefined : announced);
      return;
    }
  };
  const onGone = () => finish(undefined);
  function finish(announced: Announced | undefined): void {
    clearTimeout(timer);
    socket.off('readable', onReadable);
    socket.off('end', onGone);
    socket.off('close', onGone);
    socket.off('error', onGone);
    if (announced !== undefined && held.length > announced.length) socket.unshift(held.subarray(announced.length));
    done(announced);
  }
  socket.on('readable', onReadable);
  socket.once('end', onGone);
  socket.once('close', onGone);
  socket.once('error', onGone);
}
