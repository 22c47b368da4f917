/** Protocol buffers without their schema: texts are opened by their looks and lengths follow edits up to the root. */
import { isUtf8 } from 'node:buffer';
import { ChatveilError } from '../../domain/errors.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { readVarint, spellVarint } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { isText } from '../sniff.ts';
import type { Splice } from '../splice.ts';
import { WholePlace } from '../whole-place.ts';
import { addText } from './json.ts';

/**
 * Opens one message. A field that reads as a text and as a message is scanned as a text, and an edit of it is
 * refused, since only the schema could tell which lengths to mend; so are edits of integers.
 *
 * @example
 * protobufCodec.open(Buffer.from([0x0a, 0x02, 0x68, 0x69]), { limits: defaultLimits, nesting: 0 });
 */
export const protobufCodec: Format = { id: 'protobuf', binary: true, open: (raw, head) => openMessage(raw, head, 1) };

type Failure = Extract<NestOpened, { readonly ok: false }>;
const MALFORMED: Failure = { ok: false, reason: 'CV_WIRE_MALFORMED' };

/** Messages inside messages; no vendor's schema is deeper, and a guess costs one reading a level. */
const DEPTH_MAX = 16;
/** A varint of 64 bits. */
const VARINT64_BYTES = 10;
/** Blobs of more bytes than keys and identifiers have are counted as uninspected. */
const SMALL_BLOB_BYTES = 32;
/** The lowest integer that a detector could take for a number of nine digits. */
const LONG_INTEGER = 100_000_000n;

const FIXED_MAX = 10n ** 17n;
const VARINT_MAX = 1n << 63n;

interface Field {
  readonly number: number;
  readonly wireType: number;
  /** Of a length-delimited field: raw range of its length. */
  readonly lengthStart: number;
  readonly from: number;
  readonly end: number;
}

function openMessage(raw: Buffer, head: NestHead, depth: number): NestOpened {
  const fields = readFields(raw);
  if (fields === undefined) return MALFORMED;
  const assembly = new Assembly(raw);
  for (const field of fields) {
    const path = `${head.base?.() ?? ''}/${field.number}`;
    const fault = addField(assembly, raw, { field, path, head, depth });
    if (fault !== undefined) return fault;
  }
  return { ok: true, document: assembly };
}

/** Every field to the last byte, or undefined when the bytes are no message. Groups are long out of use. */
function readFields(raw: Buffer): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  while (at < raw.length) {
    const tag = readVarint(raw, at, 5);
    if (tag === undefined || tag.value < 8) return undefined;
    const wireType = tag.value % 8;
    const number = Math.floor(tag.value / 8);
    const content = readContent(raw, tag.end, wireType);
    if (content === undefined || content.end > raw.length) return undefined;
    fields.push({ number, wireType, lengthStart: tag.end, ...content });
    at = content.end;
  }
  return fields;
}

function readContent(raw: Buffer, at: number, wireType: number): { from: number; end: number } | undefined {
  if (wireType === 1) return { from: at, end: at + 8 };
  if (wireType === 5) return { from: at, end: at + 4 };
  if (wireType === 0) {
    const varint = readVarint(raw, at, VARINT64_BYTES);
    return varint && { from: at, end: varint.end };
  }
  const length = wireType === 2 ? readVarint(raw, at, 5) : undefined;
  return length && { from: length.end, end: length.end + length.value };
}

interface FieldScene {
  readonly field: Field;
  readonly path: string;
  readonly head: NestHead;
  readonly depth: number;
}

function addField(assembly: Assembly, raw: Buffer, scene: FieldScene): Failure | undefined {
  const { field, path, head, depth } = scene;
  const { from, end, lengthStart } = field;
  if (field.wireType !== 2) return addInteger(assembly, raw, scene);
  const bytes = raw.subarray(from, end);
  if (bytes.length === 0) return undefined;
  const header = { start: lengthStart, end: from, spell: (content: Buffer) => spellVarint(content.length) };
  if (isText(bytes) && isUtf8(bytes)) {
    const ambiguous = holdsText(bytes);
    const place = ambiguous ? new UnsurePlace(path, bytes, from, header) : new LengthPlace(path, bytes, from, header);
    return addText(assembly, place, head);
  }
  const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
  const inner: NestHead = { ...head, spansBefore, base: () => path };
  const nested = depth < DEPTH_MAX ? openMessage(bytes, inner, depth + 1) : MALFORMED;
  const place = new LengthPlace(path, bytes, from, header);
  if (nested.ok) assembly.nest(place, nested.document);
  else if (nested.reason !== 'CV_WIRE_MALFORMED') return nested;
  else if (isUtf8(bytes)) return addText(assembly, place, head);
  else if (bytes.length > SMALL_BLOB_BYTES) assembly.uninspected.push({ reason: 'binary', bytes: bytes.length });
  return undefined;
}

/** Whether a text would also be a message with a text in it. */
function holdsText(bytes: Buffer): boolean {
  const fields = readFields(bytes);
  return fields?.some(({ wireType, from, end }) => wireType === 2 && end - from >= 4) === true;
}

class UnsurePlace extends LengthPlace {
  override splices(changes: readonly Splice[]): readonly Splice[] {
    if (changes.length === 0) return [];
    throw new ChatveilError('CV_CONTENT_UNKNOWN', { ambiguous: true });
  }
}

/** Integers that could be a number somebody typed. */
function addInteger(assembly: Assembly, raw: Buffer, { field, path, head }: FieldScene): Failure | undefined {
  const { wireType, from, end } = field;
  if (wireType === 5) return undefined;
  const value = wireType === 1 ? raw.readBigUInt64LE(from) : varint64(raw, from, end);
  // Doubles share the fixed type; as integers they are beyond every number that people have.
  if (value < LONG_INTEGER || value >= (wireType === 1 ? FIXED_MAX : VARINT_MAX)) return undefined;
  if (assembly.spans.length + (head.spansBefore ?? 0) >= head.limits.spansMax) {
    return { ok: false, reason: 'CV_TOO_MANY_SPANS' };
  }
  const spell = () => {
    throw new ChatveilError('CV_CONTENT_UNKNOWN', { integer: true });
  };
  assembly.add(new WholePlace(path, Buffer.from(String(value)), { start: from, end, spell }, 'number'));
  return undefined;
}

function varint64(raw: Buffer, from: number, end: number): bigint {
  let value = 0n;
  for (let at = end - 1; at >= from; at--) value = (value << 7n) | BigInt((raw[at] as number) & 0x7f);
  return value;
}
