/** Long texts in base64 or hexadecimal: a note, a form or a log that was encoded whole. Files are told by their first bytes. */
import { isUtf8 } from 'node:buffer';
import { codeAt } from './code-units.ts';

/** Letters of one run that are decoded; a window of a longer text holds no more (`redaction/long-text`). */
const LETTERS_MAX = 64 * 1024;
/** Letters that tell text from anything else: 48 bytes. */
const LOOK_LETTERS = 64;
/** A window may begin in the middle of a group of four letters. */
const PHASES = 4;
/** Letters of a line (RFC 2045 section 6.8 has 76), at least. */
const LINE_MIN = 32;

interface LongRun {
  readonly end: number;
  /** The run without its line breaks and padding. */
  readonly letters: string;
}

/** The whole of a run whose first line is [start, end): as many full lines as follow, and a last one. */
export function longRun(text: string, start: number, end: number, isLetter: Uint8Array): LongRun {
  let letters = text.slice(start, end);
  let stop = end;
  // Where the text begins, so may a line that has lost its beginning.
  let full = start === 0 ? 0 : end - start;
  for (let line = lineBehind(text, stop, isLetter); line !== undefined; line = lineBehind(text, stop, isLetter)) {
    const size = line.end - line.start;
    if (full === 0 && size >= LINE_MIN && size >= end - start) full = size;
    if (full < LINE_MIN || size > full || letters.length + size > LETTERS_MAX) break;
    letters += text.slice(line.start, line.end);
    stop = line.end;
    if (size < full) break;
  }
  let padded = stop;
  while (padded < stop + 2 && text.charAt(padded) === '=') padded += 1;
  return { end: padded, letters };
}

function lineBehind(text: string, at: number, isLetter: Uint8Array): { start: number; end: number } | undefined {
  const start = text.startsWith('\r\n', at) ? at + 2 : text.startsWith('\n', at) ? at + 1 : -1;
  if (start < 0) return undefined;
  let end = start;
  while (end < text.length && codeAt(text, end) < 128 && isLetter[codeAt(text, end)] === 1) end += 1;
  return end === start ? undefined : { start, end };
}

/** The text that the letters are in one of the two encodings; undefined for files, keys and words. */
export function decodeLong(letters: string, first: boolean): { text: string; name: 'base64' | 'hex' } | undefined {
  if (letters.length > LETTERS_MAX) return undefined;
  for (const name of ['hex', 'base64'] as const) {
    if (name === 'hex' && !isHex.test(letters)) continue;
    for (let phase = 0; phase < (first ? PHASES : 1); phase += 1) {
      const step = name === 'hex' ? letters.length - ((letters.length - phase) % 2) : letters.length;
      if (readable(letters.slice(phase, phase + LOOK_LETTERS), name) === undefined) continue;
      const text = readable(letters.slice(phase, step), name);
      if (text !== undefined) return { text, name };
    }
  }
  return undefined;
}

const isHex = /^[0-9a-fA-F]+$/;

/** Text of any language; a character that the end of the letters cuts is left out. */
function readable(letters: string, name: 'base64' | 'hex'): string | undefined {
  const bytes = Buffer.from(letters, name);
  let end = bytes.length;
  while (end > 0 && end > bytes.length - CUT_BYTES_MAX && (bytes[end - 1] as number) >= 0x80) end -= 1;
  const whole = isUtf8(bytes) ? bytes : bytes.subarray(0, end);
  if (whole.length === 0 || (whole !== bytes && !isUtf8(whole))) return undefined;
  for (const byte of whole) if (byte < 32 ? byte !== 9 && byte !== 10 && byte !== 13 : byte === 127) return undefined;
  return whole.toString('utf8');
}

/** Bytes of a character of UTF-8 without its last. */
const CUT_BYTES_MAX = 3;
