/** Reads JSON (RFC 8259) over bytes, strictly and without recursion, and reports where its texts stand. */
import type { ErrorCode } from '../domain/errors.ts';
import { hex4 } from './hex.ts';

/** An open array or object. `keyStart`/`keyEnd` and `index` say where inside it the reader is. */
export class JsonNode {
  readonly parent: JsonNode | undefined;
  /** Where this node stands in its parent: raw range of the key, or -1 and the index. */
  readonly inKeyStart: number;
  readonly inKeyEnd: number;
  readonly depth: number;
  readonly isObject: boolean;
  keyStart = -1;
  keyEnd = 0;
  /** Pointer step of this node in its parent, kept when the bytes of its key are gone. */
  inStep: string | undefined;

  constructor(parent: JsonNode | undefined, isObject: boolean) {
    this.parent = parent;
    this.inKeyStart = parent === undefined ? -1 : parent.keyStart;
    this.inKeyEnd = parent === undefined ? 0 : parent.keyEnd;
    this.depth = parent === undefined ? 1 : parent.depth + 1;
    this.isObject = isObject;
  }
}

/** Receives texts in document order; `false` ends the reading with CV_TOO_MANY_SPANS. */
export interface JsonSink {
  /** Bytes between the quotes; `node.keyStart`/`keyEnd` name the member, or `keyEnd` is the element's index. */
  string(start: number, end: number, escaped: boolean, isKey: boolean, node: JsonNode | undefined): boolean;
  number(start: number, end: number, node: JsonNode | undefined): boolean;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What the grammar allows next. */
const VALUE = 0;
const FIRST_OR_CLOSE = 1;
const KEY = 2;
const COMMA_OR_CLOSE = 3;
const END = 4;

/** 1 for the bytes that end a run of plain characters in a string: quote, backslash, controls. */
const STOPS = new Uint8Array(256);
STOPS.fill(1, 0, 0x20);
STOPS[QUOTE] = 1;
STOPS[BACKSLASH] = 1;

/** Undefined when `raw` is one JSON text; otherwise why it is not. `raw` must be valid UTF-8. */
export function readJson(raw: Buffer, depthMax: number, sink: JsonSink): ErrorCode | undefined {
  const reader = new JsonReader(raw, depthMax, sink);
  let step = GO;
  while (step === GO) step = reader.step();
  return step === DONE ? undefined : FAULTS[-step];
}

/** Reads one JSON text that arrives in pieces; each but the last must end after a comma or a bracket. */
export class PiecewiseJson {
  #reader: JsonReader | undefined;

  /** The innermost array or object that is open. */
  get node(): JsonNode | undefined {
    return this.#reader?.node;
  }

  /** What reads the next piece; there is no step to take where it is `atEnd`, unless it is the last piece. */
  reader(raw: Buffer, sink: JsonSink, depthMax: number): JsonReader {
    this.#reader = this.#reader?.goOn(raw, sink) ?? new JsonReader(raw, depthMax, sink);
    return this.#reader;
  }
}

/** What one step answers: go on, done, or the negative index of a fault. Offsets below zero mean the same. */
export const GO = 1;
export const DONE = 0;
export const FAULTS: readonly ErrorCode[] = [
  'CV_INTERNAL',
  'CV_JSON_MALFORMED',
  'CV_TOO_MANY_SPANS',
  'CV_JSON_TOO_DEEP',
];
const MALFORMED = -1;
const TOO_MANY = -2;
const TOO_DEEP = -3;

/** One token a step, so that depth costs memory of the heap and never of the stack. */
export class JsonReader {
  readonly #depthMax: number;
  #raw: Buffer;
  #sink: JsonSink;
  #at: number;
  #node: JsonNode | undefined;
  #expect = VALUE;

  constructor(raw: Buffer, depthMax: number, sink: JsonSink) {
    this.#raw = raw;
    this.#depthMax = depthMax;
    this.#sink = sink;
    this.#at = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0;
  }

  get node(): JsonNode | undefined {
    return this.#node;
  }

  /** Nothing but white space is left of this piece. */
  get atEnd(): boolean {
    this.#at = afterSpace(this.#raw, this.#at);
    return this.#at >= this.#raw.length;
  }

  goOn(raw: Buffer, sink: JsonSink): this {
    this.#raw = raw;
    this.#sink = sink;
    this.#at = 0;
    return this;
  }

  step(): number {
    this.#at = afterSpace(this.#raw, this.#at);
    if (this.#at >= this.#raw.length) return this.#expect === END ? DONE : MALFORMED;
    if (this.#expect === END) return MALFORMED;
    const byte = this.#raw[this.#at] as number;
    const node = this.#node;
    if (node === undefined) return this.#value(byte);
    if (this.#expect === COMMA_OR_CLOSE || this.#expect === FIRST_OR_CLOSE) {
      if (byte === (node.isObject ? 0x7d : 0x5d)) return this.#close(node);
      if (this.#expect === COMMA_OR_CLOSE) return this.#comma(byte, node);
      this.#expect = node.isObject ? KEY : VALUE;
    }
    return this.#expect === KEY ? this.#key(node) : this.#value(byte);
  }

  #close(node: JsonNode): number {
    this.#node = node.parent;
    this.#expect = this.#node === undefined ? END : COMMA_OR_CLOSE;
    this.#at++;
    return GO;
  }

  #comma(byte: number, node: JsonNode): number {
    if (byte !== 0x2c) return MALFORMED;
    if (!node.isObject) node.keyEnd++;
    this.#expect = node.isObject ? KEY : VALUE;
    this.#at++;
    return GO;
  }

  #key(node: JsonNode): number {
    const at = readKey(this.#raw, this.#at, node, this.#sink);
    if (at < 0) return at;
    this.#at = at;
    this.#expect = VALUE;
    return GO;
  }

  #value(byte: number): number {
    if (byte === 0x7b || byte === 0x5b) {
      if ((this.#node?.depth ?? 0) >= this.#depthMax) return TOO_DEEP;
      this.#node = new JsonNode(this.#node, byte === 0x7b);
      this.#expect = FIRST_OR_CLOSE;
      this.#at++;
      return GO;
    }
    const at = readScalar(this.#raw, this.#at, this.#node, this.#sink);
    if (at < 0) return at;
    this.#at = at;
    this.#expect = this.#node === undefined ? END : COMMA_OR_CLOSE;
    return GO;
  }
}

/** Offset after the colon, or a fault. */
function readKey(raw: Buffer, at: number, node: JsonNode, sink: JsonSink): number {
  if (raw[at] !== QUOTE) return MALFORMED;
  const scanned = stringEnd(raw, at + 1);
  if (scanned < 0) return MALFORMED;
  const end = scanned >>> 1;
  node.keyStart = at + 1;
  node.keyEnd = end;
  if (!sink.string(at + 1, end, (scanned & 1) === 1, true, node)) return TOO_MANY;
  const colon = afterSpace(raw, end + 1);
  return raw[colon] === 0x3a ? colon + 1 : MALFORMED;
}

/** Offset after a string, number or literal, or a fault. */
function readScalar(raw: Buffer, at: number, node: JsonNode | undefined, sink: JsonSink): number {
  const byte = raw[at] as number;
  if (byte === QUOTE) {
    const scanned = stringEnd(raw, at + 1);
    if (scanned < 0) return MALFORMED;
    const end = scanned >>> 1;
    return sink.string(at + 1, end, (scanned & 1) === 1, false, node) ? end + 1 : TOO_MANY;
  }
  if (byte === 0x2d || isDigit(byte)) {
    const end = numberEnd(raw, at);
    if (end < 0) return MALFORMED;
    return sink.number(at, end, node) ? end : TOO_MANY;
  }
  return literalEnd(raw, at);
}

function afterSpace(raw: Buffer, from: number): number {
  let at = from;
  while (at < raw.length) {
    const byte = raw[at] as number;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
    at++;
  }
  return at;
}

/** Twice the offset of the closing quote, plus one when there were escapes; -1 when malformed. */
function stringEnd(raw: Buffer, from: number): number {
  let escaped = 0;
  let at = from;
  while (at < raw.length) {
    const byte = raw[at] as number;
    if (STOPS[byte] === 0) {
      at++;
      continue;
    }
    if (byte === QUOTE) return at * 2 + escaped;
    if (byte !== BACKSLASH) return -1;
    escaped = 1;
    const next = raw[at + 1];
    if (next === 0x75) {
      if (hex4(raw, at + 2) < 0) return -1;
      at += 6;
    } else {
      if (next === undefined || !isShortEscape(next)) return -1;
      at += 2;
    }
  }
  return -1;
}

/** `" \ / b f n r t` */
function isShortEscape(byte: number): boolean {
  if (byte === QUOTE || byte === BACKSLASH || byte === 0x2f) return true;
  return byte === 0x62 || byte === 0x66 || byte === 0x6e || byte === 0x72 || byte === 0x74;
}

/** RFC 8259 section 6: no leading zero, no bare point, at least one digit in fraction and exponent. */
function numberEnd(raw: Buffer, from: number): number {
  let at = raw[from] === 0x2d ? from + 1 : from;
  const whole = at;
  at = afterDigits(raw, at);
  if (at === whole || (raw[whole] === 0x30 && at > whole + 1)) return -1;
  if (raw[at] === 0x2e) {
    const fraction = afterDigits(raw, at + 1);
    if (fraction === at + 1) return -1;
    at = fraction;
  }
  if (raw[at] === 0x65 || raw[at] === 0x45) {
    const sign = raw[at + 1] === 0x2b || raw[at + 1] === 0x2d ? at + 2 : at + 1;
    const exponent = afterDigits(raw, sign);
    if (exponent === sign) return -1;
    at = exponent;
  }
  return at;
}

function afterDigits(raw: Buffer, from: number): number {
  let at = from;
  while (at < raw.length && isDigit(raw[at] as number)) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

const LITERALS = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')];

function literalEnd(raw: Buffer, at: number): number {
  for (const literal of LITERALS) {
    if (raw[at] === literal[0]) {
      const end = at + literal.length;
      return end <= raw.length && raw.compare(literal, 0, literal.length, at, end) === 0 ? end : -1;
    }
  }
  return -1;
}
