/** Brings text of any known character set to UTF-8, so that what is scanned is what a reader would see. */
import { isUtf8 } from 'node:buffer';
import type { ErrorCode } from '../domain/errors.ts';
import type { Work } from '../domain/work.ts';

const direct = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii', 'unicode-1-1-utf-8', 'x-unicode20utf8']);

/** The encoding to decode from, or undefined when the bytes are UTF-8 (or no text at all) and need no change. */
export function foreignCharset(declared: string | undefined, bytes: Buffer): string | undefined {
  const charset = readAs(declared, bytes);
  if (charset !== undefined && charset === declared && WIDE.test(charset)) {
    const order = charset === 'utf-16be' ? 'le' : 'be';
    if (holdsWide(bytes, order)) return orderless.test(charset) ? `utf-16${order}` : IN_DOUBT;
  }
  return charset !== undefined && WIDE.test(charset) && holdsNarrow(bytes) ? IN_DOUBT : charset;
}

/** No decoder has this name, so that the bytes are refused. */
const IN_DOUBT = 'in-doubt';

/** Names of UTF-16 (WHATWG Encoding, "Names and labels"). */
const WIDE = /^(?:utf-16|ucs-2|unicode|csunicode|iso-10646-ucs-2)/;

/** Names that leave the order open: RFC 2781 section 4.3 then takes the first byte for the higher, browsers for the lower one. */
const orderless = /^(?:utf-16$|ucs-2|unicode$|csunicode|iso-10646-ucs-2)/;

/** Digits of two bytes each, in this order, with one sign or blank between two of them at most. */
function holdsWide(bytes: Buffer, order: 'be' | 'le'): boolean {
  const low = order === 'be' ? 1 : 0;
  let digits = 0;
  // Nothing but noughts would be the blanks of Chinese, read the wrong way round.
  let other = false;
  let separated = false;
  for (let at = 0; at + 1 < bytes.length; at += 2) {
    const byte = bytes[at + 1 - low] === 0 ? bytes[at + low] : undefined;
    if (isDigit(byte)) {
      digits += 1;
      separated = false;
      if (byte !== 0x30) other = true;
      if (other && digits >= DIGITS_MIN) return true;
    } else if (separated || byte === undefined || byte < 0x20 || byte > 0x2f) {
      digits = 0;
      other = false;
    } else separated = true;
  }
  return false;
}

/**
 * Digits of one byte each in what says that it has two for each character: who ignores a mark, or cannot decode the
 * rest, sees a number where we would read Chinese.
 */
function holdsNarrow(bytes: Buffer): boolean {
  // So many bytes with a digit in every two of them lie over one of these places, wherever they begin.
  for (let at = 0; at < bytes.length; at += DIGITS_MIN - 1) {
    if (!isDigit(bytes[at]) && !isDigit(bytes[at + 1])) continue;
    if (digitsOn(bytes, at, -1) + digitsOn(bytes, at + 1, 1) >= DIGITS_MIN) return true;
  }
  return false;
}

/** Digits from `from` on, with one sign or blank between two of them at most. */
function digitsOn(bytes: Buffer, from: number, step: 1 | -1): number {
  let digits = 0;
  let separated = false;
  for (let at = from; digits < DIGITS_MIN; at += step) {
    const byte = bytes[at];
    if (isDigit(byte)) {
      digits += 1;
      separated = false;
    } else if (separated || byte === undefined || byte < 0x20 || byte > 0x2f) return digits;
    else separated = true;
  }
  return digits;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** The shortest number that is worth hiding; in Chinese and Japanese so many such characters do not follow each other. */
const DIGITS_MIN = 9;

function readAs(declared: string | undefined, bytes: Buffer): string | undefined {
  // A byte order mark wins over a declaration (WHATWG Encoding, "decode").
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes[2] === 0 && bytes[3] === 0 ? 'utf-32le' : 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return undefined;
  if (declared === undefined || direct.has(declared)) return undeclared(bytes);
  return declared;
}

/** UTF-16 or UTF-32 without a mark: its zeros give it away, as RFC 4627 section 3 had it for JSON. They are no text in UTF-8. */
function undeclared(bytes: Buffer): string | undefined {
  const wide = wideOrder(bytes);
  if (wide !== undefined) return wide;
  if (bytes.length < 4 || bytes.length % 2 === 1 || (bytes[0] !== 0 && bytes[1] !== 0)) return undefined;
  const zero = bytes[0] === 0 ? 0 : 1;
  const looks = bytes[zero] === 0 && bytes[zero + 2] === 0 && bytes[1 - zero] !== 0 && bytes[3 - zero] !== 0;
  const name = zero === 0 ? 'utf-16be' : 'utf-16le';
  return looks && isUtf16(bytes, zero === 0) ? name : undefined;
}

function isUtf16(bytes: Buffer, bigEndian: boolean): boolean {
  const little = bigEndian ? Buffer.from(bytes).swap16() : bytes;
  // ES2024; every Node that we run on has it.
  const text = little.toString('utf16le') as string & { isWellFormed(): boolean };
  return text.isWellFormed();
}

/** Characters that must be such before bytes pass for UTF-32. */
const WIDE_LOOK = 16;

/** UTF-32, which nobody decodes: refused by its name, where its zeros would part all that is looked for. */
function wideOrder(bytes: Buffer): string | undefined {
  if (bytes.length < 8 || bytes.length % 4 !== 0) return undefined;
  const big = bytes[0] === 0 && bytes[1] === 0;
  if (!big && (bytes[2] !== 0 || bytes[3] !== 0)) return undefined;
  for (let at = 0; at < Math.min(bytes.length, 4 * WIDE_LOOK); at += 4) {
    const point = big ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (point > 0x10ffff || (point < 0x20 && point !== 9 && point !== 10 && point !== 13)) return undefined;
  }
  return big ? 'utf-32be' : 'utf-32le';
}

/**
 * The text that a receiver sees who takes the bytes for UTF-8 whatever they say they are, as many do with JSON;
 * undefined where that is the same text, or none.
 */
export function* otherReading(
  bytes: Buffer,
  read: Buffer,
  bytesAtOnce: number = BYTES_AT_ONCE,
): Work<string | undefined> {
  if (!isUtf8(bytes) || bytes.equals(read)) return undefined;
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    if (from > 0) yield;
    const end = endOfPiece(bytes, from + bytesAtOnce);
    pieces.push(bytes.toString('utf8', from, end).replace(switches, ' '));
    from = end;
  }
  return pieces.join('');
}

const ESCAPE = 0x1b;
/** Bytes between the escape and the last byte of a switch; no set that is registered has more than two. */
const INTERMEDIATES_MAX = 4;

/** Escape sequences of ISO-2022, whose letters stand right before the text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the escape is what is looked for
const switches = /\x1b[ -/]{1,4}[0-~]/g;

/** An offset about `wanted` that parts neither a character nor an escape sequence. */
function endOfPiece(bytes: Buffer, wanted: number): number {
  if (wanted >= bytes.length) return bytes.length;
  const begun = bytes.subarray(wanted - INTERMEDIATES_MAX - 1, wanted).lastIndexOf(ESCAPE);
  // No sequence has an escape in it, so that in front of one nothing is parted.
  if (begun >= 0) return wanted - INTERMEDIATES_MAX - 1 + begun;
  let end = wanted;
  while (end < bytes.length && ((bytes[end] as number) & 0xc0) === 0x80) end += 1;
  return end;
}

/** Bytes that are decoded before others have their turn, if it is time. */
const BYTES_AT_ONCE = 128 * 1024;

/** The text as UTF-8, or why it cannot be read. */
export function* toUtf8(bytes: Buffer, charset: string, bytesAtOnce: number = BYTES_AT_ONCE): Work<Buffer | ErrorCode> {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    return 'CV_CHARSET_UNSUPPORTED';
  }
  const pieces: Buffer[] = [];
  try {
    for (let from = 0; from < bytes.length; from += bytesAtOnce) {
      if (from > 0) yield;
      // As a stream also where there is one piece: in one go, Node 20 reads the quotes of windows-1252 as controls.
      pieces.push(Buffer.from(decoder.decode(bytes.subarray(from, from + bytesAtOnce), { stream: true })));
    }
    pieces.push(Buffer.from(decoder.decode()));
  } catch {
    return 'CV_TEXT_NOT_UTF8';
  }
  return Buffer.concat(pieces);
}

/** The Content-Type with its charset replaced by UTF-8. */
export function asUtf8(contentType: string): string {
  const rest = contentType.replace(/;\s*charset\s*=\s*(?:"[^"]*"|[^\s;]*)/gi, '');
  return `${rest}; charset=utf-8`;
}
