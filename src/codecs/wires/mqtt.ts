/** MQTT 3.1.1 and 5 over WebSocket: topics and payloads of PUBLISH are opened, remaining lengths follow edits. */
import { isUtf8 } from 'node:buffer';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { lengthCodecs, readVarint, spellVarint } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { around, nestInSteps, nestInto, type Wrapped } from '../nest-into.ts';
import { attachment } from '../steps/attachment.ts';
import { RECORDS_AT_ONCE, RECORDS_MAX } from '../steps/split.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { sessionFormats } from './mqtt-session.ts';

type Failure = Extract<NestOpened, { readonly ok: false }>;
const MALFORMED: Failure = { ok: false, reason: 'CV_WIRE_MALFORMED' };
const PUBLISH = 3;

/** Bytes of a remaining length (3.1.1 section 2.2.3). */
const LENGTH_BYTES_MAX = 4;

/**
 * Reads one control packet or several; what ends inside a packet is refused. Of other packets, names, topics
 * and last wills are read; passwords, and answers of the session, are counted as uninspected.
 *
 * @example
 * mqtt(plainCodec).open(Buffer.from([0x30, 5, 0, 1, 0x61, 0x68, 0x69]), head);
 */
export function mqtt(payload: Format): Format {
  const publish = publishFormat(attachment(payload));
  const session = sessionFormats(attachment(payload));
  const formatOf = (first: number) => (first >> 4 === PUBLISH ? publish((first & 0x06) !== 0) : session(first >> 4));
  return {
    id: 'mqtt',
    binary: true,
    whole: endsWithPacket,
    open: (raw, head) => atOnce(openPackets(raw, head, formatOf)),
    steps: (raw, head) => openPackets(raw, head, formatOf),
  };
}

/** How PUBLISH is read, with a packet identifier or without. */
type Publish = (identified: boolean) => Format;

/** How a packet with this first byte is read; undefined where it is only counted. */
type FormatOf = (first: number) => Format | undefined;

function* openPackets(raw: Buffer, head: NestHead, formatOf: FormatOf): Work<NestOpened> {
  const assembly = new Assembly(raw);
  let at = 0;
  for (let packets = 0; at < raw.length; packets++) {
    if (packets >= RECORDS_MAX) return { ok: false, reason: 'CV_TOO_MANY_RECORDS' };
    if (packets % RECORDS_AT_ONCE === RECORDS_AT_ONCE - 1) yield;
    const length = readVarint(raw, at + 1, LENGTH_BYTES_MAX);
    if (length === undefined || length.end + length.value > raw.length) return MALFORMED;
    const end = length.end + length.value;
    const type = (raw[at] as number) >> 4;
    if (type === 0) return MALFORMED;
    const format = formatOf(raw[at] as number);
    if (format !== undefined) {
      const header = { start: at + 1, end: length.end, spell: (content: Buffer) => spellVarint(content.length) };
      const place = new LengthPlace(head.base?.() ?? '', raw.subarray(length.end, end), length.end, header);
      const isShort = length.value < STEPS_BYTES;
      const refused = isShort
        ? nestInto(assembly, place, format, head)
        : yield* nestInSteps(assembly, place, format, head);
      if (refused !== undefined) return refused;
    } else if (length.value > 4) assembly.uninspected.push({ reason: 'protocol', bytes: length.value });
    at = end;
  }
  return { ok: true, document: assembly };
}

/** Clients write a packet in pieces, each a WebSocket message, and may (3.1.1 and 5, section 6.0, MQTT-6.0.0-2). */
function endsWithPacket(raw: Buffer): boolean {
  let at = 0;
  while (at < raw.length) {
    const length = readVarint(raw, at + 1, LENGTH_BYTES_MAX);
    if (length === undefined) return raw.length > at + LENGTH_BYTES_MAX;
    at = length.end + length.value;
  }
  return at === raw.length;
}

/** What follows the fixed header: topic, packet identifier where the quality of service asks for one, payload. */
function publishFormat(payload: Format): Publish {
  const read = (raw: Buffer, head: NestHead, identified: boolean): Wrapped | NestOpened => {
    const topic = lengthCodecs.u16be.read(raw, 0);
    if (topic === undefined) return MALFORMED;
    const assembly = new Assembly(raw);
    const fault = addText(assembly, raw, { at: 0, path: `${head.base?.() ?? ''}/:topic` });
    if (fault !== undefined) return fault;
    const from = topic.end + (identified ? 2 : 0);
    if (from > raw.length) return MALFORMED;
    const start = addProperties(assembly, raw, from, head);
    const place = new VerbatimPlace(head.base?.() ?? '', raw.subarray(start), start);
    return { assembly, place, format: payload };
  };
  const make = (identified: boolean): Format => ({
    id: 'publish',
    ...around((raw, head) => read(raw, head, identified)),
  });
  const formats = [make(false), make(true)] as const;
  return (identified) => formats[identified ? 1 : 0];
}

/** A text with two bytes of length in front. */
function addText(
  assembly: Assembly,
  raw: Buffer,
  { at, path }: { readonly at: number; readonly path: string },
): Failure | undefined {
  const text = lengthCodecs.u16be.read(raw, at);
  if (text === undefined) return MALFORMED;
  const bytes = raw.subarray(text.start, text.end);
  if (!isUtf8(bytes)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const header = { start: at, end: text.start, spell: lengthCodecs.u16be.spell };
  if (bytes.length > 0) assembly.add(new LengthPlace(path, bytes, text.start, header));
  return undefined;
}

/** Properties that PUBLISH may have, and how their values are built (version 5, section 3.3.2.3). */
const PROPERTIES: ReadonlyMap<number, 'u8' | 'u16' | 'u32' | 'varint' | 'text' | 'pair' | 'blob'> = new Map([
  [0x01, 'u8'],
  [0x02, 'u32'],
  [0x03, 'text'],
  [0x08, 'text'],
  [0x09, 'blob'],
  [0x0b, 'varint'],
  [0x23, 'u16'],
  [0x26, 'pair'],
]);

/**
 * Where the payload begins. Only CONNECT says the version, so version 5 is told by a block of properties that is
 * valid to its last byte; a payload that people or JSON wrote does not begin like one.
 */
function addProperties(assembly: Assembly, raw: Buffer, at: number, head: NestHead): number {
  const length = readVarint(raw, at, LENGTH_BYTES_MAX);
  if (length === undefined || length.end + length.value > raw.length) return at;
  const end = length.end + length.value;
  const texts = readProperties(raw, length.end, end);
  if (texts === undefined) return at;
  const block = new Assembly(raw.subarray(length.end, end));
  const path = `${head.base?.() ?? ''}/:property`;
  for (const start of texts) {
    if (addText(block, raw.subarray(length.end, end), { at: start - length.end, path }) !== undefined) return at;
  }
  const header = { start: at, end: length.end, spell: (content: Buffer) => spellVarint(content.length) };
  assembly.nest(new LengthPlace(path, raw.subarray(length.end, end), length.end, header), block);
  return end;
}

/** Offsets of the texts in a block of properties; undefined when it is none. */
function readProperties(raw: Buffer, from: number, end: number): number[] | undefined {
  const texts: number[] = [];
  let at = from;
  while (at < end) {
    const kind = PROPERTIES.get(raw[at] as number);
    if (kind === undefined) return undefined;
    const start = at + 1;
    let next = propertyEnd(raw, start, kind);
    if (kind === 'text' || kind === 'pair') texts.push(start);
    if (kind === 'pair' && next !== undefined) {
      texts.push(next);
      next = lengthCodecs.u16be.read(raw, next)?.end;
    }
    if (next === undefined || next > end) return undefined;
    at = next;
  }
  return texts;
}

function propertyEnd(raw: Buffer, at: number, kind: string): number | undefined {
  if (kind === 'u8') return at + 1;
  if (kind === 'u16') return at + 2;
  if (kind === 'u32') return at + 4;
  if (kind === 'varint') return readVarint(raw, at, LENGTH_BYTES_MAX)?.end;
  return lengthCodecs.u16be.read(raw, at)?.end;
}
