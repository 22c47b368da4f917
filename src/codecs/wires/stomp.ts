/** STOMP 1.0 to 1.2: frames of a command, header lines and a body up to NUL; content-length follows edits. */
import { isUtf8 } from 'node:buffer';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place, pointerStep } from '../assembly.ts';
import { FencedPlace } from '../fenced-place.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { afterUnits } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { lineAt } from '../line.ts';
import { Decoding, MappedPlace } from '../mapped-place.ts';
import { nestInSteps, nestInto } from '../nest-into.ts';
import { RECORDS_AT_ONCE, RECORDS_MAX } from '../steps/split.ts';

const MALFORMED = { ok: false, reason: 'CV_WIRE_MALFORMED' } as const;
const NUL = Buffer.from([0]);
const COLON = 0x3a;
const BACKSLASH = 0x5c;

const COMMANDS =
  /^(?:CONNECT|STOMP|CONNECTED|SEND|SUBSCRIBE|UNSUBSCRIBE|ACK|NACK|BEGIN|COMMIT|ABORT|DISCONNECT|MESSAGE|RECEIPT|ERROR)$/;

/** Headers that hold no words and would break the session if they were changed. */
const PROTOCOL = new Set(['content-length', 'content-type', 'accept-version', 'version', 'heart-beat', 'ack', 'host']);

export function looksLikeStomp(bytes: Buffer): boolean {
  const line = /^(?:\r?\n)*([A-Z]{3,11})\r?\n/.exec(bytes.toString('latin1', 0, 32));
  return line?.[1] !== undefined && COMMANDS.test(line[1]) && bytes.includes(0);
}

/**
 * Reads one frame or several, and heart-beats. A frame that ends in another WebSocket message is refused: nothing
 * is read in part.
 *
 * @example
 * stomp(plainCodec).open(Buffer.from('SEND\ndestination:/app/say\n\nhi\0'), head);
 */
export function stomp(body: Format): Format {
  return {
    id: 'stomp',
    binary: true,
    open: (raw, head) => atOnce(openFrames(raw, head, body)),
    steps: (raw, head) => openFrames(raw, head, body),
  };
}

function* openFrames(raw: Buffer, head: NestHead, body: Format): Work<NestOpened> {
  if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(raw);
  let at = afterLineEnds(raw, 0);
  for (let frames = 0; at < raw.length; frames++) {
    if (frames >= RECORDS_MAX) return { ok: false, reason: 'CV_TOO_MANY_RECORDS' };
    if (frames % RECORDS_AT_ONCE === RECORDS_AT_ONCE - 1) yield;
    const end = yield* openFrame(assembly, raw, at, { head, body });
    if (typeof end !== 'number') return end;
    at = afterLineEnds(raw, end);
  }
  return { ok: true, document: assembly };
}

function afterLineEnds(raw: Buffer, from: number): number {
  let at = from;
  while (raw[at] === 0x0a || (raw[at] === 0x0d && raw[at + 1] === 0x0a)) at++;
  return at;
}

interface FrameScene {
  readonly head: NestHead;
  readonly body: Format;
}

interface LengthField {
  readonly start: number;
  readonly end: number;
  readonly value: number;
}

/** Header lines after which others have their turn, if it is time. */
const LINES_AT_ONCE = 128;

/** Offset after the frame, or why it cannot be read. */
function* openFrame(
  assembly: Assembly,
  raw: Buffer,
  start: number,
  { head, body }: FrameScene,
): Work<number | Extract<NestOpened, { ok: false }>> {
  let line = lineAt(raw, start);
  const command = raw.toString('latin1', line.start, line.end);
  if (!COMMANDS.test(command) || line.next === line.end) return MALFORMED;
  const escapes = command !== 'CONNECT' && command !== 'CONNECTED';
  let length: LengthField | undefined;
  for (let count = 1; ; count += 1) {
    if (count % LINES_AT_ONCE === 0) yield;
    line = lineAt(raw, line.next);
    if (line.end === line.next) return MALFORMED;
    if (line.end === line.start) break;
    const colon = raw.indexOf(COLON, line.start);
    if (colon < 0 || colon >= line.end) return MALFORMED;
    const name = raw.toString('utf8', line.start, colon);
    const value = { start: colon + 1, end: line.end };
    if (name === 'content-length')
      length ??= { ...value, value: Number(raw.toString('latin1', value.start, value.end)) };
    if (/\d{4}|@/.test(name)) {
      assembly.add(headerPlace(raw, { start: line.start, end: colon }, `${head.base?.() ?? ''}/:header`, escapes));
    }
    if (value.end === value.start) continue;
    if (PROTOCOL.has(name)) {
      assembly.uninspected.push({ reason: 'protocol', bytes: value.end - value.start });
      continue;
    }
    assembly.add(headerPlace(raw, value, `${head.base?.() ?? ''}/:header${pointerStep(name)}`, escapes));
  }
  return yield* openContent(assembly, raw, line.next, { head, body, length });
}

/** Offset after the NUL that ends the body. */
function* openContent(
  assembly: Assembly,
  raw: Buffer,
  from: number,
  { head, body, length }: FrameScene & { readonly length: LengthField | undefined },
): Work<number | Extract<NestOpened, { ok: false }>> {
  const end = length === undefined ? raw.indexOf(0, from) : bodyEnd(raw, from, length.value);
  if (!Number.isInteger(end) || end < from || raw[end] !== 0) return MALFORMED;
  const place = bodyPlace(raw, from, end, { head, length });
  const isShort = end - from < STEPS_BYTES;
  const refused = isShort ? nestInto(assembly, place, body, head) : yield* nestInSteps(assembly, place, body, head);
  return refused ?? end + 1;
}

/** Brokers written in JavaScript have been seen to count UTF-16 units where the standard says bytes. */
function bodyEnd(raw: Buffer, from: number, length: number): number {
  return raw[from + length] === 0 ? from + length : afterUnits(raw, from, length);
}

function bodyPlace(
  raw: Buffer,
  from: number,
  end: number,
  { head, length }: { readonly head: NestHead; readonly length: LengthField | undefined },
): Place {
  const bytes = raw.subarray(from, end);
  const path = head.base?.() ?? '';
  if (length === undefined) return new FencedPlace(path, bytes, from, NUL);
  const inBytes = end - from === length.value;
  const spell = (content: Buffer) =>
    Buffer.from(String(inBytes ? content.length : content.toString('utf8').length), 'latin1');
  return new LengthPlace(path, bytes, from, { start: length.start, end: length.end, spell });
}

/** STOMP 1.2, "Value Encoding". Version 1.0 has no escapes, and no backslashes where it matters. */
const ESCAPED: ReadonlyMap<number, number> = new Map([
  [0x6e, 0x0a],
  [0x72, 0x0d],
  [0x63, COLON],
  [BACKSLASH, BACKSLASH],
]);

function headerPlace(
  raw: Buffer,
  { start, end }: { start: number; end: number },
  path: string,
  escapes: boolean,
): Place {
  return new MappedPlace({
    path,
    origin: start,
    read(map) {
      const decoding = new Decoding(end - start, map);
      for (let at = start; at < end; at++) {
        const plain = escapes && raw[at] === BACKSLASH && at + 1 < end ? ESCAPED.get(raw[at + 1] as number) : undefined;
        if (plain === undefined) decoding.plain(raw[at] as number);
        else decoding.byte(plain, at, ++at + 1);
      }
      return decoding.bytes();
    },
    respell(utf8) {
      const text = utf8.toString('utf8').replaceAll('\0', ' ');
      return Buffer.from(escapes ? text.replace(/[\\\n\r:]/g, escaped) : text.replace(/[\r\n]+/g, ' '));
    },
    dangling: (at) => (escapes && at > start && raw[at - 1] === BACKSLASH ? 1 : 0),
  });
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  return character === ':' ? '\\c' : '\\\\';
}
