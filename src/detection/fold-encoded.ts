/** Base64 and hexadecimal of short texts: who encodes a card number wants it past a filter. */

import { unitsOf } from './code-units.ts';

/** A run of encoding letters that decodes to printable text. */
export interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly name: 'base64' | 'hex';
}

/** Longer runs are files, keys and tokens. */
const TOKEN_MAX = 512;
/** Fewest encoded letters: 11 characters of an SSN or a short address. */
const TOKEN_MIN = 15;

/** Letters, digits and signs of base64, of URLs too; a table, because most texts that come here have no such run. */
const isTokenUnit = Uint8Array.from({ length: 0x1_0000 }, (_, unit) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(unit)) ? 1 : 0,
);
const PADDING = 61;
/** Two hexadecimal digits at a time with signs between them: `34 31 31`, `34:31`, `0x34,0x31`, `\x34`. */
const pairs = /(?<![0-9A-Za-z])(?:0x)?[2-7][0-9a-fA-F](?:[ ,:-]{1,2}(?:0x)?[2-7][0-9a-fA-F]){8,160}(?![0-9A-Za-z])/g;

/** Turns away nearly every text before the longer look. */
const somePairs = /[2-7]\d[ ,:-]{1,2}(?:0x)?[2-7]\d[ ,:-]{1,2}(?:0x)?[2-7]\d[ ,:-]/;

/** All runs of the text that decode to printable ASCII, by place. */
export function decodedRuns(text: string): Decoded[] {
  const runs: Decoded[] = [];
  const { length } = text;
  const units = unitsOf(text);
  for (let start = 0; start < length; start += 1) {
    let end = start;
    while (end < length && isTokenUnit[units[end] as number] === 1) end += 1;
    if (end - start >= TOKEN_MIN) {
      for (let pads = 0; pads < 2 && end < length && units[end] === PADDING; pads += 1) end += 1;
      const decoded = end - start > TOKEN_MAX ? undefined : decode(text.slice(start, end));
      if (decoded !== undefined) runs.push({ ...decoded, start, end });
      end -= 1;
    }
    start = end;
  }
  if (!somePairs.test(text)) return runs;
  for (const match of text.matchAll(pairs)) {
    const decoded = printable(Buffer.from(match[0].replace(/0x|[^0-9a-fA-F]/g, ''), 'hex'));
    if (decoded !== undefined)
      runs.push({ text: decoded, name: 'hex', start: match.index, end: match.index + match[0].length });
  }
  return runs;
}

function decode(run: string): Pick<Decoded, 'text' | 'name'> | undefined {
  const bare = run.startsWith('0x') || run.startsWith('0X') ? run.slice(2) : run;
  if (bare.length >= 2 * 9 && bare.length % 2 === 0 && /^[2-7][0-9a-fA-F]+$/.test(bare)) {
    const text = printable(Buffer.from(bare, 'hex'));
    if (text !== undefined) return { text, name: 'hex' };
  }
  if (run.length < TOKEN_MIN || !likeText(run)) return undefined;
  const text = printable(Buffer.from(run, 'base64'));
  return text === undefined ? undefined : { text, name: 'base64' };
}

/** ASCII has no high bit, so every fourth letter comes from the first half of the alphabet; turns away nearly all ids. */
function likeText(run: string): boolean {
  for (let i = 0; i < run.length; i += 4) {
    const code = run.charCodeAt(i);
    if (!((code >= 65 && code <= 90) || (code >= 97 && code <= 102))) return run.charAt(i) === '=';
  }
  return true;
}

function printable(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined;
  for (const byte of bytes) if ((byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) || byte > 126) return undefined;
  return bytes.toString('latin1');
}
