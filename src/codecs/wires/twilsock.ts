/** Twilsock 3: `TWILSOCK V3.0 <n>`, a JSON header of n bytes with `payload_size`, and the payload of a tunnelled call. */
import type { Edit } from '../../domain/text.ts';
import { atOnce, type Work } from '../../domain/work.ts';
import { Assembly, type Format, type NestableDocument, type NestHead, type NestOpened } from '../assembly.ts';
import { jsonCodec } from '../formats/json.ts';
import { locateJson } from '../json-locate.ts';
import { nestInSteps } from '../nest-into.ts';
import { applySplices, type Splice, settle } from '../splice.ts';
import { attachment } from '../steps/attachment.ts';
import { VerbatimPlace } from '../verbatim-place.ts';

const MALFORMED = { ok: false, reason: 'CV_WIRE_MALFORMED' } as const;
const FIRST_LINE = /^TWILSOCK V3\.\d (\d{1,8})\r\n/;
const SIZE = '/payload_size';

/**
 * `payload` reads what is text in the payload.
 *
 * @example
 * twilsock(jsonCodec).open(Buffer.from('TWILSOCK V3.0 18\r\n{"payload_size":2}\r\n{}'), head);
 */
export function twilsock(payload: Format): Format {
  const content = attachment(payload);
  return {
    id: 'twilsock',
    binary: true,
    open: (raw, head) => atOnce(openCall(raw, head, content)),
    steps: (raw, head) => openCall(raw, head, content),
  };
}

function* openCall(raw: Buffer, head: NestHead, content: Format): Work<NestOpened> {
  const line = FIRST_LINE.exec(raw.toString('latin1', 0, 40));
  if (line === null) return MALFORMED;
  const headerStart = line[0].length;
  const headerEnd = headerStart + Number(line[1]);
  const start = headerEnd + 2;
  if (raw[headerEnd] !== 0x0d || raw[headerEnd + 1] !== 0x0a) return MALFORMED;
  const header = raw.subarray(headerStart, headerEnd);
  const size = locateJson(header, head.limits.jsonDepthMax, [SIZE]).get(SIZE);
  const declared = size === undefined ? 0 : Number(header.toString('latin1', size.start, size.end));
  if (declared !== raw.length - start) return MALFORMED;
  const assembly = new Assembly(raw);
  const base = head.base?.() ?? '';
  const headerPlace = new VerbatimPlace(`${base}/:header`, header, headerStart);
  const payloadPlace = new VerbatimPlace(base, raw.subarray(start), start);
  const refused =
    (yield* nestInSteps(assembly, headerPlace, jsonCodec, head)) ??
    (yield* nestInSteps(assembly, payloadPlace, content, head));
  if (refused !== undefined) return refused;
  const sizeRange = size && { start: headerStart + size.start, end: headerStart + size.end };
  const layout = {
    count: { start: headerStart - 2 - (line[1] ?? '').length, end: headerStart - 2 },
    headerStart,
    headerEnd,
  };
  return { ok: true, document: new Counted(raw, assembly, { ...layout, size: sizeRange }) };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

interface Layout {
  /** The number in the first line. */
  readonly count: Range;
  readonly headerStart: number;
  readonly headerEnd: number;
  /** The number behind `payload_size`. */
  readonly size: Range | undefined;
}

/** Both lengths follow an edit: the payload's stands in the header, whose own may change by that. */
class Counted implements NestableDocument {
  readonly spans: NestableDocument['spans'];
  readonly uninspected: NestableDocument['uninspected'];
  readonly #raw: Buffer;
  readonly #inner: NestableDocument;
  readonly #layout: Layout;

  constructor(raw: Buffer, inner: NestableDocument, layout: Layout) {
    this.spans = inner.spans;
    this.uninspected = inner.uninspected;
    this.#raw = raw;
    this.#inner = inner;
    this.#layout = layout;
  }

  rewrite(edits: readonly Edit[]): Buffer {
    return edits.length === 0 ? this.#raw : applySplices(this.#raw, this.splices(edits));
  }

  splices(edits: readonly Edit[]): readonly Splice[] {
    const { count, headerStart, headerEnd, size } = this.#layout;
    const changes = settle(this.#inner.splices(edits));
    if (changes.length === 0) return changes;
    const grown = (from: number, to: number, list: readonly Splice[]) =>
      list
        .filter(({ start }) => start >= from && start < to)
        .reduce((sum, { start, end, bytes }) => sum + bytes.length - (end - start), 0);
    const kept =
      size === undefined ? changes : changes.filter(({ start, end }) => end <= size.start || start >= size.end);
    const payload = this.#raw.length - headerEnd - 2 + grown(headerEnd, Number.POSITIVE_INFINITY, changes);
    const sized = size === undefined ? [] : [{ ...size, bytes: Buffer.from(String(payload), 'latin1') }];
    const all = [...kept, ...sized];
    const header = headerEnd - headerStart + grown(headerStart, headerEnd, all);
    return settle([...all, { ...count, bytes: Buffer.from(String(header), 'latin1') }]);
  }
}
