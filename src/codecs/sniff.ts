/** What bytes are when their declared type is missing or lies: JSON by trial, text by its characters, else binary. */
import { isUtf8 } from 'node:buffer';
import type { ErrorCode } from '../domain/errors.ts';
import { Assembly, type Format } from './assembly.ts';
import type { Codec, Uninspected } from './codec.ts';
import { jsonCodec } from './formats/json.ts';
import { plainCodec } from './formats/plain.ts';
import { openInSteps } from './in-steps.ts';

/** Reads JSON where the bytes are JSON, and leaves everything else to `other`; carries the id of `other`. */
export function jsonOr(other: Format, json: Format = jsonCodec): Format {
  return {
    id: other.id,
    open(bytes, head) {
      if (!startsLikeJson(bytes)) return other.open(bytes, head);
      const opened = json.open(bytes, head);
      // A text may begin with a bracket, but a document that is JSON and breaks a limit stays refused.
      return opened.ok || opened.reason === 'CV_TOO_MANY_SPANS' ? opened : other.open(bytes, head);
    },
    *steps(bytes, head) {
      if (!startsLikeJson(bytes)) return yield* openInSteps(other, bytes, head);
      const opened = yield* openInSteps(json, bytes, head);
      if (opened.ok || opened.reason === 'CV_TOO_MANY_SPANS') return opened;
      return yield* openInSteps(other, bytes, head);
    },
  };
}

/** Content without a declared type: JSON, else text, else refused. */
export const undeclaredCodec: Format = jsonOr({
  id: 'plain',
  open: (bytes, head) => (isText(bytes) ? plainCodec.open(bytes, head) : { ok: false, reason: 'CV_CONTENT_UNKNOWN' }),
});

/** For content that only JSON under a wrong type makes readable. */
export function refusing(reason: ErrorCode): Codec & Format {
  return { id: 'none', open: () => ({ ok: false, reason }) };
}

/** For assets: passes the bytes as one uninspected part. */
export function passing(part: Uninspected['reason']): Format {
  return {
    id: 'none',
    open(bytes) {
      const assembly = new Assembly(bytes);
      assembly.uninspected.push({ reason: part, bytes: bytes.length });
      return { ok: true, document: assembly };
    },
  };
}

/** Whether the first byte after a BOM and white space opens a JSON object or array. */
export function startsLikeJson(bytes: Buffer): boolean {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return bytes[at] === 0x7b || bytes[at] === 0x5b;
}

/** Controls that do not occur in text: all but tab, line ends, form feed, escape and the record separator. */
const BINARY = new Uint8Array(256);
BINARY.fill(1, 0, 0x20);
for (const control of [0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1b, 0x1e]) BINARY[control] = 0;
BINARY[0x7f] = 1;

/** Valid UTF-8 (the last character may be cut off) without the control characters of binary formats. */
export function isText(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at++) if (BINARY[bytes[at] as number] === 1) return false;
  return isUtf8(bytes.subarray(0, bytes.length - cutTail(bytes)));
}

/** How many bytes at the end are the beginning of a character whose rest has not arrived (RFC 3629 section 3). */
function cutTail(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte > 0xf4) return 0;
    if (byte >= 0xc2) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
