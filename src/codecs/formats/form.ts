/** application/x-www-form-urlencoded: names and values, with JSON inside values opened. */
import { isUtf8 } from 'node:buffer';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place, pointerStep } from '../assembly.ts';
import { MappedPlace } from '../mapped-place.ts';
import { decodeLongPercent, decodePercent, encodeLatin1, encodePercent, isLatin1, strayPercent } from '../percent.ts';
import { addText, addTextInSteps, type Refused } from './json.ts';

/**
 * Opens a form. Nothing in the grammar can be malformed; bytes that are not UTF-8 are refused.
 *
 * @example
 * formCodec.open(Buffer.from('text=4111+1111&blocks=%5B%5D'), { limits: defaultLimits, nesting: 0 });
 */
export const formCodec: Format = { id: 'form', open: (raw, head) => atOnce(openForm(raw, head)), steps: openForm };

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** Pairs after which others have their turn, if it is time. */
const PAIRS_AT_ONCE = 64;

function* openForm(raw: Buffer, head: NestHead): Work<NestOpened> {
  if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(raw);
  let start = 0;
  for (let count = 1; start < raw.length; count += 1) {
    if (count % PAIRS_AT_ONCE === 0) yield;
    const next = raw.indexOf(AMPERSAND, start);
    const end = next < 0 ? raw.length : next;
    const refused = end > start ? yield* addPair(assembly, raw, { start, end }, head) : undefined;
    if (refused !== undefined) return refused;
    start = end + 1;
  }
  return { ok: true, document: assembly };
}

/** No rule of a profile names a longer field. */
const NAME_BYTES_MAX = 4096;

interface Range {
  readonly start: number;
  readonly end: number;
}

function* addPair(assembly: Assembly, raw: Buffer, { start, end }: Range, head: NestHead): Work<Refused | undefined> {
  let nameEnd = start;
  while (nameEnd < end && raw[nameEnd] !== EQUALS) nameEnd++;
  const isLong = nameEnd - start > NAME_BYTES_MAX;
  const step = isLong ? '/:long' : pointerStep(decodePercent(raw, start, nameEnd).toString('utf8'));
  const path = (head.base?.() ?? '') + step;
  const place = part(raw, { start, end: nameEnd }, path, 'key');
  const added = nameEnd > start && !isLong ? addText(assembly, place, head) : undefined;
  const refused = isLong ? yield* addTextInSteps(assembly, place, head) : added;
  if (refused !== undefined || nameEnd + 1 >= end) return refused;
  return yield* addTextInSteps(assembly, part(raw, { start: nameEnd + 1, end }, path, 'value'), head);
}

function part(raw: Buffer, { start, end }: Range, path: string, role: 'key' | 'value'): Place {
  let latin1: boolean | undefined;
  return new MappedPlace({
    path,
    role,
    origin: start,
    read: (map) => decodePercent(raw, start, end, map),
    respell(utf8) {
      latin1 ??= isLatin1(raw, start, end);
      return latin1 ? encodeLatin1(utf8) : encodePercent(utf8);
    },
    dangling: (at) => strayPercent(raw, start, at),
    long: () => decodeLongPercent(raw, start, end),
  });
}
