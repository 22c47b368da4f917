/** MessagePack: texts and keys are opened and their lengths follow edits, long integers are read as digits, ext types stay. */
import { isUtf8 } from 'node:buffer';
import type { ErrorCode } from '../../domain/errors.ts';
import type { SpanRole } from '../../domain/text.ts';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place, pointerStep } from '../assembly.ts';
import { STEPS_BYTES } from '../in-steps.ts';
import { numberText } from '../json-text.ts';
import { LengthPlace } from '../length-place.ts';
import { type MsgpackNode, MsgpackReader, type MsgpackValue, sizedHeader } from '../msgpack-reader.ts';
import { isText } from '../sniff.ts';
import { WholePlace } from '../whole-place.ts';
import { addText, addTextInSteps } from './json.ts';

/**
 * Opens one value or several in a row. Blobs that are no text are uninspected with the reason `binary`.
 *
 * @example
 * msgpackCodec.open(Buffer.from(encode({ text: 'hi' })), { limits: defaultLimits, nesting: 0 });
 */
export const msgpackCodec: Format = {
  id: 'msgpack',
  binary: true,
  open: (raw, head) => atOnce(openMsgpack(raw, head)),
  steps: openMsgpack,
};

/** Values after which others have their turn, if it is time. */
const VALUES_AT_ONCE = 128;

function* openMsgpack(raw: Buffer, head: NestHead): Work<NestOpened> {
  if (raw.length === 0) return { ok: false, reason: 'CV_WIRE_MALFORMED' };
  const sink = new Reader(raw, head);
  const reader = new MsgpackReader(raw, head.limits.jsonDepthMax, (value, node) => sink.take(value, node));
  for (let count = 1; reader.more; count += 1) {
    if (count % VALUES_AT_ONCE === 0) yield;
    let reason = reader.step();
    const { later } = sink;
    if (later !== undefined) {
      sink.later = undefined;
      reason = (yield* addTextInSteps(sink.assembly, later, head))?.reason;
    }
    if (reason !== undefined) return { ok: false, reason };
  }
  return { ok: true, document: sink.assembly };
}

/** Extension values above this many bytes are counted; time stamps and the like are not. */
const SMALL_EXT_BYTES = 16;

class Reader {
  readonly assembly: Assembly;
  /** A long text, the last that was read: adding it can rest. */
  later: Place | undefined;
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
    if (role === 'value' && bytes.length >= STEPS_BYTES) {
      this.later = place;
      return undefined;
    }
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
