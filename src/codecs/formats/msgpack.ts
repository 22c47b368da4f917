/** MessagePack: texts and keys are opened and their lengths follow edits, long integers are read as digits, ext types stay. */
import { isUtf8 } from 'node:buffer';
import type { ErrorCode } from '../../domain/errors.ts';
import type { SpanRole } from '../../domain/text.ts';
import { Assembly, type Format, type NestHead, type NestOpened, pointerStep } from '../assembly.ts';
import { numberText } from '../json-text.ts';
import { LengthPlace } from '../length-place.ts';
import { type MsgpackNode, type MsgpackValue, readMsgpack, sizedHeader } from '../msgpack-reader.ts';
import { isText } from '../sniff.ts';
import { WholePlace } from '../whole-place.ts';
import { addText } from './json.ts';

/**
 * Opens one value or several in a row. Blobs that are no text are uninspected with the reason `binary`.
 *
 * @example
 * msgpackCodec.open(Buffer.from(encode({ text: 'hi' })), { limits: defaultLimits, nesting: 0 });
 */
export const msgpackCodec: Format = { id: 'msgpack', binary: true, open: openMsgpack };

function openMsgpack(raw: Buffer, head: NestHead): NestOpened {
  const reader = new Reader(raw, head);
  const reason = readMsgpack(raw, head.limits.jsonDepthMax, (value, node) => reader.take(value, node));
  return reason === undefined ? { ok: true, document: reader.assembly } : { ok: false, reason };
}

/** Extension values above this many bytes are counted; time stamps and the like are not. */
const SMALL_EXT_BYTES = 16;

class Reader {
  readonly assembly: Assembly;
  readonly #raw: Buffer;
  readonly #head: NestHead;
  readonly #paths = new WeakMap<MsgpackNode, string>();

  constructor(raw: Buffer, head: NestHead) {
    this.assembly = new Assembly(raw);
    this.#raw = raw;
    this.#head = head;
  }

  take(value: MsgpackValue, node: MsgpackNode | undefined): ErrorCode | undefined {
    const { kind, start, from, end } = value;
    if (kind === 'number') return this.#number(value, node);
    const bytes = this.#raw.subarray(from, end);
    const readable = kind !== 'ext' && (kind === 'str' ? isUtf8(bytes) : isText(bytes));
    if (!readable) {
      if (kind === 'str') return 'CV_TEXT_NOT_UTF8';
      if (kind === 'bin' || bytes.length > SMALL_EXT_BYTES) {
        this.assembly.uninspected.push({ reason: 'binary', bytes: bytes.length });
      }
      return undefined;
    }
    if (bytes.length === 0) return undefined;
    const header = { start, end: from, spell: (content: Buffer) => sizedHeader(kind, content.length) };
    const role: SpanRole = node?.atKey === true ? 'key' : 'value';
    const place = new LengthPlace(this.#path(node), bytes, from, header, role);
    if (role === 'value') return addText(this.assembly, place, this.#head)?.reason;
    this.assembly.add(place);
    return this.#full();
  }

  #number({ start, from, end }: MsgpackValue, node: MsgpackNode | undefined): ErrorCode | undefined {
    const text = numberText(digits(this.#raw, start, from));
    if (text === undefined) return undefined;
    const spell = (content: Buffer) => Buffer.concat([sizedHeader('str', content.length), content]);
    this.assembly.add(new WholePlace(this.#path(node), Buffer.from(text), { start, end, spell }, 'number'));
    return this.#full();
  }

  #full(): ErrorCode | undefined {
    const { limits, spansBefore = 0 } = this.#head;
    return this.assembly.spans.length + spansBefore > limits.spansMax ? 'CV_TOO_MANY_SPANS' : undefined;
  }

  #path(node: MsgpackNode | undefined): string {
    if (node === undefined) return this.#head.base?.() ?? '';
    let above = this.#paths.get(node);
    if (above === undefined) {
      above = this.#path(node.parent);
      this.#paths.set(node, above);
    }
    if (!node.isMap) return `${above}/${node.begun - 1}`;
    return above + (node.keyFrom < 0 ? '/:key' : pointerStep(this.#raw.toString('utf8', node.keyFrom, node.keyEnd)));
  }
}

/** The number behind a type byte in decimal; 64-bit integers keep every digit. */
function digits(raw: Buffer, start: number, from: number): string {
  switch (raw[start]) {
    case 0xca:
      return decimal(raw.readFloatBE(from));
    case 0xcb:
      return decimal(raw.readDoubleBE(from));
    case 0xce:
      return String(raw.readUInt32BE(from));
    case 0xcf:
      return String(raw.readBigUInt64BE(from));
    case 0xd2:
      return String(raw.readInt32BE(from));
    case 0xd3:
      return String(raw.readBigInt64BE(from));
    default:
      return '0';
  }
}

function decimal(value: number): string {
  return Number.isFinite(value) ? String(value) : '0';
}
