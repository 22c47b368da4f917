/** Base64, hexadecimal and character codes of short texts: who encodes a card number wants it past a filter. */
import { codeAt } from './code-units.ts';
import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

export type Encoding = 'base64' | 'hex' | 'codes';

/** A run of encoding letters that decodes to printable text. */
export interface Decoded {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly name: Encoding;
}

/** Longer runs are files, keys and tokens. */
const TOKEN_MAX = 512;
/** Fewest encoded letters: nine digits of an SSN in base64. */
const TOKEN_MIN = 12;
/** Encodings of encodings are undone this often. */
const ROUNDS_MAX = 4;

/** Letters of a line that are tried at all. */
const LINE_MAX = 1024;
/**
 * Base64 of mail is broken into lines (RFC 2045, section 6.8); a short line is the last. No repetition is unbounded:
 * the pattern engine keeps a place to come back to for every letter, and a file of megabytes would exhaust its stack.
 */
const token = /[A-Za-z0-9+/_-]{12,1024}(?:\r?\n[A-Za-z0-9+/_-]{2,1024}){0,12}={0,2}/y;
const isTokenLetter: Uint8Array = Uint8Array.from({ length: 256 }, (_, code) =>
  /[A-Za-z0-9+/_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);
/** Two hexadecimal digits at a time with signs between them: `34 31 31`, `34:31`, `0x34,0x31`, `\x34`. */
const pairs = /(?<![0-9A-Za-z])(?:0x)?[2-7][0-9a-fA-F](?:[ ,:-]{1,2}(?:0x)?[2-7][0-9a-fA-F]){8,160}(?![0-9A-Za-z])/g;
/** Turns away nearly every text before the longer look. */
const somePairs = /[2-7]\d[ ,:-]{1,2}(?:0x)?[2-7]\d[ ,:-]{1,2}(?:0x)?[2-7]\d[ ,:-]/;
/** Decimal codes of digits, capitals, blank, hyphen and full stop: `52 49 49`; or the same in bits. */
const decimals = /(?<!\d)(?:[4-8]\d|90)(?:[ ,;:-]{1,2}(?:4[5-9]|5[0-7]|32|6[5-9]|[78]\d|90)){8,40}(?!\d)/g;
const bits = /(?<!\d)0[01]{7}(?:[ ,]?0[01]{7}){8,40}(?!\d)/g;
/** What both of these looks need; one pass turns away nearly every text before either. */
const someEither = /[2-7]\d[ ,:-]{1,2}(?:0x)?[2-7]\d|001[01]{5}/;
const someBits = /001[01]{5}[ ,]?001[01]{5}/;

/** All runs of the text that decode to printable ASCII, by place. */
export function decodedRuns(text: string): Decoded[] {
  const runs: Decoded[] = [];
  eachToken(text, runs);
  if (!someEither.test(text)) return runs;
  if (somePairs.test(text)) {
    for (const match of text.matchAll(pairs))
      push(runs, 'hex', match, printable(Buffer.from(match[0].replace(/0x|[^0-9a-fA-F]/g, ''), 'hex')));
    for (const match of text.matchAll(decimals))
      push(runs, 'codes', match, printable(Buffer.from((match[0].match(/\d+/g) ?? []).map(Number))));
  }
  if (someBits.test(text))
    for (const match of text.matchAll(bits)) {
      const bytes = match[0].replace(/[ ,]/g, '').match(/.{8}/g) ?? [];
      push(runs, 'codes', match, printable(Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))));
    }
  return runs.length < 2 ? runs : runs.sort((a, b) => a.start - b.start);
}

/**
 * Looks for `token` where a long enough row of its letters begins; most texts have none, and need no pattern for it.
 * A row of twelve covers every twelfth unit, so that no other is looked at where there is none.
 */
function eachToken(text: string, runs: Decoded[]): void {
  let floor = 0;
  for (let i = TOKEN_MIN - 1; i < text.length; i = floor + TOKEN_MIN - 1) {
    if (!isLetterOfToken(text, i)) {
      floor = i + 1;
      continue;
    }
    let start = i;
    while (start > floor && isLetterOfToken(text, start - 1)) start -= 1;
    let end = i + 1;
    while (end < text.length && isLetterOfToken(text, end)) end += 1;
    floor = end;
    if (end - start < TOKEN_MIN || end - start > LINE_MAX) continue;
    token.lastIndex = start;
    const match = token.exec(text);
    if (match === null) continue;
    pushTokens(runs, match[0], match.index);
    floor = match.index + match[0].length;
  }
}

function isLetterOfToken(text: string, at: number): boolean {
  const code = codeAt(text, at);
  return code < 128 && isTokenLetter[code] === 1;
}

/** A text with every run of one encoding in plain letters, and what these hold of others. */
export interface Plain extends Folded {
  readonly name: Encoding;
}

const none: Plain[] = [];

/** One reading for each encoding that the text has runs of. */
export function foldEncoded(text: string, map: OffsetMap | undefined): Plain[] {
  const runs = decodedRuns(text);
  if (runs.length === 0) return none;
  const names = new Set(runs.map(({ name }) => name));
  return [...names].flatMap((name) => {
    const outer = replaceRuns(
      text,
      runs.filter((run) => run.name === name),
    );
    if (outer === undefined) return [];
    let { text: plain, map: back } = outer;
    for (let round = 1; round < ROUNDS_MAX; round += 1) {
      const inner = replaceRuns(plain, decodedRuns(plain));
      if (inner === undefined) break;
      plain = inner.text;
      back = chainMaps(inner.map, back);
    }
    return [{ name, text: plain, map: chainMaps(back, map) }];
  });
}

function replaceRuns(text: string, runs: readonly Decoded[]): Folded | undefined {
  const edits = new Edits(text);
  let taken = 0;
  for (const { start, end, text: inner } of runs) {
    if (start < taken) continue;
    edits.replace(start, end, inner);
    taken = end;
  }
  return edits.done();
}

function push(runs: Decoded[], name: Encoding, match: RegExpMatchArray, text: string | undefined): void {
  const start = match.index ?? 0;
  if (text !== undefined) runs.push({ text, name, start, end: start + match[0].length });
}

/** Lines are one run as far as they are complete to their padding: the next line may as well be a word. */
function pushTokens(runs: Decoded[], found: string, at: number): void {
  for (let end = found.length; end >= TOKEN_MIN; end = found.lastIndexOf('\n', end - 1)) {
    const whole = found.slice(0, end).trimEnd();
    const joined = whole.replace(/[\r\n]+/g, '');
    const complete = joined.length === whole.length || joined.length % 4 === 0;
    const decoded = complete && joined.length <= TOKEN_MAX ? decode(joined) : undefined;
    if (decoded === undefined) continue;
    runs.push({ ...decoded, start: at, end: at + whole.length });
    return;
  }
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
