/** Server-sent events: the data lines of an event are one text, JSON in it is opened, other fields are texts too. */
import { isUtf8 } from 'node:buffer';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place } from '../assembly.ts';
import { eventFramer } from '../framer.ts';
import { type Line, lineAt } from '../line.ts';
import { Decoding, MappedPlace } from '../mapped-place.ts';
import { addText, addTextInSteps, type Refused } from './json.ts';

/**
 * Opens one event, as the framer cuts them, or several. No stream is malformed; unknown fields are read whole.
 * Data has the path of its own document; other fields are `/:event`, `/:id`, `/:comment` and so on, which no
 * JSON pointer of a vendor profile will meet by chance.
 *
 * @example
 * eventStreamCodec.open(Buffer.from('data: {"text":"hi"}\n\n'), { limits: defaultLimits, nesting: 0 });
 */
export const eventStreamCodec: Format = {
  id: 'event-stream',
  framer: eventFramer,
  open: (raw, head) => atOnce(openEvents(raw, head)),
  steps: openEvents,
};

/** Lines after which others have their turn, if it is time. */
const LINES_AT_ONCE = 128;

interface Value {
  readonly start: number;
  readonly end: number;
  /** What must come before an insert at `start`, lest its first space is taken for the optional one. */
  readonly lead: string;
}

function* openEvents(raw: Buffer, head: NestHead): Work<NestOpened> {
  if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(raw);
  let data: Value[] = [];
  let refused: Refused | undefined;
  const flush = function* (): Work<Refused | undefined> {
    if (data.length === 0) return undefined;
    const place = linesPlace(raw, data, head.base?.() ?? '', '\ndata: ');
    data = [];
    return yield* addTextInSteps(assembly, place, head);
  };
  let next = raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf ? 3 : 0;
  for (let count = 1; next < raw.length && refused === undefined; count += 1) {
    if (count % LINES_AT_ONCE === 0) yield;
    const line = lineAt(raw, next);
    next = line.next;
    if (line.end === line.start) refused = yield* flush();
    else if (isData(raw, line)) data.push(valueAfter(raw, line, 4));
    else refused = addText(assembly, fieldPlace(raw, line, head.base?.() ?? ''), head);
  }
  refused ??= yield* flush();
  return refused ?? { ok: true, document: assembly };
}

function isData(raw: Buffer, { start, end }: Line): boolean {
  if (end - start < 4 || raw.toString('latin1', start, start + 4) !== 'data') return false;
  return end === start + 4 || raw[start + 4] === 0x3a;
}

/** The value after a field name of `nameLength` bytes, its colon and one optional space. */
function valueAfter(raw: Buffer, { start, end }: Line, nameLength: number): Value {
  const colon = start + nameLength;
  if (colon >= end) return { start: end, end, lead: ': ' };
  const spaced = raw[colon + 1] === 0x20 && colon + 1 < end;
  return { start: colon + (spaced ? 2 : 1), end, lead: spaced ? '' : ' ' };
}

/** Joins the values with line feeds; `between` is how a line feed in inserted text is spelled. */
function linesPlace(raw: Buffer, lines: readonly Value[], path: string, between: string): Place {
  const first = lines[0]?.start ?? 0;
  const last = lines.at(-1)?.end ?? 0;
  const leads = new Map(lines.map((line) => [line.start, line.lead]));
  return new MappedPlace({
    path,
    origin: first,
    read(map) {
      const decoding = new Decoding(last - first, map);
      lines.forEach((line, index) => {
        const before = lines[index - 1];
        if (before !== undefined) decoding.atom(FEED, before.end, line.start);
        for (let at = line.start; at < line.end; at++) decoding.plain(raw[at] as number);
      });
      return decoding.bytes();
    },
    respell(utf8, rawStart) {
      const text = utf8.toString('utf8').replace(/\r\n|\r|\n/g, between);
      return Buffer.from((leads.get(rawStart) ?? '') + text, 'utf8');
    },
  });
}

const FEED = Buffer.from('\n');
/** A name alone is the field with nothing in it (HTML standard, section 9.2.6). */
const KNOWN = /^(?:event|id|retry)(?=:|$)/;

/**
 * A comment, a known field or, for anything else, the whole line. Clients ignore unknown lines; one that is
 * edited from its start becomes a comment, because an emptied line would end the event.
 */
function fieldPlace(raw: Buffer, line: Line, base: string): Place {
  const start = raw.toString('latin1', line.start, Math.min(line.start + 6, line.end));
  const name = start.startsWith(':') ? '' : KNOWN.exec(start)?.[0];
  const value = name === undefined ? { ...line, lead: ': ' } : valueAfter(raw, line, name.length);
  return linesPlace(raw, [value], `${base}/:${name === '' ? 'comment' : (name ?? 'line')}`, ' ');
}
