/** A GraphQL document: string literals with their escapes undone, long integers, and everything between as text. */
import { isUtf8 } from 'node:buffer';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place } from '../assembly.ts';
import { decodeJsonString, decodeLongJson, escapeJson } from '../json-text.ts';
import { MappedPlace } from '../mapped-place.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { WholePlace } from '../whole-place.ts';
import { addText, addTextInSteps } from './json.ts';

/** Literals of GraphQL (October 2021, section 2.9): block strings, strings on one line, integers of nine digits and more. */
const LITERAL =
  /"""((?:[^"\\]|\\"""|\\|"(?!""))*)"""|"((?:[^"\\\n\r]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"|-?(?<![\w.])\d{9,40}(?![\w.])/g;

/**
 * Literals have the path of the document and `/:literal`. An integer that is edited becomes a string.
 *
 * @example
 * graphqlText.open(Buffer.from('mutation { say(text: "hi") }'), { limits: defaultLimits, nesting: 0 });
 */
export const graphqlText: Format = {
  id: 'graphql-text',
  open: (raw, head) => atOnce(openQuery(raw, head)),
  steps: openQuery,
};

/** Literals after which others have their turn, if it is time. */
const LITERALS_AT_ONCE = 128;

function* openQuery(raw: Buffer, head: NestHead): Work<NestOpened> {
  if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(raw);
  const base = head.base?.() ?? '';
  // One character a byte, so that positions are offsets; the grammar is ASCII.
  const text = raw.toString('latin1');
  let at = 0;
  let count = 0;
  for (const match of text.matchAll(LITERAL)) {
    count += 1;
    if (count % LITERALS_AT_ONCE === 0) yield;
    const start = match.index;
    const fault =
      addBetween(assembly, raw, at, start, head) ?? (yield* addTextInSteps(assembly, literal(raw, match, base), head));
    if (fault !== undefined) return fault;
    at = start + match[0].length;
  }
  return addBetween(assembly, raw, at, raw.length, head) ?? { ok: true, document: assembly };
}

/** Names, comments and punctuation; blanks alone hold nothing. */
function addBetween(assembly: Assembly, raw: Buffer, start: number, end: number, head: NestHead) {
  const bytes = raw.subarray(start, end);
  if (!bytes.some((byte) => byte > 0x20)) return undefined;
  return addText(assembly, new VerbatimPlace(head.base?.() ?? '', bytes, start), head);
}

function literal(raw: Buffer, match: RegExpExecArray, base: string): Place {
  const [whole, block, line] = match;
  const path = `${base}/:literal`;
  if (block !== undefined) return blockPlace(raw, match.index + 3, block.length, path);
  if (line === undefined) {
    const end = match.index + whole.length;
    const spell = (content: Buffer) => Buffer.from(`"${escapeJson(content).toString('utf8')}"`);
    return new WholePlace(path, Buffer.from(whole), { start: match.index, end, spell }, 'number');
  }
  const start = match.index + 1;
  const end = start + line.length;
  return new MappedPlace({
    path,
    origin: start,
    read: (map) => decodeJsonString(raw, start, end, map),
    respell: escapeJson,
    long: () => decodeLongJson(raw, start, end),
  });
}

/** Block strings have one escape, which only three quotes need. */
function blockPlace(raw: Buffer, start: number, length: number, path: string): Place {
  const respell = (utf8: Buffer) => Buffer.from(utf8.toString('utf8').replaceAll('"', "'").replaceAll('\0', ' '));
  return new VerbatimPlace(path, raw.subarray(start, start + length), start, respell);
}
