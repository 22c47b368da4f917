/** Newline-delimited JSON and JSON text sequences (RFC 7464): each line is one JSON text. */
import { isUtf8 } from 'node:buffer';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened } from '../assembly.ts';
import { lineFramer } from '../framer.ts';
import { openInSteps } from '../in-steps.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { jsonCodec } from './json.ts';

/**
 * Opens one or more lines; paths are those of the line's own document, because lines arrive one by one.
 *
 * @example
 * ndjsonCodec.open(Buffer.from('{"text":"a"}\n{"text":"b"}\n'), { limits: defaultLimits, nesting: 0 });
 */
export const ndjsonCodec: Format = {
  id: 'ndjson',
  framer: lineFramer,
  open: (raw, head) => atOnce(openLines(raw, head)),
  steps: openLines,
};

/** Lines after which others have their turn, if it is time. */
const LINES_AT_ONCE = 32;
const RECORD_SEPARATOR = 0x1e;

function* openLines(raw: Buffer, head: NestHead): Work<NestOpened> {
  if (!isUtf8(raw)) return { ok: false, reason: 'CV_TEXT_NOT_UTF8' };
  const assembly = new Assembly(raw);
  let start = 0;
  for (let count = 1; start < raw.length; count += 1) {
    if (count % LINES_AT_ONCE === 0) yield;
    const feed = raw.indexOf(0x0a, start);
    const end = feed < 0 ? raw.length : feed + 1;
    const from = raw[start] === RECORD_SEPARATOR ? start + 1 : start;
    const bytes = raw.subarray(from, end);
    start = end;
    if (isBlank(bytes)) continue;
    const spansBefore = (head.spansBefore ?? 0) + assembly.spans.length;
    const opened = yield* openInSteps(jsonCodec, bytes, { ...head, spansBefore });
    if (!opened.ok) return opened;
    assembly.nest(new VerbatimPlace(head.base?.() ?? '', bytes, from), opened.document);
  }
  return { ok: true, document: assembly };
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}
