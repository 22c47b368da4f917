/** Multipart answers that never end: each part is cut, read and sent by itself, as GraphQL and push servers send them. */
import { ChatveilError } from '../../domain/errors.ts';
import type { Limits } from '../../domain/limits.ts';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import type { Framer, Selection } from '../codec.ts';
import { PART_HEAD_BYTES_MAX } from '../part-head.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { BOUNDARY_BYTES_MAX, openPart, openRemark } from './multipart.ts';

const MALFORMED = { ok: false, reason: 'CV_MULTIPART_MALFORMED' } as const;

/** Types whose parts a client reads as they come (RFC 2046 section 5.1.3; GraphQL over HTTP, "Incremental Delivery"). */
const STREAMED: ReadonlySet<string> = new Set(['multipart/mixed', 'multipart/x-mixed-replace']);

/** The treatment of an answer whose parts arrive over time; undefined for every other. */
export function streamedMultipart(mediaType: string, boundary: string | undefined): Selection | undefined {
  if (!STREAMED.has(mediaType) || boundary === undefined) return undefined;
  if (boundary === '' || boundary.length > BOUNDARY_BYTES_MAX) return undefined;
  return { treat: 'stream', codec: multipartStreamCodec, framer: (limits) => partFramer(limits, boundary) };
}

/**
 * Opens one record of `partFramer`: a part with the boundary that ends it, the first boundary, or what follows the
 * last one. Anything else is CV_MULTIPART_MALFORMED, a preamble too.
 */
export const multipartStreamCodec: Format = {
  id: 'multipart-stream',
  open: (raw, head) => atOnce(openRecord(raw, head)),
  steps: openRecord,
};

function* openRecord(raw: Buffer, head: NestHead): Work<NestOpened> {
  const boundary = head.boundary ?? '';
  const mark = markOf(boundary);
  const assembly = new Assembly(raw);
  const nested = (opened: NestOpened, bytes: Buffer, start: number): NestOpened => {
    if (!opened.ok) return opened;
    assembly.nest(new VerbatimPlace(head.base?.() ?? '', bytes, start), opened.document);
    return { ok: true, document: assembly };
  };
  if (raw.equals(mark) || raw.equals(mark.subarray(2))) return { ok: true, document: assembly };
  if (raw[0] === 0x2d && raw[1] === 0x2d) {
    const rest = raw.subarray(2);
    return nested(yield* openRemark(rest, boundary, head), rest, 2);
  }
  const end = raw.length - mark.length;
  const start = lineEnd(raw);
  if (start < 0 || end < start || !raw.subarray(end).equals(mark)) return MALFORMED;
  const content = contentStart(raw, start);
  if (content < 0 || content > end) return MALFORMED;
  const part = raw.subarray(start, end);
  return nested(yield* openPart(part, boundary, content - start, head), part, start);
}

function markOf(boundary: string): Buffer {
  return Buffer.from(`\r\n--${boundary}`, 'latin1');
}

/** Where the boundary's line ends; nothing but blanks may follow a boundary. */
function lineEnd(raw: Buffer): number {
  let at = 0;
  while (raw[at] === 0x20 || raw[at] === 0x09) at++;
  return raw[at] === 0x0d && raw[at + 1] === 0x0a ? at + 2 : -1;
}

/** After the empty line behind the headers, which may come at once. */
function contentStart(raw: Buffer, start: number): number {
  if (raw[start] === 0x0d && raw[start + 1] === 0x0a) return start + 2;
  const end = raw.subarray(start, start + PART_HEAD_BYTES_MAX).indexOf('\r\n\r\n');
  return end < 0 ? -1 : start + end + 4;
}

/** Cuts behind each boundary, so that a client sees at once that a part has ended. A part may be as large as a body. */
function partFramer(limits: Limits, boundary: string): Framer {
  const mark = markOf(boundary);
  let waiting: Buffer[] = [];
  let size = 0;
  /** The last bytes of what waits, in which a boundary may have begun. */
  let tail = Buffer.alloc(0);
  let opened = false;

  const release = (): Buffer => {
    const record = waiting.length === 1 ? (waiting[0] as Buffer) : Buffer.concat(waiting);
    waiting = [];
    size = 0;
    tail = Buffer.alloc(0);
    return record;
  };
  const keep = (piece: Buffer): void => {
    if (piece.length === 0) return;
    size += piece.length;
    if (size > limits.bodyBytesMax) throw new ChatveilError('CV_RECORD_TOO_LARGE', { bytes: size });
    waiting.push(piece);
    tail = Buffer.concat([tail, piece.subarray(-mark.length)]).subarray(1 - mark.length);
  };
  /** Offset in `chunk` behind the next boundary, or -1. */
  const next = (chunk: Buffer): number => {
    if (!opened) {
      const first = Buffer.concat([...waiting, chunk.subarray(0, mark.length)]).subarray(0, mark.length - 2);
      if (first.equals(mark.subarray(2))) return mark.length - 2 - size;
    }
    const joint = Buffer.concat([tail, chunk.subarray(0, mark.length - 1)]).indexOf(mark);
    if (joint >= 0) return joint + mark.length - tail.length;
    const at = chunk.indexOf(mark);
    return at < 0 ? -1 : at + mark.length;
  };

  return {
    push(chunk) {
      const records: Buffer[] = [];
      let rest = chunk;
      for (let cut = next(rest); cut >= 0; cut = next(rest)) {
        keep(rest.subarray(0, cut));
        rest = rest.subarray(cut);
        opened = true;
        records.push(release());
      }
      keep(rest);
      return records;
    },
    end: release,
  };
}
