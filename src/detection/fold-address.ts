/** `jane [at] example [dot] com` and what other languages say for it → `jane@example.com`. */

import type { Folded, OffsetMap } from './fold.ts';
import { chainMaps, Edits } from './fold-edits.ts';

/** Words for `@` that mean little else; a bare `at` needs more. */
const signNames = 'arroba|chiocciola|arobase|arobas|klammeraffe|apenstaartje|malpa|snabel-a';
const dotNames = 'dot|punkt|punto|point|ponto|punt|kropka|punkti';
/** Mail hosts that people name without saying their dot or their top level. */
const hosts =
  'gmail|googlemail|hotmail|outlook|yahoo|icloud|proton|protonmail|gmx|aol|live|msn|web|yandex|laposte|orange|libero|uol|bol|terra';

/** Words that call for this look-out; the scanner counts them. */
export const addressWords: readonly string[] = [
  ...signNames.split('|'),
  ...'dot|punkt|punto|ponto|point com|point fr|point net|point org|punt nl|kropka pl'.split('|'),
  ...'gmail|googlemail|hotmail|outlook|yahoo|icloud|protonmail|gmx'.split('|'),
];

const open = '[ ]{0,2}[\\[({<][ ]{0,2}';
const close = '[ ]{0,2}[\\])}>][ ]{0,2}';
const dot = `(?:${open}(?:${dotNames}|\\.)${close}|[ ]{1,2}(?:${dotNames}|\\.)[ ]{1,2}|[ ]?[-_](?:${dotNames})[-_][ ]?|\\.)`;
const sign = new RegExp(
  `(?<bracket>${open}(?:at|@|a|ad|${signNames})${close})|[ ]{1,2}(?:(?<named>${signNames}|at sign)|(?<plain>at|@))[ ]{1,2}|(?<dashed>[-_]at[-_])`,
  'gi',
);
const tops =
  'com|org|net|edu|gov|info|biz|io|co|me|app|dev|ai|eu|us|uk|de|fr|es|it|pt|br|nl|be|ch|at|se|no|dk|fi|pl|cz|ru|tr|mx|ar|cl|ie|ca|au|nz|in|jp|cn|kr|za';
/** What follows the sign: labels with dots, the last of them a top level. */
const domain = new RegExp(`^[a-z0-9][a-z0-9-]{0,40}(?:${dot}[a-z0-9-]{1,40}){0,3}?${dot}(?:${tops})(?![a-z0-9])`, 'i');
/** What stands in front of it; words may be joined by dots. */
const local = new RegExp(`(?:[a-z0-9_%+-]{1,40}${dot}){0,3}[a-z0-9_%+-]{1,40}$`, 'i');
const dots = new RegExp(dot, 'gi');
const host = new RegExp(`^(?:${hosts})(?![a-z0-9])`, 'i');
/** Words in front of `at` that make it a place: "look at", "find me at". */
const placing =
  /^(?:look|looking|looked|me|us|it|is|are|was|be|am|him|her|them|you|find|shop|buy|bought|order|ordered|orders|available|site|website|page|shop|store|work|works|working|worked|job|live|here|there|now|and|or|on|in|to|up|out|over|back|log|login|sign|account|accounts|inbox|mailbox|email|mail|emails|e-mail|team|support|people|guys|folks|someone|engineer|visit|see|check|read|more|online|hosted|down|arrive|stay|meet|sold|sells|listed|start|info|details|everything|anything|good|bad|great|new|not|that|this|what|not)$/i;
/** How far the looks to either side reach. */
const BEFORE_MAX = 120;
const AFTER_MAX = 200;

/** The text with its disguised addresses written out; undefined when there are none. */
export function foldAddresses(text: string, map: OffsetMap | undefined): Folded | undefined {
  const edits = new Edits(text);
  let taken = 0;
  for (const match of text.matchAll(sign)) {
    const start = match.index;
    const end = start + match[0].length;
    if (start < taken) continue;
    const after = domain.exec(text.slice(end, end + AFTER_MAX));
    if (after === null) continue;
    const before = local.exec(text.slice(Math.max(taken, start - BEFORE_MAX), start));
    if (before === null || !sure(match, before[0], after[0])) continue;
    writeDots(edits, before[0], start - before[0].length);
    edits.replace(start, end, '@');
    writeDots(edits, after[0], end);
    taken = end + after[0].length;
  }
  const folded = edits.done();
  return folded === undefined ? undefined : { text: folded.text, map: chainMaps(folded.map, map) };
}

/** A bare `at` needs a spoken dot or a mail host behind it, and in front of it something that is no verb. */
function sure(match: RegExpMatchArray, before: string, after: string): boolean {
  if (match.groups?.['plain'] === undefined) return true;
  const spelt = match[0].includes('@') || /[\s[(]/.test(after) || host.test(after);
  return spelt && !placing.test(before);
}

function writeDots(edits: Edits, piece: string, at: number): void {
  for (const match of piece.matchAll(dots))
    if (match[0] !== '.') edits.replace(at + match.index, at + match.index + match[0].length, '.');
}
