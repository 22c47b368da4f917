/** A body too large to be held: read in segments on its way, each inspected before it goes on, the sender held back. */
import { type Duplex, Transform } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Segment, Segmenter, Segments } from '../codecs/segments/segment.ts';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { FileFacts } from '../domain/file.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { Work } from '../domain/work.ts';
import type { Redaction, Treatment } from '../redaction/redaction.ts';
import type { Site } from '../settings/settings.ts';
import type { ConversationRestorer } from '../vault/vault.ts';
import { foreignCharset } from './charset.ts';
import { beginningOf, type Coding, type MediaType } from './content.ts';
import { decoders, encoders } from './content-stream.ts';
import { type Plane, recordPart, recordTotal } from './scope.ts';

export interface LargeBodyFacts {
  readonly plane: Plane;
  readonly site: Site;
  readonly head: FrameHead;
  readonly treatment: Treatment;
  readonly media: MediaType;
  readonly coding: Coding;
  /** Whether the receiver can read `coding`; otherwise the body goes on without it. */
  readonly keepCoding: boolean;
  readonly restorer?: ConversationRestorer | undefined;
  /** What is wrong at the end of the body, if anything: trailers, say. */
  readonly fault?: () => ErrorCode | undefined;
}

export interface LargeBody {
  /** Takes the body as it came. */
  readonly entry: Duplex;
  /**
   * Gives what goes on. Fails with a ChatveilError, whose fact `counted` says that the message has been counted;
   * then nothing more may be sent, and no end mark either.
   */
  readonly exit: Duplex;
  stop(): void;
}

/** Bytes by which it is told what a large body is. */
export const LOOK_BYTES = 4096;

/** The first of them in what has come of a body. */
export function beginningIn(chunks: readonly Buffer[]): Buffer {
  return Buffer.concat(chunks.slice(0, LOOK_BYTES)).subarray(0, LOOK_BYTES);
}

/** Bytes handled before other connections have their turn. */
const TURN_BYTES = 64 * 1024;

/** Undefined when a body that begins with `first` can only be read whole. */
export function openLargeBody(facts: LargeBodyFacts, first: Buffer): LargeBody | undefined {
  const { plane, coding, media, head, treatment } = facts;
  const begins = beginningOf(first, coding);
  if (begins.length === 0 || foreignCharset(media.charset, begins) !== undefined) return undefined;
  const segmenter = plane.redactor.segments?.(head, begins, treatment);
  if (segmenter === undefined) return undefined;
  const { limits } = treatment;
  const chain = [
    ...decoders(coding, first, limits),
    redactingStream(facts, segmenter),
    ...(facts.keepCoding ? encoders(coding) : []),
  ];
  return joined(chain);
}

/** Pipes each stream into the next; a fault of one is a fault of the last. */
function joined(chain: readonly Duplex[]): LargeBody | undefined {
  const entry = chain[0];
  const exit = chain.at(-1);
  if (entry === undefined || exit === undefined) return undefined;
  const stop = (error?: Error) => {
    for (const each of chain) each.destroy(each === exit ? error : undefined);
  };
  for (const [index, each] of chain.entries()) {
    const next = chain[index + 1];
    if (next === undefined) continue;
    each.pipe(next);
    each.on('error', (error) => stop(error instanceof ChatveilError ? error : new ChatveilError('CV_CODING_BROKEN')));
  }
  return { entry, exit, stop: () => stop() };
}

function redactingStream(facts: LargeBodyFacts, segmenter: Segmenter): Transform {
  const work = new SegmentWork(facts, segmenter);
  const stream: Transform = new Transform({
    transform(chunk: Buffer, _, done) {
      work.take(chunk, (bytes) => stream.push(bytes)).then(() => done(), done);
    },
    flush(done) {
      work.finish((bytes) => stream.push(bytes)).then(() => done(), done);
    },
  });
  return stream;
}

type Send = (bytes: Buffer) => void;

class SegmentWork {
  readonly #facts: LargeBodyFacts;
  readonly #segmenter: Segmenter;
  /** Came in but is in no segment yet; kept only where content that cannot be read may pass. */
  readonly #unread: Buffer[] = [];
  readonly #lenient: boolean;
  #size = 0;
  #sinceTurn = 0;
  #edited = false;
  #raw = false;
  /** The file that is going by, and how much of it has. */
  #file: FileFacts | undefined;
  #fileBytes = 0;

  constructor(facts: LargeBodyFacts, segmenter: Segmenter) {
    this.#facts = facts;
    this.#segmenter = segmenter;
    this.#lenient = facts.treatment.mode === 'observe' || facts.treatment.route.ifUnreadable === 'pass';
  }

  async take(chunk: Buffer, send: Send): Promise<void> {
    this.#size += chunk.length;
    if (this.#size > this.#facts.treatment.limits.streamBytesMax) this.#refuse('CV_BODY_TOO_LARGE');
    if (this.#raw) return this.#pass(chunk, send);
    if (this.#lenient) this.#unread.push(chunk);
    await this.#all(() => this.#segmenter.push(chunk), send);
  }

  async finish(send: Send): Promise<void> {
    const { fault, plane, head } = this.#facts;
    const code = fault?.();
    if (code !== undefined) this.#refuse(code);
    if (!this.#raw) await this.#all(() => this.#segmenter.end(), send);
    recordTotal(plane, head, this.#edited ? 'edited' : 'forwarded');
  }

  async #all(begin: () => Segments, send: Send): Promise<void> {
    const { redactor } = this.#facts.plane;
    const segments = begin();
    for (;;) {
      const segment = await redactor.share(this.#next(segments));
      if (segment === undefined) break;
      if (this.#lenient) this.#drop(segment.bytes.length);
      await this.#segment(segment, send);
    }
    if (this.#raw) for (const bytes of this.#unread.splice(0)) this.#pass(bytes, send);
  }

  /** Undefined after the last, or when the content cannot be read any further and the route lets such content pass. */
  *#next(segments: Segments): Work<Segment | undefined> {
    try {
      for (let step = segments.next(); step.done !== true; step = segments.next()) {
        if (step.value !== undefined) return step.value;
        yield;
      }
      return undefined;
    } catch (error) {
      if (!this.#lenient) this.#refuse(error instanceof ChatveilError ? error.code : 'CV_INTERNAL');
      this.#raw = true;
      return undefined;
    }
  }

  async #segment({ bytes, document, unread, file }: Segment, send: Send): Promise<void> {
    const { plane, head, treatment, restorer } = this.#facts;
    this.#sinceTurn += bytes.length;
    if (this.#sinceTurn > TURN_BYTES) {
      this.#sinceTurn = 0;
      await nextTurn();
    }
    if (unread !== undefined) {
      if (treatment.mode === 'enforce') this.#judge(file, bytes.length);
      plane.recorder.uninspected(head.site, head.direction, unread, bytes.length);
      return send(bytes);
    }
    if (document === undefined) return send(bytes);
    const answer = plane.redactor.redact({ head, bytes }, treatment, restorer, { document });
    const redaction = answer instanceof Promise ? await answer : answer;
    this.#record(redaction, bytes.length);
    if (redaction.verdict === 'block') throw new ChatveilError(redaction.code, { counted: true });
    this.#edited ||= redaction.edited;
    send(redaction.bytes);
  }

  /** A file is judged when it begins, and by its size with each segment of it. */
  #judge(file: FileFacts | undefined, size: number): void {
    const { plane, treatment } = this.#facts;
    const { files: rule } = treatment.route;
    const port = plane.redactor.files;
    if (port === undefined || file === undefined) {
      if (rule !== 'pass') this.#refuse('CV_FILE_REFUSED');
      return;
    }
    const begins = file !== this.#file;
    this.#file = file;
    this.#fileBytes = begins ? size : this.#fileBytes + size;
    const code = (begins ? port.judge(file, rule) : undefined) ?? port.judgeSize(this.#fileBytes, rule);
    if (code !== undefined) this.#refuse(code);
  }

  #record(redaction: Redaction, size: number): void {
    const { plane, head, treatment } = this.#facts;
    recordPart(plane, head, redaction, size, treatment.mode === 'enforce');
    if (redaction.verdict === 'block') recordTotal(plane, head, redaction);
  }

  #refuse(code: ErrorCode): never {
    throw new ChatveilError(code);
  }

  #pass(bytes: Buffer, send: Send): void {
    const { plane, head } = this.#facts;
    plane.recorder.uninspected(head.site, head.direction, 'unreadable', bytes.length);
    send(bytes);
  }

  /** The first `count` bytes of what came in have been read. */
  #drop(count: number): void {
    let left = count;
    while (left > 0) {
      const first = this.#unread[0];
      if (first === undefined) return;
      if (first.length > left) this.#unread[0] = first.subarray(left);
      else this.#unread.shift();
      left -= first.length;
    }
  }
}
