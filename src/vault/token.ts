/** How a token is spelled and recognised; docs/tokens.md is the grammar in words. */
import { ChatveilError } from '../domain/errors.ts';
import { alphabet, printReference, type Reference, readReference, referenceLetters } from './reference.ts';
import { findAddresses, mayHoldAddress } from './stand-in.ts';
import type { Token } from './vault.ts';

/** What a token says to a reader; nothing of it is secret and nothing of it opens anything. */
export interface ParsedToken extends Reference {
  /** The label's word, lower-case: `card`. Empty when only the bare reference was left. */
  readonly kind: string;
  /** The visible rest of the value: `••4242`. For display only, it is never trusted. */
  readonly mask: string;
}

export interface FoundToken {
  /** UTF-16 offsets into the text that was searched, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  /** Kind and mask as they stood there, or `token` when they were gone or not of our making: a label never carries a value. */
  readonly label: string;
  /** It stands as an address, where the vendor takes nothing else. */
  readonly address?: boolean;
  /** The token as it was printed, freed of what happened to it on the way. */
  readonly token: Token;
  readonly parsed: ParsedToken;
}

/** Units that the reference of one token may take up once mangled (entities, quote marks, line ends). */
const MANGLED_UNITS_MAX = 480;
/** Units between two letters of a reference that are put up with. */
const FILLER_UNITS_MAX = 24;
/** Units before the reference in which the opening bracket is looked for. */
const LABEL_UNITS_MAX = 160;
const LABEL_DIGITS_MAX = 4;
/** A word first, then marks that neither HTML nor Markdown nor a linkifier acts upon. */
const labelShape = /^\p{L}[\p{L}\p{N} •.@-]{0,47}$/u;

const anchors = /[#＃﹟]|%23|&(?:amp;){0,2}(?:#0{0,4}35|#x0{0,4}23|num);/gi;
const openers = /\\?(?:[[［]|%5b|&(?:amp;){0,2}(?:#0{0,4}91|#x0{0,4}5b|lsqb|lbrack);)/gi;
const closer =
  /[\s\\*_~`>\u00ad\u200b-\u200f\u2060\ufeff]{0,24}(?:[\]］]|%5d|&(?:amp;){0,2}(?:#0{0,4}93|#x0{0,4}5d|rsqb|rbrack);)/iy;
/** What may stand between two letters and is longer than one unit: a tag, an entity, an escaped blank. */
const longFiller =
  /<\/?[a-z][^<>]{0,60}>|&(?:amp;){0,2}(?:(#\d{1,6}|#x[0-9a-f]{1,5})|nbsp|shy|zwn?j|zerowidthspace|gt);|%(?:20|0a|0d|09)/iy;

const FILLER = -1;
const STOP = -2;
const asciiClass = classifyAscii();

/**
 * The printed form of a sealed value.
 *
 * @example
 * printToken('card ••4242', id, mac); // "[card ••4242 #bcdf…]"
 */
export function printToken(label: string, id: Buffer, mac: Buffer): Token {
  return `[${checkedLabel(label)} #${printReference(id, mac)}]` as Token;
}

/** The form without a reference, for a value that was hidden for good. */
export function printMask(label: string): string {
  return `[${checkedLabel(label)}]`;
}

/** The one token that `text` consists of, whatever marks surround it; undefined for anything else. */
export function parseToken(text: string): ParsedToken | undefined {
  const found = findTokens(text);
  const [only] = found;
  if (only === undefined || found.length > 1) return undefined;
  const around = text.slice(0, only.start) + text.slice(only.end);
  return /[\p{L}\p{N}]/u.test(around) ? undefined : only.parsed;
}

/** Up to so many bytes one loop is cheaper than four calls. */
const LOOPED_MAX = 512;
const OPENS = 1;
/** What a token begins with, and 2 for the sign of an address. */
const opens = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte === 0x23 || byte === 0x26 || byte === 0x25 || byte === 0xef ? OPENS : byte === 0x40 ? 2 : 0,
);

/**
 * Whether a search of the text is worth while: false for most texts, at the price of four byte searches.
 * The bytes are those that every spelling of the `#` holds one of: `#`, `%`, `&`, the first of a wide `＃`.
 */
export function mayHoldToken(bytes: Buffer): boolean {
  if (bytes.length <= referenceLetters) return false;
  if (bytes.length <= LOOPED_MAX) {
    let signs = 0;
    for (let i = 0; i < bytes.length; i += 1) signs |= opens[bytes[i] as number] as number;
    return (signs & OPENS) !== 0 || (signs !== 0 && mayHoldAddress(bytes));
  }
  if (bytes.includes(0x23) || bytes.includes(0x26) || bytes.includes(0x25) || bytes.includes(0xef)) return true;
  return mayHoldAddress(bytes);
}

/**
 * Every token in a text, also when case, escapes, markup, look-alike letters or line ends were put into it.
 * Time grows linearly with the text: each `#` costs at most a fixed number of steps.
 */
export function findTokens(text: string): readonly FoundToken[] {
  const found: FoundToken[] = [];
  anchors.lastIndex = 0;
  for (let anchor = anchors.exec(text); anchor !== null; anchor = anchors.exec(text)) {
    const read = readLetters(text, anchors.lastIndex);
    const reference = read === undefined ? undefined : readReference(read.letters);
    if (read === undefined || reference === undefined) continue;
    const token = withLabel(text, anchor.index, read.end, reference);
    found.push(token);
    anchors.lastIndex = token.end;
  }
  if (!text.includes('@')) return found;
  for (const { start, end, reference } of findAddresses(text)) {
    found.push({ ...foundToken(start, end, 'email', reference), address: true });
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Collects the letters of one reference from `from`; undefined when fewer or more stand there. */
function readLetters(text: string, from: number): { letters: string; end: number } | undefined {
  let letters = '';
  let at = from;
  let fillerStart = from;
  const last = Math.min(text.length, from + MANGLED_UNITS_MAX);
  while (at < last && letters.length < referenceLetters) {
    const unit = readUnit(text, at);
    if (unit === undefined) return undefined;
    at += unit.length;
    letters += unit.letters;
    if (unit.letters !== '') fillerStart = at;
    else if (at - fillerStart > FILLER_UNITS_MAX + unit.length) return undefined;
  }
  if (letters.length !== referenceLetters) return undefined;
  const next = at < text.length ? readUnit(text, at) : undefined;
  return next === undefined || next.letters === '' ? { letters, end: at } : undefined;
}

interface Unit {
  readonly length: number;
  /** The letters of the alphabet that it stands for; empty for filler. */
  readonly letters: string;
}

/** What stands at `at`: letters, filler, or (undefined) something that ends a reference. */
function readUnit(text: string, at: number): Unit | undefined {
  const code = text.codePointAt(at) ?? 0;
  if (code === 0x3c || code === 0x26 || code === 0x25) {
    longFiller.lastIndex = at;
    const match = longFiller.exec(text);
    if (match === null) return undefined;
    const letters = match[1] === undefined ? '' : lettersOf(entityCode(match[1]));
    return letters === undefined ? undefined : { length: match[0].length, letters };
  }
  const letters = lettersOf(code);
  return letters === undefined ? undefined : { length: code > 0xffff ? 2 : 1, letters };
}

function entityCode(digits: string): number {
  const code = /^#x/i.test(digits) ? Number.parseInt(digits.slice(2), 16) : Number.parseInt(digits.slice(1), 10);
  return code <= 0x10ffff ? code : 0;
}

/** Letters that a character becomes under NFKC and case folding, since a vendor may apply both. */
function lettersOf(code: number): string | undefined {
  if (code < 128) return asciiLetters(code);
  const char = String.fromCodePoint(code);
  if (/[\p{Cf}\p{Mn}\p{Z}]/u.test(char)) return '';
  let letters = '';
  for (const part of char.normalize('NFKC')) {
    const partCode = part.codePointAt(0) ?? 0;
    const partLetters = partCode < 128 ? asciiLetters(partCode) : /\p{Mn}/u.test(part) ? '' : undefined;
    if (partLetters === undefined) return undefined;
    letters += partLetters;
  }
  return letters;
}

function asciiLetters(code: number): string | undefined {
  const place = asciiClass[code] ?? STOP;
  if (place === STOP) return undefined;
  return place === FILLER ? '' : alphabet.charAt(place);
}

function classifyAscii(): Int8Array {
  const classes = new Int8Array(128).fill(STOP);
  // Blanks, line ends, the marks of quoting, of Markdown and of soft line ends in mail.
  for (const filler of ' \t\r\n>\\*_~`=-|') classes[filler.charCodeAt(0)] = FILLER;
  for (const [place, letter] of Array.from(alphabet).entries()) {
    classes[letter.charCodeAt(0)] = place;
    classes[letter.toUpperCase().charCodeAt(0)] = place;
  }
  return classes;
}

/** Widens a found reference to its brackets, when both are there, and reads the label between them. */
function withLabel(text: string, anchor: number, end: number, reference: Reference): FoundToken {
  const from = Math.max(0, anchor - LABEL_UNITS_MAX);
  const before = text.slice(from, anchor);
  const open = Array.from(before.matchAll(openers)).at(-1);
  closer.lastIndex = end;
  const close = closer.exec(text);
  if (open === undefined || close === null || /[\]］]/.test(before.slice(open.index))) {
    return foundToken(anchor, end, '', reference);
  }
  const label = plainLabel(before.slice(open.index + open[0].length));
  return foundToken(from + open.index, end + close[0].length, isLabel(label) ? label : '', reference);
}

function foundToken(start: number, end: number, label: string, reference: Reference): FoundToken {
  const blank = label.indexOf(' ');
  const kind = (blank < 0 ? label : label.slice(0, blank)).toLowerCase();
  const mask = blank < 0 ? '' : label.slice(blank + 1);
  const shown = label === '' ? 'token' : label;
  const token = `[${shown} #${reference.letters}]` as Token;
  const { id, mac, letters } = reference;
  return { start, end, label: shown, token, parsed: { id, mac, letters, kind, mask } };
}

function plainLabel(raw: string): string {
  return raw
    .replace(/&(?:amp;){0,2}(?:bull|#8226|#x2022);|%e2%80%a2/gi, '•')
    .replace(/&(?:amp;){0,2}(?:nbsp|#160|#xa0);|%20|\+/gi, ' ')
    .replace(/[\\*_~`>\p{Cf}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A label that could break the grammar, or show more than four digits, is a fault of ours: the message must not go out. */
function checkedLabel(label: string): string {
  if (!isLabel(label)) throw new ChatveilError('CV_INTERNAL', { labelLength: label.length });
  return label;
}

function isLabel(label: string): boolean {
  return labelShape.test(label) && (label.match(/\p{N}/gu)?.length ?? 0) <= LABEL_DIGITS_MAX;
}
