/** NATS over WebSocket: subjects, headers and payloads of messages are opened, and both sizes in their heads follow edits. */
import { isUtf8 } from 'node:buffer';
import type { FieldPath } from '../../domain/text.ts';
import { Assembly, type Format, type NestHead, type NestOpened, pointerStep } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';
import { opaqueCodec } from '../formats/opaque.ts';
import { nestInto } from '../nest-into.ts';
import type { Splice } from '../splice.ts';
import { at } from '../steps/at.ts';
import { attachment } from '../steps/attachment.ts';
import { RECORDS_MAX } from '../steps/split.ts';
import { VerbatimPlace } from '../verbatim-place.ts';

type Failure = Extract<NestOpened, { readonly ok: false }>;
const MALFORMED: Failure = { ok: false, reason: 'CV_WIRE_MALFORMED' };
const NOT_UTF8: Failure = { ok: false, reason: 'CV_TEXT_NOT_UTF8' };

/** Bytes of a protocol line; servers take 4096 and no more unless they are told so. */
const LINE_BYTES_MAX = 65_536;

/** Digits of a size; more than any message within limits needs. */
const SIZE = /^\d{1,9}$/;

/** How many sizes end the line of an operation that has a payload behind it. */
const SIZES: ReadonlyMap<string, 1 | 2> = new Map([
  ['PUB', 1],
  ['MSG', 1],
  ['HPUB', 2],
  ['HMSG', 2],
]);

/** What signs a client in, or is signed by it: edited it would open no session. */
const SIGN_IN = ['/pass', '/auth_token', '/jwt', '/sig', '/nkey', '/nonce', '/xkey'];
const session = at(
  SIGN_IN.map((pointer) => [pointer, opaqueCodec] as const),
  jsonCodec,
);

/** Where a line of the protocol begins, and what its operation is. */
const BEGINS =
  /^(?:(?:PUB|MSG)(?:[ \t]+[^ \t\r\n]+){1,3}[ \t]+\d{1,9}|(?:HPUB|HMSG)(?:[ \t]+[^ \t\r\n]+){1,3}(?:[ \t]+\d{1,9}){2}|SUB(?:[ \t]+[^ \t\r\n]+){2,3}|UNSUB[ \t]+[^ \t\r\n]+(?:[ \t]+\d+)?|(?:CONNECT|INFO)[ \t]+\{[^\r\n]*|-ERR '[^\r\n]*'|PING|PONG|\+OK)[ \t]*\r\n/i;

export function looksLikeNats(raw: Buffer): boolean {
  const first = raw[0];
  return first !== undefined && FIRST.includes(first) && BEGINS.test(raw.toString('latin1', 0, 4200));
}

const FIRST = Buffer.from('PMHSUCI-+pmhsuci');

/**
 * Reads one protocol message or several; what ends inside one is refused. `payload` reads payloads that are text, others
 * are binary parts.
 *
 * @example
 * nats(plainCodec).open(Buffer.from('PUB room 2\r\nhi\r\n'), head);
 */
export function nats(payload: Format): Format {
  const content = attachment(payload);
  return {
    id: 'nats',
    binary: true,
    whole: endsWithMessage,
    open(raw, head) {
      const assembly = new Assembly(raw);
      let next = 0;
      for (let messages = 0; next < raw.length; messages++) {
        if (messages >= RECORDS_MAX) return { ok: false, reason: 'CV_TOO_MANY_RECORDS' };
        const message = messageAt(raw, next);
        if (typeof message !== 'object') return MALFORMED;
        const refused = openMessage({ assembly, raw, head, content }, message);
        if (refused !== undefined) return refused;
        next = message.next;
      }
      return { ok: true, document: assembly };
    },
  };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Message {
  readonly operation: string;
  /** The words behind the operation, sizes not among them. */
  readonly words: readonly Range[];
  readonly sizes: readonly Range[];
  /** All behind the operation, for the operations that have no words. */
  readonly rest: Range;
  /** Headers and payload, without the line end behind them. */
  readonly body: Range;
  readonly headerBytes: number;
  readonly next: number;
}

/** The message that begins at `start`; `cut` when its end has not come, undefined when there is none. */
function messageAt(raw: Buffer, start: number): Message | 'cut' | undefined {
  const end = raw.indexOf('\r\n', start);
  if (end < 0) return raw.length - start > LINE_BYTES_MAX ? undefined : 'cut';
  if (end - start > LINE_BYTES_MAX) return undefined;
  const all = wordsIn(raw, start, end);
  const first = all[0];
  if (first === undefined || first.start !== start) return undefined;
  const operation = raw.toString('latin1', first.start, first.end).toUpperCase();
  const count = SIZES.get(operation) ?? 0;
  const sizes = count === 0 ? [] : all.slice(-count);
  const words = all.slice(1, all.length - sizes.length);
  if (count > 0 && words.length === 0) return undefined;
  const numbers = sizes.map((size) => raw.toString('latin1', size.start, size.end));
  if (!numbers.every((number) => SIZE.test(number))) return undefined;
  const from = end + 2;
  const bodyEnd = from + Number(numbers.at(-1) ?? 0);
  const headerBytes = count === 2 ? Number(numbers[0]) : 0;
  if (headerBytes > bodyEnd - from) return undefined;
  const next = count === 0 ? from : bodyEnd + 2;
  if (next > raw.length) return 'cut';
  if (count > 0 && (raw[bodyEnd] !== 0x0d || raw[bodyEnd + 1] !== 0x0a)) return undefined;
  const rest = { start: Math.min(first.end + 1, end), end };
  return { operation, words, sizes, rest, body: { start: from, end: bodyEnd }, headerBytes, next };
}

function wordsIn(raw: Buffer, start: number, end: number): Range[] {
  const words: Range[] = [];
  let from = start;
  for (let index = start; index <= end; index++) {
    const blank = index === end || raw[index] === 0x20 || raw[index] === 0x09;
    if (!blank) continue;
    if (index > from) words.push({ start: from, end: index });
    from = index + 1;
  }
  return words;
}

/** Servers and clients write a stream, and may cut it anywhere. Bytes that are no such stream count as whole. */
export function endsWithMessage(raw: Buffer): boolean {
  let next = 0;
  while (next < raw.length) {
    const message = messageAt(raw, next);
    if (typeof message !== 'object') return message === undefined;
    next = message.next;
  }
  return true;
}

interface Scene {
  readonly assembly: Assembly;
  readonly raw: Buffer;
  readonly head: NestHead;
  readonly content: Format;
}

function openMessage(scene: Scene, message: Message): Failure | undefined {
  const { assembly, raw, head } = scene;
  const { operation, rest } = message;
  const base = head.base?.() ?? '';
  if (operation === 'PING' || operation === 'PONG' || operation === '+OK') return undefined;
  const text = new VerbatimPlace(base, raw.subarray(rest.start, rest.end), rest.start, oneLine);
  if (operation === 'CONNECT' || operation === 'INFO') return nestInto(assembly, text, session, head);
  if (operation === '-ERR') {
    if (!isUtf8(text.bytes)) return NOT_UTF8;
    if (text.bytes.length > 0) assembly.add(text);
    return undefined;
  }
  const known = SIZES.has(operation) || operation === 'SUB' || operation === 'UNSUB';
  if (!known) return MALFORMED;
  if (!isUtf8(raw.subarray(rest.start, message.body.start + message.headerBytes))) return NOT_UTF8;
  for (const { start, end } of message.words) {
    assembly.add(new VerbatimPlace(`${base}/:subject`, raw.subarray(start, end), start, oneWord));
  }
  return message.sizes.length === 0 ? undefined : openBody(scene, message);
}

function openBody({ assembly, raw, head, content }: Scene, message: Message): Failure | undefined {
  const { body, headerBytes } = message;
  const base = head.base?.() ?? '';
  const bytes = raw.subarray(body.start, body.end);
  const format: Format = {
    id: 'nats-body',
    open(inner, innerHead) {
      const parts = new Assembly(inner);
      addHeaders(parts, inner.subarray(0, headerBytes), base);
      const place = new VerbatimPlace(base, inner.subarray(headerBytes), headerBytes);
      return nestInto(parts, place, content, innerHead) ?? { ok: true, document: parts };
    },
  };
  return nestInto(assembly, new SizedPlace(base, bytes, message), format, head);
}

/** `NATS/1.0`, perhaps a status, and `Name: value` lines (NATS architecture decision record 4). */
function addHeaders(assembly: Assembly, headers: Buffer, base: FieldPath): void {
  let start = 0;
  while (start < headers.length) {
    const found = headers.indexOf('\r\n', start);
    const end = found < 0 ? headers.length : found;
    const colon = headers.indexOf(0x3a, start);
    const named = colon >= start && colon < end;
    const name = named ? headers.toString('utf8', start, colon) : '';
    const path = named ? `${base}/:header${pointerStep(name)}` : `${base}/:header`;
    // The name as well where it could be more than one.
    const from = named && !/\d{4}|@/.test(name) ? colon + 1 : start;
    if (end > from) assembly.add(new VerbatimPlace(path, headers.subarray(from, end), from, oneLine));
    start = end + 2;
  }
}

/** Headers and payload; what the line in front says of their sizes follows every edit. */
class SizedPlace extends VerbatimPlace {
  readonly #message: Message;

  constructor(path: FieldPath, bytes: Buffer, message: Message) {
    super(path, bytes, message.body.start);
    this.#message = message;
  }

  override splices(changes: readonly Splice[]): readonly Splice[] {
    if (changes.length === 0) return [];
    const { sizes, headerBytes } = this.#message;
    const grown = (end: number) =>
      changes
        .filter((change) => change.start < end)
        .reduce((sum, { start, end, bytes }) => sum + bytes.length - (end - start), 0);
    const values = sizes.length === 2 ? [headerBytes + grown(headerBytes)] : [];
    values.push(this.bytes.length + grown(this.bytes.length));
    const heads = sizes.map(({ start, end }, index) => ({
      start,
      end,
      bytes: Buffer.from(String(values[index]), 'latin1'),
    }));
    return [...heads, ...super.splices(changes)];
  }
}

function oneLine(utf8: Buffer): Buffer {
  return Buffer.from(utf8.toString('utf8').replace(/[\r\n\0]/g, ' '));
}

/** Subjects have no blanks, and `*` and `>` in them stand for others. */
function oneWord(utf8: Buffer): Buffer {
  return Buffer.from(utf8.toString('utf8').replace(/[\s\0*>]/g, '_'));
}
