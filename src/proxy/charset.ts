/** Brings text of any known character set to UTF-8, so that what is scanned is what a reader would see. */
import type { ErrorCode } from '../domain/errors.ts';

const direct = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii', 'unicode-1-1-utf-8', 'x-unicode20utf8']);

/** The encoding to decode from, or undefined when the bytes are UTF-8 (or no text at all) and need no change. */
export function foreignCharset(declared: string | undefined, bytes: Buffer): string | undefined {
  // A byte order mark wins over a declaration (WHATWG Encoding, "decode").
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (declared === undefined || direct.has(declared)) return undefined;
  return declared;
}

/** The text as UTF-8, or why it cannot be read. */
export function toUtf8(bytes: Buffer, charset: string): Buffer | ErrorCode {
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    return 'CV_CHARSET_UNSUPPORTED';
  }
  try {
    return Buffer.from(decoder.decode(bytes));
  } catch {
    return 'CV_TEXT_NOT_UTF8';
  }
}

/** The Content-Type with its charset replaced by UTF-8. */
export function asUtf8(contentType: string): string {
  const rest = contentType.replace(/;\s*charset\s*=\s*(?:"[^"]*"|[^\s;]*)/gi, '');
  return `${rest}; charset=utf-8`;
}
