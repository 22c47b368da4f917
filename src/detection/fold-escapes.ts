/** HTML entities and tags, percent and backslash escapes → the characters they stand for. */

import { type Folded, foldText, type OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

/** Escapes of escapes (`&amp;#52;`) are undone this often. */
const ROUNDS_MAX = 3;

/** Entities of separators and signs (HTML, section 13.5); accented letters do not hide values. */
const named: Readonly<Record<string, string>> = {
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  numsp: ' ',
  puncsp: ' ',
  hairsp: ' ',
  Tab: '\t',
  NewLine: '\n',
  zwnj: '\u200c',
  zwj: '\u200d',
  lrm: '\u200e',
  rlm: '\u200f',
  shy: '\u00ad',
  amp: '&',
  AMP: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  hyphen: '-',
  dash: '-',
  ndash: '-',
  mdash: '-',
  minus: '-',
  middot: '.',
  bull: '.',
  period: '.',
  commat: '@',
  num: '#',
  colon: ':',
  comma: ',',
  lowbar: '_',
  sol: '/',
  bsol: '\\',
  plus: '+',
  ast: '*',
  lpar: '(',
  rpar: ')',
  percnt: '%',
  hyphenminus: '-',
  horbar: '-',
  emsp13: ' ',
  emsp14: ' ',
  MediumSpace: ' ',
  ThinSpace: ' ',
  ZeroWidthSpace: '\u200b',
  NoBreak: '\u2060',
  centerdot: '.',
  sdot: '.',
  semi: ';',
  excl: '!',
  quest: '?',
  vert: '|',
  verbar: '|',
  lsqb: '[',
  rsqb: ']',
  lcub: '{',
  rcub: '}',
  equals: '=',
  grave: '`',
};
/** Names that browsers read without their semicolon as well (HTML, section 13.5), of those above. */
const bareNames = 'nbsp|shy|middot|amp|AMP|lt|gt|quot';

/** Decimal, hex and named entity; percent by ASCII and by UTF-8; the backslash forms; a tag. Every part is bounded. */
const escaped = new RegExp(
  [
    '&#(?<dec>\\d{1,8});?|&#[xX](?<hex>[0-9a-fA-F]{1,7});?',
    `&(?<name>[a-zA-Z]{2,14}\\d{0,2});|&(?<bare>${bareNames})`,
    '(?<ascii>%[0-7][0-9a-fA-F])|(?<utf8>%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3})',
    // A backslash may itself be escaped, once or more.
    '\\\\{1,4}(?:u\\{(?<brace>[0-9a-fA-F]{1,6})\\}|u(?<four>[0-9a-fA-F]{4})|x(?<two>[0-9a-fA-F]{2})|U(?<eight>[0-9a-fA-F]{8})|(?<octal>[0-3][0-7]{2}(?![0-9a-fA-F]{3}))|0{0,4}(?<sheet>[23][0-9a-fA-F]))',
    // A line break or a tab of source code, a blank of a form: only inside a number.
    '(?<=\\d)\\\\{1,2}(?<line>[nrt])(?=\\d)|(?<=%[0-9a-fA-F]{2})(?<form>\\+)(?=%)',
    '[uU]\\+(?<plus>[0-9a-fA-F]{4,6})(?: (?=[uU]\\+))?',
    '(?<tag><\\/?[a-zA-Z][^<>]{0,80}>|<!--[^<>]{0,80}-->)',
  ].join('|'),
  'g',
);

/** The text as a browser or a parser would show it, folded; undefined when nothing in it is escaped. */
export function foldEscapes(text: string): Folded | undefined {
  let result: Folded | undefined;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const next = unescapeOnce(result?.text ?? text);
    if (next === undefined) break;
    result = { text: next.text, map: chainMaps(next.map, result?.map) };
  }
  if (result === undefined) return undefined;
  const folded = foldText(result.text);
  return { text: folded.text, map: chainMaps(folded.map, result.map) };
}

/** Digits of quoted-printable mail (RFC 2045, section 6.7); an equals sign before a number is common, so a few must meet. */
const quoted = /(?:=3\d(?:=2[0-9a-fA-F]|=\r?\n|[ -]{0,3})){3}/;
const quotedEach = /=(?<two>[2-7][0-9a-fA-F])|=\r?\n/g;

/** The canonical text with quoted-printable undone; undefined when there is none. */
export function foldQuoted(text: string, map: OffsetMap | undefined): Folded | undefined {
  if (!quoted.test(text)) return undefined;
  const edits = new Edits(text);
  for (const match of text.matchAll(quotedEach)) {
    const two = match.groups?.['two'];
    edits.replace(
      match.index,
      match.index + match[0].length,
      two === undefined ? '' : (character(Number.parseInt(two, 16)) ?? ''),
    );
  }
  const folded = edits.done();
  return folded === undefined ? undefined : { text: folded.text, map: chainMaps(folded.map, map) };
}

/** `U+0034`, which leaves no sign of its own in a text but its many digits. */
const codePoints = /[uU]\+00[23][0-9a-fA-F]/;

export function hasCodePoints(text: string): boolean {
  return codePoints.test(text);
}

function unescapeOnce(text: string): Folded | undefined {
  const edits = new Edits(text);
  for (const match of text.matchAll(escaped)) {
    const piece = meaning(match.groups ?? {});
    if (piece !== undefined) edits.replace(match.index, match.index + match[0].length, piece);
  }
  return edits.done();
}

function meaning(groups: Readonly<Record<string, string | undefined>>): string | undefined {
  const { dec, hex, ascii, utf8, brace, four, two, eight, octal, sheet, plus } = groups;
  const name = groups['name'] ?? groups['bare'];
  if (dec !== undefined) return character(Number.parseInt(dec, 10));
  if (name !== undefined) return Object.hasOwn(named, name) ? named[name] : undefined;
  if (octal !== undefined) return character(Number.parseInt(octal, 8));
  if (utf8 !== undefined) return decodedPercent(utf8);
  const digits = hex ?? ascii?.slice(1) ?? brace ?? four ?? two ?? eight ?? sheet ?? plus;
  // A tag breaks a line or changes the type, `\n` and `+` are blanks: a reader sees at most one.
  return digits === undefined ? ' ' : character(Number.parseInt(digits, 16));
}

function character(point: number): string | undefined {
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : undefined;
}

function decodedPercent(sequence: string): string | undefined {
  try {
    return decodeURIComponent(sequence);
  } catch {
    return undefined;
  }
}
