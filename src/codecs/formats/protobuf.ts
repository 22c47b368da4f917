/** Protocol buffers without their schema: texts are opened by their looks and lengths follow edits up to the root. */
import { isUtf8 } from 'node:buffer';
import { ChatveilError } from '../../domain/errors.ts';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { readVarint, spellVarint } from '../length-form.ts';
import { LengthPlace } from '../length-place.ts';
import { isText } from '../sniff.ts';
import type { Splice } from '../splice.ts';
import { WholePlace } from '../whole-place.ts';
import { addText, addTextInSteps } from './json.ts';

/**
 * Opens one message. A field that reads as a text and as a message is scanned as a text, and an edit of it is
 * refused, since only the schema could tell which lengths to mend; so are edits of integers.
 *
 * @example
 * protobufCodec.open(Buffer.from([0x0a, 0x02, 0x68, 0x69]), { limits: defaultLimits, nesting: 0 });
 */
export const protobufCodec: Format = {
  id: 'protobuf',
  binary: true,
  open: (raw, head) => atOnce(openMessage(raw, head, 1)),
  steps: (raw, head) => openMessage(raw, head, 1),
};

/** Fields after which others have their turn, if it is time. */
const FIELDS_AT_ONCE = 64;
/** The same where nothing is done but to find their ends. */
const ENDS_AT_ONCE = 1024;

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

function* openMessage(raw: Buffer, head: NestHead, depth: number): Work<NestOpened> {
  if ((yield* whatIs(raw)) === 'no message') return MALFORMED;
  const assembly = new Assembly(raw);
  let at = 0;
  for (let count = 1; at < raw.length; count += 1) {
    if (count % FIELDS_AT_ONCE === 0) yield;
    const field = readField(raw, at);
    if (field === undefined) return MALFORMED;
    const path = `${head.base?.() ?? ''}/${field.number}`;
    const fault = addField(assembly, raw, { field, path, head, depth });
    const refused = fault !== undefined && 'next' in fault ? yield* fault : fault;
    if (refused !== undefined) return refused;
    at = field.end;
  }
  return { ok: true, document: assembly };
}

/** A message has a field at its first byte and one behind each until its last byte; groups are long out of use. */
function* whatIs(raw: Buffer): Work<'no message' | 'message' | 'message with texts'> {
  let texts = false;
  let at = 0;
  for (let count = 1; at < raw.length; count += 1) {
    if (count % ENDS_AT_ONCE === 0) yield;
    const field = readField(raw, at);
    if (field === undefined) return 'no message';
    texts ||= field.wireType === 2 && field.end - field.from >= 4;
    at = field.end;
  }
  return texts ? 'message with texts' : 'message';
}

function readField(raw: Buffer, at: number): Field | undefined {
  const tag = readVarint(raw, at, 5);
  if (tag === undefined || tag.value < 8) return undefined;
  const wireType = tag.value % 8;
  const content = readContent(raw, tag.end, wireType);
  if (content === undefined || content.end > raw.length) return undefined;
  const { from, end } = content;
  return { number: Math.floor(tag.value / 8), wireType, lengthStart: tag.end, from, end };
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

/** Answers what is left to do in steps: a field may hold a whole message. */
function addField(assembly: Assembly, raw: Buffer, scene: FieldScene): Failure | undefined | Work<Failure | undefined> {
  const { from, end, wireType } = scene.field;
  if (wireType !== 2) return addInteger(assembly, raw, scene);
  if (from === end) return undefined;
  const work = addContent(assembly, raw, scene);
  return end - from < STEPS_BYTES ? atOnce(work) : work;
}

function* addContent(assembly: Assembly, raw: Buffer, scene: FieldScene): Work<Failure | undefined> {
  const { field, path, head, depth } = scene;
  const { from, end, lengthStart } = field;
  const bytes = raw.subarray(from, end);
  const header = { start: lengthStart, end: from, spell: (content: Buffer) => spellVarint(content.length) };
  if (isText(bytes) && isUtf8(bytes)) {
    // A text that would also be a message with a text in it.
    const ambiguous = (yield* whatIs(bytes)) === 'message with texts';
    const place = ambiguous ? new UnsurePlace(path, bytes, from, header) : new LengthPlace(path, bytes, from, header);
    return yield* addTextInSteps(assembly, place, head);
  }
  const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
  const inner: NestHead = { ...head, spansBefore, base: () => path };
  const nested = depth < DEPTH_MAX ? yield* openMessage(bytes, inner, depth + 1) : MALFORMED;
  const place = new LengthPlace(path, bytes, from, header);
  if (nested.ok) assembly.nest(place, nested.document);
  else if (nested.reason !== 'CV_WIRE_MALFORMED') return nested;
  else if (isUtf8(bytes)) return addText(assembly, place, head);
  else if (bytes.length > SMALL_BLOB_BYTES) assembly.uninspected.push({ reason: 'binary', bytes: bytes.length });
  return undefined;
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
