/** Reads MessagePack without recursion and reports where its texts, numbers and blobs stand. */
import type { ErrorCode } from '../domain/errors.ts';

export type MsgpackKind = 'str' | 'bin' | 'number' | 'ext';

/** One value: `start` is its first byte, `from` to `end` its content. */
export interface MsgpackValue {
  readonly kind: MsgpackKind;
  readonly start: number;
  readonly from: number;
  readonly end: number;
}

/** An open array or map. */
export class MsgpackNode {
  readonly parent: MsgpackNode | undefined;
  readonly isMap: boolean;
  readonly depth: number;
  /** Values that are still to come; a map has two an entry. */
  left: number;
  /** Values that have begun. */
  begun = 0;
  /** Raw range of the last key that was a text, or -1. */
  keyFrom = -1;
  keyEnd = 0;

  constructor(parent: MsgpackNode | undefined, isMap: boolean, values: number) {
    this.parent = parent;
    this.isMap = isMap;
    this.depth = (parent?.depth ?? 0) + 1;
    this.left = values;
  }

  get atKey(): boolean {
    return this.isMap && this.begun % 2 === 1;
  }
}

/** Takes a value in document order; an error code ends the reading. */
export type MsgpackSink = (value: MsgpackValue, node: MsgpackNode | undefined) => ErrorCode | undefined;

/**
 * Reads one or more whole values, and nothing else. One value a step, so that depth costs memory of the heap and never of the
 * stack.
 */
export class MsgpackReader {
  readonly #raw: Buffer;
  readonly #depthMax: number;
  readonly #sink: MsgpackSink;
  #node: MsgpackNode | undefined;
  #at = 0;

  constructor(raw: Buffer, depthMax: number, sink: MsgpackSink) {
    this.#raw = raw;
    this.#depthMax = depthMax;
    this.#sink = sink;
  }

  get more(): boolean {
    while (this.#node !== undefined && this.#node.left === 0) this.#node = this.#node.parent;
    return this.#at < this.#raw.length || this.#node !== undefined;
  }

  /** Undefined as long as nothing is wrong. */
  step(): ErrorCode | undefined {
    const item = this.#at < this.#raw.length ? readItem(this.#raw, this.#at) : undefined;
    if (item === undefined || item.end > this.#raw.length) return 'CV_WIRE_MALFORMED';
    const start = this.#at;
    this.#at = item.end;
    const node = this.#node;
    if (node !== undefined) {
      node.left--;
      node.begun++;
      if (node.atKey) {
        node.keyFrom = item.kind === 'str' ? item.from : -1;
        node.keyEnd = item.end;
      }
    }
    if (item.values !== undefined) return this.#enter(item.values, item.isMap === true);
    if (item.kind === undefined) return undefined;
    return this.#sink({ kind: item.kind, start, from: item.from, end: item.end }, node);
  }

  #enter(values: number, isMap: boolean): ErrorCode | undefined {
    if ((this.#node?.depth ?? 0) >= this.#depthMax) return 'CV_JSON_TOO_DEEP';
    this.#node = new MsgpackNode(this.#node, isMap, values);
    return undefined;
  }
}

interface Item {
  readonly kind?: MsgpackKind;
  readonly from: number;
  readonly end: number;
  /** Of a container: how many values follow. */
  readonly values?: number;
  readonly isMap?: boolean;
}

/** Content lengths of the fixed types from 0xc0 on; -1 has a length of its own, -2 does not exist. */
const SIZES: Readonly<Record<number, number>> = {
  192: 0,
  193: -2,
  194: 0,
  195: 0,
  202: 4,
  203: 8,
  204: 1,
  205: 2,
  206: 4,
  207: 8,
  208: 1,
  209: 2,
  210: 4,
  211: 8,
  212: 2,
  213: 3,
  214: 5,
  215: 9,
  216: 17,
};

function readItem(raw: Buffer, at: number): Item | undefined {
  const type = raw[at] as number;
  const after = at + 1;
  if (type < 0x80 || type >= 0xe0) return { from: after, end: after };
  if (type < 0x90) return { from: after, end: after, values: (type & 0x0f) * 2, isMap: true };
  if (type < 0xa0) return { from: after, end: after, values: type & 0x0f };
  if (type < 0xc0) return { kind: 'str', from: after, end: after + (type & 0x1f) };
  const size = SIZES[type];
  if (size === -2) return undefined;
  if (size !== undefined) {
    const kind = type >= 0xd4 && type <= 0xd8 ? 'ext' : type >= 0xca && type <= 0xd3 ? 'number' : undefined;
    return { from: after, end: after + size, ...(kind !== undefined && { kind }) };
  }
  return readSized(raw, type, after);
}

/** Types with a length of one, two or four bytes. */
function readSized(raw: Buffer, type: number, at: number): Item | undefined {
  const width = WIDTHS[type];
  if (width === undefined || at + width > raw.length) return undefined;
  const length = raw.readUIntBE(at, width);
  const from = at + width;
  if (type >= 0xde) return { from, end: from, values: length * 2, isMap: true };
  if (type >= 0xdc) return { from, end: from, values: length };
  if (type >= 0xd9) return { kind: 'str', from, end: from + length };
  if (type >= 0xc7) return { kind: 'ext', from: from + 1, end: from + 1 + length };
  return { kind: 'bin', from, end: from + length };
}

const WIDTHS: Readonly<Record<number, 1 | 2 | 4>> = {
  196: 1,
  197: 2,
  198: 4,
  199: 1,
  200: 2,
  201: 4,
  217: 1,
  218: 2,
  219: 4,
  220: 2,
  221: 4,
  222: 2,
  223: 4,
};

/** Header of a text or blob of `length` bytes, as short as possible; 32 bits are enough for any message. */
export function sizedHeader(kind: 'str' | 'bin', length: number): Buffer {
  if (kind === 'str' && length < 32) return Buffer.from([0xa0 | length]);
  const first = kind === 'str' ? 0xd9 : 0xc4;
  if (length < 0x100) return Buffer.from([first, length]);
  if (length < 0x10000) return Buffer.from([first + 1, length >> 8, length & 0xff]);
  const header = Buffer.alloc(5);
  header[0] = first + 2;
  header.writeUInt32BE(length, 1);
  return header;
}
