/** Percent-encoding of forms and queries (WHATWG URL, section 5): decoded leniently, written strictly. */
import { isUtf8 } from 'node:buffer';
import type { Work } from '../domain/work.ts';
import { hexDigit } from './hex.ts';
import { LONG_BYTES, LongSpelling, type LongText, type Piece } from './long-spelling.ts';
import { Decoding } from './mapped-place.ts';
import type { OffsetMap } from './offset-map.ts';

const PERCENT = 0x25;
const PLUS = 0x2b;

/**
 * UTF-8 of a percent-encoded name or value. A stray `%` stands for itself. Bytes that are not UTF-8 are read as
 * Latin-1, the character set of old forms, so that digits around them are still seen.
 */
export function decodePercent(raw: Buffer, start: number, end: number, map?: OffsetMap): Buffer {
  if (isVerbatim(raw, start, end)) return raw.subarray(start, end);
  const decoded = decode(raw, start, end, false, undefined);
  const latin1 = !isUtf8(decoded);
  return latin1 || map !== undefined ? decode(raw, start, end, latin1, map) : decoded;
}

/** Whether nothing is escaped; the caller has found the whole container to be UTF-8. */
function isVerbatim(raw: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (raw[at] === PERCENT || raw[at] === PLUS) return false;
  return true;
}

/** Whether the decoded bytes of a name or value are something older than UTF-8. */
export function isLatin1(raw: Buffer, start: number, end: number): boolean {
  return !isUtf8(decode(raw, start, end, false, undefined));
}

/** Text for a Latin-1 form, the way browsers send it: what the set lacks becomes a numeric reference. */
export function encodeLatin1(utf8: Buffer): Buffer {
  const text = utf8.toString('utf8').replace(/[^\0-\xff]/gu, (character) => `&#${character.codePointAt(0)};`);
  return encodePercent(Buffer.from(text, 'latin1'));
}

/** The same in steps where the text is long; undefined where it is not. */
export function decodeLongPercent(raw: Buffer, start: number, end: number) {
  return end - start < LONG_BYTES ? undefined : decodeInSteps(raw, start, end);
}

function* decodeInSteps(raw: Buffer, start: number, end: number): Work<LongText> {
  const spelled = (latin1: boolean) =>
    new LongSpelling(start, end, (from, stop, map) => decodePiece(raw, end, { from, stop, latin1 }, map));
  let offsets = spelled(false);
  let bytes = yield* offsets.bytes();
  if (!isUtf8(bytes)) {
    offsets = spelled(true);
    bytes = yield* offsets.bytes();
  }
  return { bytes, offsets };
}

function decode(raw: Buffer, start: number, end: number, latin1: boolean, map: OffsetMap | undefined): Buffer {
  return decodePiece(raw, end, { from: start, stop: end, latin1 }, map).bytes;
}

interface Range {
  readonly from: number;
  readonly stop: number;
  readonly latin1: boolean;
}

/** From `from` up to `stop`, or as far behind it as an escape reaches; the text ends at `end`. */
function decodePiece(raw: Buffer, end: number, { from, stop, latin1 }: Range, map: OffsetMap | undefined): Piece {
  const decoding = new Decoding((stop - from) * (latin1 ? 2 : 1), map);
  let at = from;
  while (at < stop) {
    const value = escapedByte(raw, at, end);
    const byte = value >= 0 ? value : (raw[at] as number);
    const next = value >= 0 ? at + 3 : at + 1;
    if (latin1 && byte >= 0x80) decoding.atom(Uint8Array.of(0xc0 | (byte >> 6), 0x80 | (byte & 0x3f)), at, next);
    else if (value >= 0) decoding.byte(byte, at, next);
    else decoding.plain(byte === PLUS ? 0x20 : byte);
    at = next;
  }
  return { bytes: decoding.bytes(), next: at };
}

/** Value of `%XX` at `at`; -1 when there is none. */
function escapedByte(raw: Buffer, at: number, end: number): number {
  if (raw[at] !== PERCENT || at + 2 >= end) return -1;
  const high = hexDigit(raw[at + 1] as number);
  const low = hexDigit(raw[at + 2] as number);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** Bytes before `at` that belong to a stray `%`, which the next bytes could complete to an escape. */
export function strayPercent(raw: Buffer, from: number, at: number): number {
  if (at - 1 >= from && raw[at - 1] === PERCENT) return 1;
  const one = raw[at - 2] === PERCENT && hexDigit(raw[at - 1] as number) >= 0;
  return one && at - 2 >= from ? 2 : 0;
}

/** `application/x-www-form-urlencoded` spelling: letters, digits and `*-._` as they are, space as `+`. */
export function encodePercent(utf8: Buffer): Buffer {
  let text = '';
  for (const byte of utf8) {
    if (isUnreserved(byte)) text += String.fromCharCode(byte);
    else text += byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return Buffer.from(text, 'latin1');
}

function isUnreserved(byte: number): boolean {
  const lower = byte | 0x20;
  if ((lower >= 0x61 && lower <= 0x7a) || (byte >= 0x30 && byte <= 0x39)) return true;
  return byte === 0x2a || byte === 0x2d || byte === 0x2e || byte === 0x5f;
}
