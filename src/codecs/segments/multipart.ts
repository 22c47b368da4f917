/** Cuts a multipart body into its parts: texts are read whole, one by one; files go by as they come. */
import { ChatveilError } from '../../domain/errors.ts';
import { FILE_LOOK_BYTES, type FileFacts } from '../../domain/file.ts';
import type { Work } from '../../domain/work.ts';
import type { NestOpened } from '../assembly.ts';
import { ByteQueue } from '../byte-queue.ts';
import type { OpenHead } from '../codec.ts';
import { BOUNDARY_BYTES_MAX, openPart, openRemark, partKind } from '../formats/multipart.ts';
import { PART_HEAD_BYTES_MAX } from '../part-head.ts';
import { isText } from '../sniff.ts';
import type { Segment, Segmenter, Segments } from './segment.ts';

/** Blanks after a boundary. */
const PADDING_MAX = 256;

type State = 'preamble' | 'mark' | 'after-mark' | 'head' | 'content' | 'file' | 'epilogue';

/** Undefined when the boundary is missing or too long. */
export function createMultipartSegmenter(head: OpenHead): Segmenter | undefined {
  const { boundary = '' } = head;
  return boundary === '' || boundary.length > BOUNDARY_BYTES_MAX ? undefined : new MultipartSegmenter(head, boundary);
}

class MultipartSegmenter implements Segmenter {
  readonly #head: OpenHead;
  readonly #boundary: string;
  readonly #mark: Buffer;
  readonly #queue = new ByteQueue();
  #state: State = 'preamble';
  #headBytes = 0;
  /** Declared by the head of the part that is being read. */
  #mediaType: string | undefined;
  /** Of the file that is going by. */
  #facts: FileFacts | undefined;
  /** Bytes of the queue in which there is no boundary. */
  #searched = 0;

  constructor(head: OpenHead, boundary: string) {
    this.#head = head;
    this.#boundary = boundary;
    this.#mark = Buffer.from(`\r\n--${boundary}`, 'latin1');
  }

  *push(chunk: Buffer): Segments {
    this.#queue.append(chunk);
    for (let segment = yield* this.#next(); segment !== undefined; segment = yield* this.#next()) {
      if (segment.bytes.length > 0) yield segment;
    }
    const { streamLeafBytesMax } = this.#head.limits;
    if (this.#queue.length > streamLeafBytesMax + PART_HEAD_BYTES_MAX) {
      throw new ChatveilError('CV_RECORD_TOO_LARGE', { bytes: this.#queue.length });
    }
  }

  *end(): Segments {
    if (this.#state !== 'epilogue') throw new ChatveilError('CV_MULTIPART_MALFORMED');
    if (this.#queue.length > 0) yield yield* this.#remark(this.#queue.length);
  }

  /** The next segment, or undefined when more bytes are needed; an empty one when only the state changed. */
  *#next(): Work<Segment | undefined> {
    switch (this.#state) {
      case 'preamble':
        return yield* this.#preamble();
      case 'mark':
        return this.#frame(this.#mark.length, 'after-mark');
      case 'after-mark':
        return this.#afterMark();
      case 'head':
        return yield* this.#partHead();
      case 'content':
        return yield* this.#content();
      case 'file':
        return this.#file();
      default:
        return undefined;
    }
  }

  /** Bytes of the grammar itself. */
  #frame(count: number, state: State): Segment | undefined {
    if (this.#queue.length < count) return undefined;
    this.#state = state;
    this.#searched = 0;
    return { bytes: this.#queue.take(count) };
  }

  *#preamble(): Work<Segment | undefined> {
    const first = this.#mark.subarray(2);
    const view = this.#queue.view();
    if (view.length < this.#mark.length) return undefined;
    if (view.subarray(0, first.length).equals(first)) return this.#frame(first.length, 'after-mark');
    const at = this.#find(view, 0);
    if (at < 0) return undefined;
    this.#state = 'mark';
    return yield* this.#remark(at);
  }

  #afterMark(): Segment | undefined {
    const view = this.#queue.view();
    if (view.length < 2) return undefined;
    if (view[0] === 0x2d && view[1] === 0x2d) return this.#frame(2, 'epilogue');
    let at = 0;
    while (view[at] === 0x20 || view[at] === 0x09) at++;
    if (at > PADDING_MAX) throw new ChatveilError('CV_MULTIPART_MALFORMED');
    if (at + 2 > view.length) return undefined;
    if (view[at] !== 0x0d || view[at + 1] !== 0x0a) throw new ChatveilError('CV_MULTIPART_MALFORMED');
    return this.#frame(at + 2, 'head');
  }

  *#partHead(): Work<Segment | undefined> {
    const view = this.#queue.view();
    if (view.length < 2) return undefined;
    const empty = view[0] === 0x0d && view[1] === 0x0a;
    const end = empty ? -2 : view.subarray(0, PART_HEAD_BYTES_MAX).indexOf('\r\n\r\n');
    if (end === -1) {
      if (view.length >= PART_HEAD_BYTES_MAX) throw new ChatveilError('CV_MULTIPART_MALFORMED');
      return undefined;
    }
    this.#headBytes = end + 4;
    this.#searched = this.#headBytes;
    const part = partKind(view.subarray(0, this.#headBytes));
    if (part === undefined) throw new ChatveilError('CV_MULTIPART_MALFORMED');
    this.#mediaType = part.mediaType;
    if (part.kind === 'file') return yield* this.#headOfFile();
    this.#state = 'content';
    return nothing;
  }

  *#headOfFile(): Work<Segment> {
    const bytes = this.#queue.take(this.#headBytes);
    this.#state = 'file';
    this.#facts = undefined;
    this.#searched = 0;
    return yield* this.#opened(bytes, openPart(bytes, this.#boundary, bytes.length, this.#head));
  }

  *#content(): Work<Segment | undefined> {
    const view = this.#queue.view();
    const at = this.#find(view, this.#headBytes);
    if (at >= 0) {
      this.#state = 'mark';
      const bytes = this.#queue.take(at);
      return yield* this.#opened(bytes, openPart(bytes, this.#boundary, this.#headBytes, this.#head));
    }
    if (view.length <= this.#head.limits.streamLeafBytesMax + this.#headBytes) return undefined;
    const part = partKind(view.subarray(0, this.#headBytes));
    // Looked at as far as a text may go: what is no text by then is a file.
    const looked = view.subarray(this.#headBytes, this.#headBytes + this.#head.limits.streamLeafBytesMax);
    return part?.kind === 'unknown' && !isText(looked) ? yield* this.#headOfFile() : undefined;
  }

  #file(): Segment | undefined {
    const view = this.#queue.view();
    const at = this.#find(view, 0);
    const count = at >= 0 ? at : view.length - this.#mark.length + 1;
    // What it is can be told once enough of it is there.
    if (at < 0 && count < (this.#facts === undefined ? FILE_LOOK_BYTES : 1)) return undefined;
    if (at >= 0) this.#state = 'mark';
    const first = () => Buffer.from(view.subarray(0, Math.min(count, FILE_LOOK_BYTES)));
    this.#facts ??= { mediaType: this.#mediaType, first: first() };
    this.#searched = 0;
    return { bytes: this.#queue.take(count), unread: 'file', file: this.#facts };
  }

  /** Offset of the next boundary; looks at no byte twice but for the length of a boundary. */
  #find(view: Buffer, from: number): number {
    const at = view.indexOf(this.#mark, Math.max(from, this.#searched));
    this.#searched = Math.max(from, view.length - this.#mark.length + 1);
    return at;
  }

  *#remark(count: number): Work<Segment> {
    const bytes = this.#queue.take(count);
    return yield* this.#opened(bytes, openRemark(bytes, this.#boundary, this.#head));
  }

  *#opened(bytes: Buffer, opening: Work<NestOpened>): Work<Segment> {
    const opened = yield* opening;
    if (!opened.ok) throw new ChatveilError(opened.reason);
    return { bytes, document: opened.document };
  }
}

const nothing: Segment = { bytes: Buffer.alloc(0) };
