/** Reads the recorded bytes of one connection as HTTP bodies and, behind a 101, as WebSocket messages. */
import { constants, gunzipSync, inflateRawSync } from 'node:zlib';

export interface TappedMessage {
  readonly kind: 'body' | 'text' | 'binary' | 'close';
  readonly direction: 'up' | 'down';
  /** Method and target of the request that it belongs to. */
  readonly target: string;
  readonly content: Buffer;
  readonly connection: number;
}

interface Exchanged {
  readonly start: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  readonly end: number;
}

export function readConversation(up: Buffer, down: Buffer, connection: number): TappedMessage[] {
  const messages: TappedMessage[] = [];
  let upAt = 0;
  let downAt = 0;
  for (;;) {
    const request = readMessage(up, upAt, 'request');
    if (request === undefined) return messages;
    const target = request.start.split(' ').slice(0, 2).join(' ');
    upAt = request.end;
    if (request.body.length > 0)
      messages.push({ kind: 'body', direction: 'up', target, content: request.body, connection });
    const response = readMessage(down, downAt, request.start.startsWith('HEAD') ? 'head' : 'response');
    if (response === undefined) return messages;
    downAt = response.end;
    if (response.start.includes(' 101 ')) {
      const facts = { target, connection };
      messages.push(...readFrames(up.subarray(upAt), { ...facts, direction: 'up' }));
      messages.push(...readFrames(down.subarray(downAt), { ...facts, direction: 'down' }));
      return messages;
    }
    const content = response.headers.get('content-encoding') === 'gzip' ? gunzipSync(response.body) : response.body;
    if (content.length > 0) messages.push({ kind: 'body', direction: 'down', target, content, connection });
  }
}

function readMessage(bytes: Buffer, from: number, kind: 'request' | 'response' | 'head'): Exchanged | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n', from);
  if (headEnd === -1) return undefined;
  const [start = '', ...lines] = bytes.toString('latin1', from, headEnd).split('\r\n');
  const headers = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
  const bodyAt = headEnd + 4;
  const bodyless = kind === 'head' || / (?:101|204|304) /.test(start);
  if (bodyless) return { start, headers, body: Buffer.alloc(0), end: bodyAt };
  if (headers.get('transfer-encoding') === 'chunked') return { start, headers, ...readChunks(bytes, bodyAt) };
  const declared = headers.get('content-length');
  const length = declared === undefined ? (kind === 'request' ? 0 : bytes.length - bodyAt) : Number(declared);
  const end = Math.min(bytes.length, bodyAt + length);
  return { start, headers, body: bytes.subarray(bodyAt, end), end };
}

/** The content of chunks so far: an endless stream is compared while it runs. */
function readChunks(bytes: Buffer, from: number): { readonly body: Buffer; readonly end: number } {
  const parts: Buffer[] = [];
  let at = from;
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    if (line === -1) return { body: Buffer.concat(parts), end: bytes.length };
    const size = Number.parseInt(bytes.toString('latin1', at, line), 16);
    if (size === 0) return { body: Buffer.concat(parts), end: bytes.indexOf('\r\n\r\n', line) + 4 };
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
    if (at > bytes.length) return { body: Buffer.concat(parts), end: bytes.length };
  }
}

type FrameFacts = Pick<TappedMessage, 'target' | 'connection' | 'direction'>;

/** Complete messages without control frames except close (RFC 6455 section 5.2); compression is not expected. */
function readFrames(bytes: Buffer, facts: FrameFacts): TappedMessage[] {
  const messages: TappedMessage[] = [];
  let parts: Buffer[] = [];
  let kind: 'text' | 'binary' = 'text';
  let deflated = false;
  let history: Buffer = Buffer.alloc(0);
  let at = 0;
  for (;;) {
    const frame = readFrame(bytes, at);
    if (frame === undefined) return messages;
    at = frame.end;
    if (frame.opcode === 8) messages.push({ ...facts, kind: 'close', content: frame.payload });
    if (frame.opcode >= 8) continue;
    if (frame.opcode !== 0) {
      kind = frame.opcode === 1 ? 'text' : 'binary';
      deflated = frame.deflated;
    }
    parts.push(frame.payload);
    if (!frame.final) continue;
    const content = deflated ? inflate(parts, history) : Buffer.concat(parts);
    if (deflated) history = Buffer.concat([history, content]).subarray(-WINDOW_BYTES);
    messages.push({ ...facts, kind, content });
    parts = [];
  }
}

/** RFC 1951 section 2. */
const WINDOW_BYTES = 32_768;

/** RFC 7692 section 7.2.2; a server need not agree that each message is compressed by itself (section 7.1.1.1). */
function inflate(parts: readonly Buffer[], history: Buffer): Buffer {
  const bytes = Buffer.concat([...parts, Buffer.from([0, 0, 0xff, 0xff])]);
  return inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, dictionary: history });
}

function readFrame(bytes: Buffer, at: number) {
  if (bytes.length < at + 2) return undefined;
  const first = bytes.readUInt8(at);
  const second = bytes.readUInt8(at + 1);
  if ((first & 0x30) !== 0) throw new Error('the tap knows no extension but permessage-deflate');
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const masked = (second & 0x80) !== 0;
  const payloadAt = at + 2 + lengthBytes + (masked ? 4 : 0);
  if (bytes.length < payloadAt) return undefined;
  const length = lengthBytes === 0 ? short : Number(BigInt(`0x${bytes.toString('hex', at + 2, at + 2 + lengthBytes)}`));
  const end = payloadAt + length;
  if (bytes.length < end) return undefined;
  const payload = Buffer.from(bytes.subarray(payloadAt, end));
  if (masked) for (let index = 0; index < length; index += 1) payload[index]! ^= bytes[payloadAt - 4 + (index & 3)]!;
  return { deflated: (first & 0x40) !== 0, opcode: first & 0x0f, final: (first & 0x80) !== 0, payload, end };
}
