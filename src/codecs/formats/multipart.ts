/** multipart/form-data and its kin: names, file names and parts by their own type; files go to the route's policy. */
import { isUtf8 } from 'node:buffer';
import { ChatveilError, type ErrorCode } from '../../domain/errors.ts';
import { FILE_LOOK_BYTES } from '../../domain/file.ts';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestHead, type NestOpened, type Place } from '../assembly.ts';
import { openInSteps } from '../in-steps.ts';
import { isFormType, isHtmlType, isJsonType, isMultipartType, isTextType, isXmlType } from '../media-type.ts';
import { PART_HEAD_BYTES_MAX, type PartHead, readPartHead } from '../part-head.ts';
import { isText, startsLikeJson } from '../sniff.ts';
import { applySplices, type Splice } from '../splice.ts';
import { VerbatimPlace } from '../verbatim-place.ts';
import { formCodec } from './form.ts';
import { sentHtmlCodec } from './html.ts';
import { addText, addTextInSteps, jsonCodec } from './json.ts';
import { xmlCodec } from './xml.ts';

/**
 * Opens a multipart body by the `boundary` of its head (RFC 2046 section 5.1). Line ends must be CRLF and the
 * closing boundary must be there, since receivers disagree about everything else.
 *
 * @example
 * multipartCodec.open(body, { mediaType: 'multipart/form-data', boundary: 'b', limits: defaultLimits, nesting: 0 });
 */
export const multipartCodec: Format = {
  id: 'multipart',
  open: (raw, head) => atOnce(openMultipart(raw, head)),
  steps: openMultipart,
};

/** One part by itself, from its first header line to the end of its content, for bodies that are not held whole. */
export function* openPart(raw: Buffer, boundary: string, contentStart: number, head: NestHead): Work<NestOpened> {
  const body = new Body(raw, Buffer.from(`\r\n--${boundary}`, 'latin1'), head);
  return (yield* body.part(0, contentStart, raw.length)) ? body.done() : body.failure;
}

/** What stands before the first boundary or after the last one. */
export function* openRemark(raw: Buffer, boundary: string, head: NestHead): Work<NestOpened> {
  const body = new Body(raw, Buffer.from(`\r\n--${boundary}`, 'latin1'), head);
  return (yield* body.remark(0, raw.length)) ? body.done() : body.failure;
}

export interface PartKind {
  readonly kind: 'file' | 'readable' | 'unknown';
  readonly mediaType: string | undefined;
}

/** What the head of a part tells of its content: a file by declaration, or one that must be looked at. */
export function partKind(head: Buffer): PartKind | undefined {
  const part = readPartHead(head, 0, Math.max(0, head.length - 4), '');
  if (part === undefined) return undefined;
  const { mediaType } = part;
  const readable = isTextType(mediaType ?? 'text/plain') || partFormat(mediaType ?? 'text/plain') !== undefined;
  if (part.isFile && (!readable || isEncoded(part))) return { kind: 'file', mediaType };
  return { kind: part.isFile || !readable ? 'unknown' : 'readable', mediaType };
}

const MALFORMED = { ok: false, reason: 'CV_MULTIPART_MALFORMED' } as const;
export const BOUNDARY_BYTES_MAX = 200;

function* openMultipart(raw: Buffer, head: NestHead): Work<NestOpened> {
  const boundary = head.boundary ?? '';
  if (boundary === '' || boundary.length > BOUNDARY_BYTES_MAX) return MALFORMED;
  const mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const opening = openingMark(raw, mark);
  if (opening === undefined) return MALFORMED;
  const body = new Body(raw, mark, head);
  if (!(yield* body.remark(0, opening.before))) return body.failure;
  let at = opening.after;
  for (;;) {
    yield;
    if (raw[at] === 0x2d && raw[at + 1] === 0x2d)
      return (yield* body.remark(at + 2, raw.length)) ? body.done() : body.failure;
    const start = afterPadding(raw, at);
    const headEnd = start < 0 ? -1 : headerEnd(raw, start);
    const end = headEnd < 0 ? -1 : raw.indexOf(mark, headEnd);
    if (end < 0) return MALFORMED;
    if (!(yield* body.part(start, headEnd, end))) return body.failure;
    at = end + mark.length;
  }
}

/** Where the preamble ends and what follows the first boundary begins; the first one needs no line before it. */
function openingMark(raw: Buffer, mark: Buffer): { before: number; after: number } | undefined {
  if (raw.indexOf(mark.subarray(2)) === 0) return { before: 0, after: mark.length - 2 };
  const before = raw.indexOf(mark);
  return before < 0 ? undefined : { before, after: before + mark.length };
}

/** Start of the header block after a boundary line; -1 when something else stands on that line. */
function afterPadding(raw: Buffer, from: number): number {
  let at = from;
  while (raw[at] === 0x20 || raw[at] === 0x09) at++;
  return raw[at] === 0x0d && raw[at + 1] === 0x0a ? at + 2 : -1;
}

/** Start of the content: after the empty line, which may come at once. -1 when there is none. */
function headerEnd(raw: Buffer, start: number): number {
  if (raw[start] === 0x0d && raw[start + 1] === 0x0a) return start + 2;
  const end = raw.subarray(start, start + PART_HEAD_BYTES_MAX).indexOf('\r\n\r\n');
  return end < 0 ? -1 : start + end + 4;
}

class Body {
  failure: Extract<NestOpened, { ok: false }> = { ok: false, reason: 'CV_TOO_MANY_SPANS' };
  readonly #assembly: Assembly;
  readonly #raw: Buffer;
  readonly #mark: Buffer;
  readonly #head: NestHead;
  readonly #base: string;

  constructor(raw: Buffer, mark: Buffer, head: NestHead) {
    this.#assembly = new Assembly(raw);
    this.#raw = raw;
    this.#mark = mark;
    this.#head = head;
    this.#base = head.base?.() ?? '';
  }

  done(): NestOpened {
    return { ok: true, document: this.#assembly };
  }

  /** Preamble and epilogue: nobody reads them, but they would be forwarded. */
  *remark(start: number, end: number): Work<boolean> {
    if (end <= start || (end - start === 2 && this.#raw[start] === 0x0d)) return true;
    return yield* this.#text(start, end, `${this.#base}/:remark`);
  }

  *part(start: number, contentStart: number, end: number): Work<boolean> {
    const headEnd = Math.max(start, contentStart - 4);
    if (!isUtf8(this.#raw.subarray(start, headEnd))) return this.#fail(MALFORMED);
    const part = readPartHead(this.#raw, start, headEnd, this.#base);
    if (part === undefined) return this.#fail(MALFORMED);
    const { pick: _, ...head } = this.#head;
    for (const place of part.places) if (!this.#add(place, head)) return false;
    return end <= contentStart || (yield* this.#content(part, contentStart, end));
  }

  *#content(part: PartHead, start: number, end: number): Work<boolean> {
    const bytes = this.#raw.subarray(start, end);
    const disguised = yield* this.#jsonIn(part, bytes);
    if (disguised === undefined && isFileLike(part, bytes)) {
      const file = { mediaType: part.mediaType, first: bytes.subarray(0, FILE_LOOK_BYTES) };
      this.#assembly.uninspected.push({ reason: 'file', bytes: bytes.length, file });
      return true;
    }
    const reason = unreadable(part, this.#head);
    if (reason !== undefined) return this.#fail({ ok: false, reason });
    const format = disguised ?? partFormat(part.mediaType);
    if (format === undefined) return yield* this.#text(start, end, part.path);
    const opened = yield* openInSteps(format, bytes, this.#nestHead(part));
    if (!opened.ok) return this.#fail(opened);
    this.#assembly.nest(new ContentPlace(this.#mark, part.path, bytes, start), opened.document);
    return true;
  }

  /** Browsers name every Blob a file: JSON of a type of the vendor's own is a field of the message all the same. */
  *#jsonIn(part: PartHead, bytes: Buffer): Work<Format | undefined> {
    const unknown = part.isFile && partFormat(part.mediaType) === undefined && !isEncoded(part);
    if (!unknown || !startsLikeJson(bytes)) return undefined;
    return (yield* openInSteps(jsonCodec, bytes, this.#nestHead(part))).ok ? jsonCodec : undefined;
  }

  #nestHead(part: PartHead): NestHead {
    const { limits, nesting, spansBefore = 0, pick } = this.#head;
    return {
      ...(pick !== undefined && { pick }),
      limits,
      nesting: nesting + 1,
      base: () => part.path,
      spansBefore: spansBefore + this.#assembly.spans.length,
      ...(part.boundary !== undefined && { boundary: part.boundary }),
    };
  }

  *#text(start: number, end: number, path: string): Work<boolean> {
    const bytes = this.#raw.subarray(start, end);
    if (!isUtf8(bytes) || looksWide(bytes)) return this.#fail({ ok: false, reason: 'CV_TEXT_NOT_UTF8' });
    const refused = yield* addTextInSteps(this.#assembly, new ContentPlace(this.#mark, path, bytes, start), this.#head);
    return refused === undefined || this.#fail(refused);
  }

  #add(place: Place, head: NestHead): boolean {
    const refused = addText(this.#assembly, place, head);
    return refused === undefined || this.#fail(refused);
  }

  #fail(failure: Extract<NestOpened, { ok: false }>): false {
    this.failure = failure;
    return false;
  }
}

/** UTF-16 that nobody declared is UTF-8 with a zero beside every letter. */
function looksWide(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes.length % 2 === 1) return false;
  const [zero, letter] = bytes[0] === 0 ? [0, 1] : [1, 0];
  return bytes[zero] === 0 && bytes[zero + 2] === 0 && bytes[letter] !== 0 && bytes[letter + 2] !== 0;
}

/** A file that is not text, or a field that holds one: the route's policy for files decides. */
function isFileLike(part: PartHead, bytes: Buffer): boolean {
  const type = part.mediaType ?? 'text/plain';
  const readable = isTextType(type) || partFormat(type) !== undefined;
  if (part.isFile && (!readable || isEncoded(part))) return true;
  return (part.isFile || !readable) && !isText(bytes);
}

/** A field whose text is hidden by a coding or a character set is refused, like a body of that kind. */
function unreadable(part: PartHead, head: NestHead): ErrorCode | undefined {
  if (!PLAIN_CODINGS.has(part.transferCoding ?? '8bit')) return 'CV_CODING_UNSUPPORTED';
  if (!PLAIN_CHARSETS.has(part.charset ?? 'utf-8')) return 'CV_CHARSET_UNSUPPORTED';
  const tooDeep = isMultipartType(part.mediaType ?? '') && head.nesting >= head.limits.nestingMax;
  return tooDeep ? 'CV_MULTIPART_MALFORMED' : undefined;
}

function isEncoded(part: PartHead): boolean {
  return !PLAIN_CODINGS.has(part.transferCoding ?? '8bit') || !PLAIN_CHARSETS.has(part.charset ?? 'utf-8');
}

const PLAIN_CODINGS = new Set(['7bit', '8bit', 'binary']);
const PLAIN_CHARSETS = new Set(['utf-8', 'utf8', 'us-ascii']);

function partFormat(type: string | undefined): Format | undefined {
  if (type === undefined) return undefined;
  if (isJsonType(type)) return jsonCodec;
  if (isFormType(type)) return formCodec;
  if (isMultipartType(type)) return multipartCodec;
  if (isHtmlType(type)) return sentHtmlCodec;
  return isXmlType(type) ? xmlCodec : undefined;
}

/** The content of a part, which must never come to hold its own boundary. */
class ContentPlace extends VerbatimPlace {
  readonly #mark: Buffer;

  constructor(mark: Buffer, path: string, bytes: Buffer, origin: number) {
    super(path, bytes, origin);
    this.#mark = mark;
  }

  override splices(changes: readonly Splice[]): readonly Splice[] {
    const after = Buffer.concat([Buffer.from('\r\n'), applySplices(this.bytes, changes)]);
    if (after.includes(this.#mark)) throw new ChatveilError('CV_INTERNAL');
    return super.splices(changes);
  }
}
