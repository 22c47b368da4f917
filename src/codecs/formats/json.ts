/** JSON: strings, keys and digit-bearing numbers by lexer, everything else untouched; JSON inside strings is opened too. */
import { isUtf8 } from 'node:buffer';
import type { ErrorCode } from '../../domain/errors.ts';
import type { Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place } from '../assembly.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { JsonPlace } from '../json-place.ts';
import {
  DONE,
  FAULTS,
  GO,
  type JsonNode,
  JsonReader,
  type JsonSink,
  type PiecewiseJson,
  readJson,
} from '../json-reader.ts';
import { numberText, stepOf } from '../json-text.ts';
import { nestInSteps, nestInto } from '../nest-into.ts';
import { ShortNumbers } from '../short-numbers.ts';

/**
 * Opens one JSON text. Malformed input, also a repeated or missing comma, is CV_JSON_MALFORMED; bytes that
 * are not UTF-8 are CV_TEXT_NOT_UTF8. Both of two equal keys are read.
 *
 * @example
 * const opened = jsonCodec.open(Buffer.from('{"text":"hi"}'), { limits: defaultLimits, nesting: 0 });
 * opened.ok && opened.document.spans.map((span) => span.path); // ['/text', '/text'] (a key, then its value)
 */
export const jsonCodec: Format = {
  id: 'json',
  open: (bytes, head) => (isUtf8(bytes) ? openJson(bytes, head) : NOT_UTF8),
  steps: openJsonInSteps,
};

const NOT_UTF8 = { ok: false, reason: 'CV_TEXT_NOT_UTF8' } as const;

/** Undefined when the text was added, else why it could not be. */
export type Refused = Extract<NestOpened, { readonly ok: false }>;

/**
 * Adds a text, or in its place the texts of the document that it holds: one that the profile knows to be there,
 * or JSON. A text that merely looks like JSON, or lies too deep, stays one text.
 */
export function addText(assembly: Assembly, place: Place, head: NestHead): Refused | undefined {
  const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
  if (spansBefore >= head.limits.spansMax) return TOO_MANY;
  const known = head.pick === undefined || place.role !== 'value' ? undefined : head.pick(place);
  if (known !== undefined) return nestInto(assembly, place, known, head);
  const inner = looksLikeJson(place.bytes) ? openInner(place, { ...head, spansBefore }) : undefined;
  if (inner?.ok === true) assembly.nest(place, inner.document);
  else if (inner !== undefined) return inner;
  else assembly.add(place);
  return undefined;
}

const TOO_MANY: Refused = { ok: false, reason: 'CV_TOO_MANY_SPANS' };

/** Whether the first byte that is not a space opens an object or array, and the last one closes it. */
export function looksLikeJson(bytes: Buffer): boolean {
  let first = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (isSpace(bytes[first])) first++;
  const open = bytes[first];
  if (open !== 0x7b && open !== 0x5b) return false;
  let last = bytes.length - 1;
  while (isSpace(bytes[last])) last--;
  return bytes[last] === open + 2;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A list of bare numbers stays one text, so that `[4111,1111,1111,1111]` typed by a person is seen whole. */
function openInner(place: Place, head: NestHead): NestOpened | undefined {
  if (head.nesting >= head.limits.nestingMax) return undefined;
  const collector = new Collector(place.bytes, innerHead(place, head));
  return asInner(collector, readJson(place.bytes, head.limits.jsonDepthMax, collector));
}

function innerHead(place: Place, head: NestHead): NestHead {
  return { ...head, nesting: head.nesting + 1, base: () => place.path };
}

function asInner(collector: Collector, reason: ErrorCode | undefined): NestOpened | undefined {
  if (reason !== undefined) return collector.refused ?? (reason === 'CV_TOO_MANY_SPANS' ? TOO_MANY : undefined);
  const assembly = collector.end();
  return assembly.spans.every((span) => span.role === 'number') ? undefined : { ok: true, document: assembly };
}

function openJson(raw: Buffer, head: NestHead): NestOpened {
  const collector = new Collector(raw, head);
  const reason = readJson(raw, head.limits.jsonDepthMax, collector);
  if (reason === undefined) return { ok: true, document: collector.end() };
  return collector.refused ?? { ok: false, reason };
}

/** Tokens after which others have their turn, if it is time. */
const TOKENS_AT_ONCE = 128;

function* openJsonInSteps(raw: Buffer, head: NestHead): Work<NestOpened> {
  if (!isUtf8(raw)) return NOT_UTF8;
  const collector = new Collector(raw, head, STEPS_BYTES);
  const reader = new JsonReader(raw, head.limits.jsonDepthMax, collector);
  const reason = yield* readInSteps(reader, head, collector);
  if (reason === undefined) return { ok: true, document: collector.end() };
  return collector.refused ?? { ok: false, reason };
}

/** Reads to the end of the document, or of a piece that is not the last. */
function* readInSteps(
  reader: JsonReader,
  head: NestHead,
  collector: Collector,
  last = true,
): Work<ErrorCode | undefined> {
  for (let count = 1; ; count += 1) {
    if (!last && reader.atEnd) return undefined;
    const step = reader.step();
    const { later } = collector;
    if (later !== undefined) {
      collector.later = undefined;
      collector.refused = yield* addTextInSteps(collector.assembly, later, head);
      if (collector.refused !== undefined) return collector.refused.reason;
    }
    if (step !== GO) return step === DONE ? undefined : FAULTS[-step];
    if (count % TOKENS_AT_ONCE === 0) yield;
  }
}

/** `addText` for a text that is long by itself. */
export function* addTextInSteps(assembly: Assembly, place: Place, head: NestHead): Work<Refused | undefined> {
  const decoding = place.ready?.();
  if (decoding !== undefined) yield* decoding;
  const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
  if (place.bytes.length < STEPS_BYTES || spansBefore >= head.limits.spansMax) return addText(assembly, place, head);
  const known = head.pick === undefined || place.role !== 'value' ? undefined : head.pick(place);
  if (known !== undefined) return yield* nestInSteps(assembly, place, known, head);
  if (head.nesting >= head.limits.nestingMax || !looksLikeJson(place.bytes)) {
    assembly.add(place);
    return undefined;
  }
  const deeper = innerHead(place, { ...head, spansBefore });
  const collector = new Collector(place.bytes, deeper, STEPS_BYTES);
  const reader = new JsonReader(place.bytes, head.limits.jsonDepthMax, collector);
  const inner = asInner(collector, yield* readInSteps(reader, deeper, collector));
  if (inner?.ok === true) assembly.nest(place, inner.document);
  else if (inner !== undefined) return inner;
  else assembly.add(place);
  return undefined;
}

/** Opens the next piece of a JSON text that is too large to be held whole. */
export function* openJsonPiece(raw: Buffer, reader: PiecewiseJson, head: NestHead, last: boolean): Work<NestOpened> {
  if (!isUtf8(raw)) return NOT_UTF8;
  const collector = new Collector(raw, head, STEPS_BYTES);
  const reason = yield* readInSteps(reader.reader(raw, collector, head.limits.jsonDepthMax), head, collector, last);
  if (reason !== undefined) return collector.refused ?? { ok: false, reason };
  for (let node = reader.node; node !== undefined && node.inStep === undefined; node = node.parent) {
    if (node.inKeyStart < 0) continue;
    if (node.inKeyEnd - node.inKeyStart > KEPT_KEY_BYTES_MAX) return { ok: false, reason: 'CV_RECORD_TOO_LARGE' };
    node.inStep = stepOf(raw, node.inKeyStart, node.inKeyEnd);
  }
  return { ok: true, document: collector.end() };
}

/** Keys of arrays and objects that stay open over pieces are kept; longer ones are no names. */
const KEPT_KEY_BYTES_MAX = 4096;

class Collector implements JsonSink {
  readonly assembly: Assembly;
  /** Why a text inside could not be read; the reader itself stops without a reason. */
  refused: Refused | undefined;
  readonly #raw: Buffer;
  readonly #head: NestHead;
  readonly #spansMax: number;
  readonly #shorts: ShortNumbers;
  /** Bytes from which a text that may hold a document is left to the caller, so that opening it can rest. */
  readonly #laterBytes: number;
  /** Such a text; it is the last that was read. */
  later: JsonPlace | undefined;

  constructor(raw: Buffer, head: NestHead, laterBytes = Number.POSITIVE_INFINITY) {
    this.#laterBytes = laterBytes;
    this.assembly = new Assembly(raw);
    this.#raw = raw;
    this.#head = head;
    this.#shorts = new ShortNumbers(raw, head, this.assembly);
    this.#spansMax = head.limits.spansMax - (head.spansBefore ?? 0);
  }

  string(start: number, end: number, escaped: boolean, isKey: boolean, node: JsonNode | undefined): boolean {
    if (this.assembly.spans.length >= this.#spansMax) return false;
    if (!isKey && this.#shorts.some) this.#shorts.end();
    const place = new JsonPlace(this.#raw, this.#head, node, start, end);
    if (isKey) place.role = 'key';
    place.escaped = escaped;
    if (isKey || (this.#head.pick === undefined && !mayNest(this.#raw[start], escaped))) {
      this.assembly.add(place);
      return true;
    }
    if (end - start >= this.#laterBytes) {
      this.later = place;
      return true;
    }
    this.refused = addText(this.assembly, place, this.#head);
    return this.refused === undefined;
  }

  /** The document with all that was read. */
  end(): Assembly {
    if (this.#shorts.some) this.#shorts.end();
    return this.assembly;
  }

  number(start: number, end: number, node: JsonNode | undefined): boolean {
    if (end - start < 9) {
      this.#shorts.take(start, end, node);
      return true;
    }
    if (this.#shorts.some) this.#shorts.end();
    const text = numberText(this.#raw.toString('latin1', start, end));
    if (text === undefined) return true;
    if (this.assembly.spans.length >= this.#spansMax) return false;
    const place = new JsonPlace(this.#raw, this.#head, node, start, end);
    place.role = 'number';
    place.digits = text;
    this.assembly.add(place);
    return true;
  }
}

/** Cheap test on the first raw byte; `looksLikeJson` then looks at the decoded text. */
function mayNest(byte: number | undefined, escaped: boolean): boolean {
  return byte === 0x7b || byte === 0x5b || byte === 0x20 || (escaped && byte === 0x5c);
}
