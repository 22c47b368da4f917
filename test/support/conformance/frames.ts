/** WebSocket frames written and read by hand, after RFC 6455 section 5 and RFC 7692: what `ws` sends is judged here. */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { readBytes } from './vectors.ts';

const letters: Readonly<Record<string, number>> = { C: 0, T: 1, B: 2, X: 8, P: 9, O: 10 };
const names = 'CTB34567XPObcdef';

/** Frames as a table writes them, separated by ` | `; `FIN` and `RST` end the TCP connection. */
export function splitFrames(column: string): string[] {
  return column === '' ? [] : column.split(' | ');
}

/**
 * One frame, like `T:hello`: a letter (Text, Binary, Continuation, X close, Ping, pOng) or an opcode in hexadecimal,
 * then flags: `-` not final, `1` `2` `3` reserved bits, `m` masked the wrong way, `L` and `Q` lengths of 16 and 64 bits,
 * `H` the highest bit of 64, `!` the head alone, `z` the payload deflated, `#` a close payload as raw bytes.
 */
export function writeFrame(text: string, masked: boolean): Buffer {
  const [, letter = '', flags = '', column = ''] = /^(\w)([^:]*):([\s\S]*)$/.exec(text) ?? [];
  const opcode = letters[letter] ?? Number.parseInt(letter, 16);
  const raw = letter === 'X' && !flags.includes('#') ? closePayload(column) : readBytes(column);
  const payload = flags.includes('z') ? deflated(raw, !flags.includes('-')) : raw;
  const reserved = ['1', '2', '3'].reduce((bits, flag, at) => (flags.includes(flag) ? bits | (0x40 >> at) : bits), 0);
  const first = (flags.includes('-') ? 0 : 0x80) | reserved | opcode;
  const withMask = masked !== flags.includes('m');
  const key = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
  const head = Buffer.concat([Buffer.from([first]), lengthForm(payload.length, flags, withMask)]);
  if (flags.includes('!')) return head;
  if (!withMask) return Buffer.concat([head, payload]);
  return Buffer.concat([head, key, payload.map((byte, at) => byte ^ (key[at % 4] ?? 0))]);
}

function closePayload(column: string): Buffer {
  const [, code, reason = ''] = /^(\d+)?(?: ([\s\S]*))?$/.exec(column) ?? [];
  if (code === undefined) return Buffer.alloc(0);
  return Buffer.concat([Buffer.from([Number(code) >> 8, Number(code) & 0xff]), readBytes(reason)]);
}

function lengthForm(length: number, flags: string, masked: boolean): Buffer {
  const mask = masked ? 0x80 : 0;
  const long = Buffer.alloc(9, 0);
  if (flags.includes('H'))
    return Buffer.concat([Buffer.from([mask | 127, 0x80]), Buffer.alloc(6), Buffer.from([length])]);
  if (flags.includes('Q') || length > 0xffff) {
    long[0] = mask | 127;
    long.writeBigUInt64BE(BigInt(length), 1);
    return long;
  }
  if (flags.includes('L') || length > 125) return Buffer.from([mask | 126, length >> 8, length & 0xff]);
  return Buffer.from([mask | length]);
}

/** RFC 7692 section 7.2.1; the tail is taken off the last fragment only. */
function deflated(bytes: Buffer, last: boolean): Buffer {
  const packed = deflateRawSync(bytes, { finishFlush: 2 });
  return last ? packed.subarray(0, -4) : packed;
}

export interface Heard {
  /** Frames as a table writes them, fragments joined, payloads inflated. */
  readonly frames: string[];
  /** What broke the rules for a sender in this place. */
  readonly faults: string[];
  /** Bytes of a frame that is not whole. */
  readonly rest: number;
}

/** Reads everything that a peer sent; `masked` says whether it must mask, `deflate` whether it may compress. */
export function readFrames(bytes: Buffer, masked: boolean, deflate: boolean): Heard {
  const frames: string[] = [];
  const faults: string[] = [];
  let parts: Buffer[] = [];
  let begun = { opcode: 0, packed: false };
  let at = 0;
  for (let frame = readFrame(bytes, at); frame !== undefined; frame = readFrame(bytes, at)) {
    const { opcode, fin, reserved, payload } = frame;
    at = frame.end;
    if (frame.masked !== masked) faults.push('mask');
    if (!frame.shortest) faults.push('length form');
    if ((reserved & ~(deflate && (opcode === 1 || opcode === 2) ? 0x40 : 0)) !== 0) faults.push('reserved bits');
    if (opcode >= 8) {
      if (!fin || payload.length > 125) faults.push('control frame');
      frames.push(opcode === 8 ? closeText(payload) : `${names[opcode]}:${payload.toString('latin1')}`);
      continue;
    }
    if ((opcode === 0) !== parts.length > 0) faults.push('fragmentation');
    if (opcode !== 0) begun = { opcode, packed: reserved === 0x40 };
    parts.push(payload);
    if (!fin) continue;
    const whole = begun.packed ? inflated(Buffer.concat(parts)) : Buffer.concat(parts);
    frames.push(`${names[begun.opcode]}:${whole.toString('latin1')}`);
    parts = [];
  }
  return { frames, faults, rest: bytes.length - at };
}

function inflated(bytes: Buffer): Buffer {
  return inflateRawSync(Buffer.concat([bytes, Buffer.from([0, 0, 0xff, 0xff])]), { finishFlush: 2 });
}

function closeText(payload: Buffer): string {
  if (payload.length === 0) return 'X:';
  const reason = payload.toString('latin1', 2);
  return `X:${payload.readUInt16BE(0)}${reason === '' ? '' : ` ${reason}`}`;
}

function readFrame(bytes: Buffer, from: number) {
  const [first, second] = [bytes[from], bytes[from + 1]];
  if (first === undefined || second === undefined) return undefined;
  const short = second & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < from + 2 + extra) return undefined;
  const length = extra === 0 ? short : Number(BigInt(`0x${bytes.toString('hex', from + 2, from + 2 + extra)}`));
  const masked = second >= 0x80;
  const start = from + 2 + extra + (masked ? 4 : 0);
  if (bytes.length < start + length) return undefined;
  const payload = Buffer.from(bytes.subarray(start, start + length));
  if (masked)
    for (let at = 0; at < length; at += 1) payload[at] = (payload[at] ?? 0) ^ (bytes[start - 4 + (at % 4)] ?? 0);
  const shortest = extra === 0 || (extra === 2 ? length > 125 : length > 0xffff);
  return {
    opcode: first & 15,
    fin: first >= 0x80,
    reserved: first & 0x70,
    payload,
    masked,
    shortest,
    end: start + length,
  };
}

/** A list of frames as a table writes it, in the spelling of `readFrames`. */
export function expectFrames(column: string): string[] {
  return splitFrames(column).map((text) => readBytes(text).toString('latin1'));
}
