/** Engine.IO, protocols 3 and 4: packets on WebSocket, and batches of them in polling bodies. */
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { formCodec } from '../formats/form.ts';
import { jsonCodec } from '../formats/json.ts';
import { plainCodec } from '../formats/plain.ts';
import { openInSteps, STEPS_BYTES } from '../in-steps.ts';
import { afterUnits, lengthCodecs } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { around, nestInSteps, nestInto } from '../nest-into.ts';
import { jsonOr, startsLikeJson } from '../sniff.ts';
import { at } from '../steps/at.ts';
import { attachment } from '../steps/attachment.ts';
import { choose } from '../steps/choose.ts';
import { lengths } from '../steps/lengths.ts';
import { base64 } from '../steps/parse.ts';
import { RECORDS_AT_ONCE, RECORDS_MAX, split } from '../steps/split.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { jsonp } from './jsonp.ts';

/** What is text in a binary packet is scanned as JSON or text; the rest is for the route's rule. */
const textFile = attachment(jsonOr(plainCodec));

/** Joins packets of a polling body in protocol 4. */
export const PACKET_SEPARATOR = Buffer.from([0x1e]);

const MALFORMED = { ok: false, reason: 'CV_WIRE_MALFORMED' } as const;
const OPEN = 0x30;
const MESSAGE = 0x34;
const BINARY_BASE64 = 0x62;
/** Close, upgrade and noop carry nothing. */
const BARE: ReadonlySet<number | undefined> = new Set([0x31, 0x35, 0x36]);

/**
 * Reads a WebSocket message, a polling body of either protocol and direction, and the JSON of an error answer.
 * `message` reads the content of message packets, `file` that of binary ones.
 *
 * @example
 * engineio(socketPacket).open(Buffer.from('42["say","hi"]\u001e2'), head);
 */
export function engineio(message: Format, file: Format = textFile): Format {
  const packet = enginePacket(message, file);
  const payload = choose('engineio', [
    { when: (bytes) => bytes.equals(OK), format: plainCodec },
    { when: startsLikeJson, format: jsonCodec },
    { when: (bytes) => (bytes[0] ?? 9) <= 1, format: binaryPayload(packet, file) },
    { when: isCounted, format: lengths('decimal-colon', packet) },
    { when: (bytes) => bytes.toString('latin1', 0, 7) === '___eio[', format: jsonp(packet) },
    { when: (bytes) => bytes.toString('latin1', 0, 2) === 'd=', format: at([['/d', packet]], formCodec) },
    { format: split({ delimiter: PACKET_SEPARATOR }, packet) },
  ]);
  // Binary messages on a WebSocket are attachments; only the old polling body is binary by itself.
  return { id: 'engineio', open: payload.open, steps: (bytes, head) => openInSteps(payload, bytes, head) };
}

const OK = Buffer.from('ok');

/** Whether the body is `<length>:<packet>` from its first byte to its last: protocol 3. */
export function isCounted(bytes: Buffer): boolean {
  const { read } = lengthCodecs['decimal-colon'];
  let end = 0;
  while (end < bytes.length) {
    const record = read(bytes, end);
    if (record === undefined || !isPacketType(bytes[record.start])) return false;
    end = record.end;
  }
  return end > 0;
}

function isPacketType(byte: number | undefined): boolean {
  return byte === BINARY_BASE64 || (byte !== undefined && byte >= OPEN && byte <= 0x36);
}

/** One packet: a type digit and its content, or `b` and base64. */
export function enginePacket(message: Format, file: Format = textFile): Format {
  const coded = base64('base64', file);
  return {
    id: 'engine-packet',
    ...around((raw, head) => {
      const type = raw[0];
      if (!isPacketType(type) || (BARE.has(type) && raw.length > 1)) return MALFORMED;
      const assembly = new Assembly(raw);
      // Protocol 3 has a type digit after the b; padded base64 then cannot have a length that fits four.
      const from = type === BINARY_BASE64 && raw.length % 4 === 2 && raw[1] === MESSAGE ? 2 : 1;
      const place = new VerbatimPlace(head.base?.() ?? '', raw.subarray(from), from);
      const format =
        type === BINARY_BASE64 ? coded : type === MESSAGE ? message : type === OPEN ? jsonCodec : plainCodec;
      return { assembly, place, format };
    }),
  };
}

/**
 * Protocol 3 with binary: 0 (text) or 1 (binary), the length as one byte a digit, 255, the packet. A text's length
 * counts UTF-16 units, a binary packet's counts bytes and its type is a byte, not a digit.
 */
function binaryPayload(packet: Format, file: Format): Format {
  return {
    id: 'engine-payload',
    binary: true,
    open: (raw, head) => atOnce(openRecords(raw, head, packet, file)),
    steps: (raw, head) => openRecords(raw, head, packet, file),
  };
}

function* openRecords(raw: Buffer, head: NestHead, packet: Format, file: Format): Work<NestOpened> {
  const assembly = new Assembly(raw);
  let at = 0;
  for (let records = 0; at < raw.length; records++) {
    if (records >= RECORDS_MAX) return { ok: false, reason: 'CV_TOO_MANY_RECORDS' };
    if (records % RECORDS_AT_ONCE === RECORDS_AT_ONCE - 1) yield;
    const mark = raw.subarray(at, at + 12).indexOf(0xff) + at;
    if (mark <= at + 1) return MALFORMED;
    const end = recordEnd(raw, at, mark);
    if (end === undefined) return MALFORMED;
    const place = recordPlace(raw, { at, mark, end }, head);
    const format = raw[at] === 0 ? packet : file;
    const isShort = end - mark < STEPS_BYTES;
    const refused = isShort
      ? nestInto(assembly, place, format, head)
      : yield* nestInSteps(assembly, place, format, head);
    if (refused !== undefined) return refused;
    at = end;
  }
  return { ok: true, document: assembly };
}

function recordEnd(raw: Buffer, at: number, mark: number): number | undefined {
  let length = 0;
  for (let index = at + 1; index < mark; index++) {
    const digit = raw[index] as number;
    if (digit > 9) return undefined;
    length = length * 10 + digit;
  }
  if ((raw[at] as number) > 1) return undefined;
  if (raw[at] === 1) return mark + 1 + length <= raw.length ? mark + 1 + length : undefined;
  const end = afterUnits(raw, mark + 1, length);
  return end < 0 ? undefined : end;
}

function recordPlace(
  raw: Buffer,
  { at: from, mark, end }: { readonly at: number; readonly mark: number; readonly end: number },
  head: NestHead,
): LengthPlace {
  const isText = raw[from] === 0;
  const start = mark + (isText ? 1 : 2);
  const spell = (content: Buffer) => {
    const length = isText ? content.toString('utf8').length : content.length + 1;
    return Buffer.from([...String(length)].map(Number));
  };
  const header = { start: from + 1, end: mark, spell };
  return new LengthPlace(head.base?.() ?? '', raw.subarray(start, end), start, header);
}
