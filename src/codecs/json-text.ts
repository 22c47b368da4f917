/** The escapes and number forms of JSON: decoded for detection, written back for the wire. */
import type { Work } from '../domain/work.ts';
import { pointerStep } from './assembly.ts';
import { hex4 } from './hex.ts';
import { LONG_BYTES, LongSpelling, type LongText, type Piece } from './long-spelling.ts';
import { OffsetMap } from './offset-map.ts';

const BACKSLASH = 0x5c;

/** Bytes of the short escapes `\b \f \n \r \t`; the others stand for themselves. */
const SHORT: Readonly<Record<number, number>> = { 98: 0x08, 102: 0x0c, 110: 0x0a, 114: 0x0d, 116: 0x09 };

/**
 * UTF-8 of the string between the quotes at `start` and `end`, which the reader has found well-formed.
 * A lone surrogate reads as U+FFFD, since UTF-8 cannot carry it; its escape in `raw` is left alone.
 * `map`, when given, receives one atom for each escape.
 */
export function decodeJsonString(raw: Buffer, start: number, end: number, map?: OffsetMap): Buffer {
  return decodeJsonPiece(raw, end, { from: start, stop: end }, map).bytes;
}

/** A piece of it, from `from` up to `stop` or as far behind it as an escape reaches; the text ends at `end`. */
function decodeJsonPiece(
  raw: Buffer,
  end: number,
  { from: start, stop }: { readonly from: number; readonly stop: number },
  map?: OffsetMap,
): Piece {
  const decoded = Buffer.allocUnsafe(Math.min(stop + ESCAPE_BYTES_MAX, end) - start);
  let length = 0;
  let at = start;
  while (at < stop) {
    const byte = raw[at] as number;
    if (byte !== BACKSLASH) {
      decoded[length++] = byte;
      at++;
      continue;
    }
    const from = at;
    const before = length;
    const next = raw[at + 1] as number;
    if (next === 0x75) {
      const point = codePoint(raw, at, end);
      at += point > 0xffff ? 12 : 6;
      length = putUtf8(decoded, length, point);
    } else {
      decoded[length++] = SHORT[next] ?? next;
      at += 2;
    }
    map?.atom(before, length, from, at);
  }
  return { bytes: decoded.subarray(0, length), next: at };
}

/** The same in steps where the string is long; undefined where it is not. */
export function decodeLongJson(raw: Buffer, start: number, end: number): Work<LongText> | undefined {
  return end - start < LONG_BYTES ? undefined : decodeInSteps(raw, start, end);
}

function* decodeInSteps(raw: Buffer, start: number, end: number): Work<LongText> {
  const offsets = new LongSpelling(start, end, (from, stop, map) => decodeJsonPiece(raw, end, { from, stop }, map));
  return { bytes: yield* offsets.bytes(), offsets };
}

/** A surrogate pair. */
const ESCAPE_BYTES_MAX = 12;

/** Same, with the way back. */
export function jsonStringMap(raw: Buffer, start: number, end: number): OffsetMap {
  const map = new OffsetMap(start);
  decodeJsonString(raw, start, end, map);
  return map;
}

/** Code point of the `\u` escape at `at`, taking a whole surrogate pair together. */
function codePoint(raw: Buffer, at: number, end: number): number {
  const unit = hex4(raw, at + 2);
  if (unit < 0xd800 || unit > 0xdfff) return unit;
  if (unit > 0xdbff || at + 12 > end || raw[at + 6] !== BACKSLASH || raw[at + 7] !== 0x75) return 0xfffd;
  const low = hex4(raw, at + 8);
  return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00) : 0xfffd;
}

/** Writes one code point as UTF-8 at `at`; returns the offset after it. */
export function putUtf8(target: Buffer, at: number, point: number): number {
  if (point < 0x80) {
    target[at] = point;
    return at + 1;
  }
  if (point < 0x800) {
    target[at] = 0xc0 | (point >> 6);
    target[at + 1] = 0x80 | (point & 0x3f);
    return at + 2;
  }
  if (point < 0x10000) {
    target[at] = 0xe0 | (point >> 12);
    target[at + 1] = 0x80 | ((point >> 6) & 0x3f);
    target[at + 2] = 0x80 | (point & 0x3f);
    return at + 3;
  }
  target[at] = 0xf0 | (point >> 18);
  target[at + 1] = 0x80 | ((point >> 12) & 0x3f);
  target[at + 2] = 0x80 | ((point >> 6) & 0x3f);
  target[at + 3] = 0x80 | (point & 0x3f);
  return at + 4;
}

/** UTF-8 with what RFC 8259 section 7 demands escaped: quotes, backslashes and control characters. */
export function escapeJson(utf8: Buffer): Buffer {
  if (!utf8.some((byte) => byte < 0x20 || byte === 0x22 || byte === BACKSLASH)) return utf8;
  return Buffer.from(JSON.stringify(utf8.toString('utf8')).slice(1, -1), 'utf8');
}

/** Fewer digits than these cannot be a value of any detector: a bare social security number has nine. */
const NUMBER_DIGITS_MIN = 9;

/** No identifier is longer; it also keeps `1e999999999` from growing into a gigabyte of zeros. */
const INTEGER_DIGITS_MAX = 40;

/**
 * A number as detection should read it, or undefined when it is too short to matter.
 * Integers in disguise (`4.111111111111111e15`, `4111111111111111.0`) are shown as their digits.
 *
 * @example
 * numberText('4.111111111111111e15'); // '4111111111111111'
 * numberText('3.14');                 // undefined
 */
export function numberText(token: string): string | undefined {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(token);
  const sign = parts?.[1] ?? '';
  const whole = parts?.[2] ?? '';
  const fraction = parts?.[3] ?? '';
  if (whole.length + fraction.length < NUMBER_DIGITS_MIN) return undefined;
  if (fraction === '' && parts?.[4] === undefined) return token;
  return asInteger(sign, whole + fraction, whole.length + Number(parts?.[4] ?? 0)) ?? token;
}

/** `digits` with the decimal point before index `point`, if that makes an integer of a sensible length. */
function asInteger(sign: string, digits: string, point: number): string | undefined {
  if (point < 1 || point > INTEGER_DIGITS_MAX) return undefined;
  if (/[1-9]/.test(digits.slice(point))) return undefined;
  const integer = digits
    .slice(0, point)
    .padEnd(point, '0')
    .replace(/^0+(?=\d)/, '');
  return sign + integer;
}

/**
 * Whether a text taken out between `from` and `to` kept two lone surrogates apart, which would become a
 * character if they met; `before` is where the escape in front of it begins, if it is one.
 */
export function partsSurrogates(raw: Buffer, before: number, from: number, to: number): boolean {
  if (from - before !== 6 || raw[before] !== 0x5c || raw[to] !== 0x5c) return false;
  const high = hex4(raw, before + 2);
  const low = hex4(raw, to + 2);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}

/** No rule of a profile names a longer key, and each text below it would have a copy in its path. */
const KEY_BYTES_MAX = 4096;

/** One step of a pointer: a member by its key, or an element by its index. */
export function stepOf(raw: Buffer, keyStart: number, keyEnd: number): string {
  if (keyStart < 0) return `/${keyEnd}`;
  if (keyEnd - keyStart > KEY_BYTES_MAX) return '/:long';
  // Nearly every key is what it looks like.
  const key = raw.toString('utf8', keyStart, keyEnd);
  return pointerStep(key.includes('\\') ? decodeJsonString(raw, keyStart, keyEnd).toString('utf8') : key);
}
