/** What HTML and XML share: character references decoded with a way back, attribute values, and safe inserts. */
import { secretNamed } from '../domain/named-fields.ts';
import type { FieldPath } from '../domain/text.ts';
import type { Work } from '../domain/work.ts';
import type { Place } from './assembly.ts';
import { putUtf8 } from './json-text.ts';
import { LONG_BYTES, LongSpelling, type LongText, type Piece } from './long-spelling.ts';
import { Decoding, MappedPlace } from './mapped-place.ts';
import type { OffsetMap } from './offset-map.ts';
import { VerbatimPlace } from './verbatim-place.ts';

export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An attribute value without its quotes. */
export interface AttributeValue extends Range {
  readonly name: string;
  /** Offset of the name. */
  readonly nameStart: number;
  readonly quoted: boolean;
}

/** Text between tags, or a quoted attribute value. */
export function textPlace(raw: Buffer, { start, end }: Range, path: FieldPath): Place {
  return markupPlace(raw, { start, end }, path, escapeMarkup);
}

export function attributePlace(raw: Buffer, value: AttributeValue, path: FieldPath): Place {
  return markupPlace(raw, value, path, value.quoted ? escapeMarkup : escapeUnquoted);
}

/** The same behind its name, where that says what the value is. */
export function* attributePlaces(raw: Buffer, value: AttributeValue, path: FieldPath): Generator<Place, void> {
  const { name, nameStart } = value;
  const named = namePlace(raw, { start: nameStart, end: nameStart + name.length }, path);
  if (named !== undefined) yield named;
  yield attributePlace(raw, value, path);
}

function markupPlace(raw: Buffer, { start, end }: Range, path: FieldPath, respell: (utf8: Buffer) => Buffer): Place {
  const bytes = raw.subarray(start, end);
  if (!bytes.includes(AMPERSAND) && !bytes.includes(LESS)) return new VerbatimPlace(path, bytes, start, respell);
  return new MappedPlace({
    path,
    origin: start,
    read: (map) => decodeReferences(raw, { start, end }, map),
    respell,
    dangling: (at) => dangling(raw, start, at),
    long: () => (end - start < LONG_BYTES ? undefined : decodeInSteps(raw, { start, end })),
  });
}

/** Elements that part nothing of what is shown around them (HTML standard, "phrasing content"). */
export const inlineElements: ReadonlySet<string> = new Set(
  (
    'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span strike ' +
    'strong sub sup time tt u var wbr'
  ).split(' '),
);

/**
 * The name of an element or attribute that says what its value is, as keys of JSON do; undefined for all others.
 * `path` is that of the value.
 */
export function namePlace(raw: Buffer, { start, end }: Range, path: FieldPath): Place | undefined {
  const colon = raw.subarray(start, end).lastIndexOf(COLON);
  const from = start + colon + 1;
  if (secretNamed(raw, from, end) === undefined) return undefined;
  return new VerbatimPlace(path, raw.subarray(from, end), from, undefined, 'key');
}

const COLON = 0x3a;

/** Comments and processing instructions have no escapes: what would end them is spaced out. */
export function remarkPlace(raw: Buffer, { start, end }: Range, path: FieldPath): Place {
  const respell = (utf8: Buffer) => Buffer.from(utf8.toString('utf8').replace(/[-?>\]]/g, ' '));
  return new VerbatimPlace(path, raw.subarray(start, end), start, respell);
}

const AMPERSAND = 0x26;
const LESS = 0x3c;

/** No reference that is decoded here is longer. */
const REFERENCE_BYTES_MAX = 16;
const REFERENCE = /^&(?:#[xX]([0-9a-fA-F]{1,8});?|#([0-9]{1,8});?|([a-zA-Z]{2,10});)/;

/** Named references that may stand in or around a value; the others stay as they are written. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    Tab: '\t',
    NewLine: '\n',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    hairsp: '\u200a',
    zwj: '\u200d',
    zwnj: '\u200c',
    shy: '\u00ad',
    hyphen: '\u2010',
    dash: '\u2010',
    ndash: '\u2013',
    mdash: '\u2014',
    minus: '\u2212',
    period: '.',
    comma: ',',
    colon: ':',
    sol: '/',
    lowbar: '_',
    commat: '@',
    plus: '+',
    num: '#',
    lpar: '(',
    rpar: ')',
    bull: '\u2022',
    middot: '\u00b7',
  }),
);

function* decodeInSteps(raw: Buffer, { start, end }: Range): Work<LongText> {
  const offsets = new LongSpelling(start, end, (from, stop, map) =>
    decodePiece(raw, end, { start: from, end: stop }, map),
  );
  return { bytes: yield* offsets.bytes(), offsets };
}

function decodeReferences(raw: Buffer, { start, end }: Range, map?: OffsetMap): Buffer {
  return decodePiece(raw, end, { start, end }, map).bytes;
}

/** A piece that ends at `stop`, or as far behind it as a reference reaches; the text ends at `end`. */
function decodePiece(raw: Buffer, end: number, { start, end: stop }: Range, map?: OffsetMap): Piece {
  const decoding = new Decoding(Math.min(stop + REFERENCE_BYTES_MAX, end) - start, map);
  let at = start;
  while (at < stop) {
    const byte = raw[at] as number;
    const match =
      byte === AMPERSAND
        ? REFERENCE.exec(raw.toString('latin1', at, Math.min(at + REFERENCE_BYTES_MAX, end)))
        : undefined;
    const utf8 = match ? referenced(match) : undefined;
    if (utf8 === undefined || !match) {
      decoding.plain(byte);
      at++;
      continue;
    }
    decoding.atom(utf8, at, at + match[0].length);
    at += match[0].length;
  }
  return { bytes: decoding.bytes(), next: at };
}

function referenced([, hex, decimal, name]: RegExpExecArray): Uint8Array | undefined {
  if (name !== undefined) {
    const character = NAMED.get(name);
    return character === undefined ? undefined : Buffer.from(character);
  }
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  const valid = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  const utf8 = Buffer.allocUnsafe(4);
  return utf8.subarray(0, putUtf8(utf8, 0, valid ? point : 0xfffd));
}

/** Bytes before `at` that could become a reference or a tag together with what follows. */
function dangling(raw: Buffer, from: number, at: number): number {
  if (at > from && raw[at - 1] === LESS) return 1;
  if (at - 1 > from && raw[at - 1] === 0x2f && raw[at - 2] === LESS) return 2;
  const before = raw.toString('latin1', Math.max(from, at - REFERENCE_BYTES_MAX), at);
  return /&[#a-zA-Z0-9]*$/.exec(before)?.[0].length ?? 0;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeMarkup(utf8: Buffer): Buffer {
  return Buffer.from(utf8.toString('utf8').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? ''));
}

function escapeUnquoted(utf8: Buffer): Buffer {
  const text = utf8.toString('utf8').replace(/[^\w.\u0080-\uffff-]/g, (character) => `&#${character.charCodeAt(0)};`);
  return Buffer.from(text);
}

/**
 * Attribute values in a tag, from `start` (after the tag's name) to `end` (its `>`). Every one of them, also the
 * later of two equal names, which parsers drop but do forward.
 */
export function* attributeValues(raw: Buffer, { start, end }: Range): Generator<AttributeValue, void> {
  const tag = raw.toString('latin1', start, end);
  for (const match of tag.matchAll(ATTRIBUTE)) {
    const [whole, name = '', double, single, bare] = match;
    const value = double ?? single ?? bare;
    if (value === undefined || value === '') continue;
    const quoted = bare === undefined;
    const nameStart = start + match.index;
    const valueEnd = nameStart + whole.length - (quoted ? 1 : 0);
    yield { name, nameStart, quoted, start: valueEnd - value.length, end: valueEnd };
  }
}

/** Where the names of attributes stand in a tag. */
export function* attributeNames(raw: Buffer, { start, end }: Range): Generator<Range, void> {
  const tag = raw.toString('latin1', start, end);
  for (const match of tag.matchAll(ATTRIBUTE)) {
    const at = start + match.index;
    yield { start: at, end: at + (match[1] ?? '').length };
  }
}

/** White space is spelled out: `\s` would take the Latin-1 reading of a UTF-8 byte (A0) for a space. */
const ATTRIBUTE =
  /([^\t\n\f\r />=][^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r "'>][^\t\n\f\r >]*)))?/g;
