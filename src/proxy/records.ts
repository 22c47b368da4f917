/** Streams of records (events, lines): each one is cut, inspected and sent before the next, never out of order. */
import { Readable } from 'node:stream';
import type { Framer, Selection } from '../codecs/codec.ts';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { Passage } from '../redaction/delta-gate.ts';
import type { Redaction } from '../redaction/redaction.ts';
import type { ConversationRestorer } from '../vault/vault.ts';
import type { Coding } from './content.ts';
import { streamDecoder } from './content-stream.ts';
import { createDeltaLane } from './delta-lane.ts';
import type { Exchange } from './exchange.ts';
import { faultToward } from './inspect.ts';
import type { Decoder } from './modern-codings.ts';
import { createLane } from './queue.ts';
import { recordRedaction } from './scope.ts';

type StreamSelection = Extract<Selection, { readonly treat: 'stream' }>;

export interface RecordSink {
  /** False when the sender should pause until `resume`. */
  push(chunk: Buffer): boolean;
  end(): void;
  stop(): void;
}

export interface RecordSinkOptions {
  readonly exchange: Exchange;
  readonly selection: StreamSelection;
  readonly head: FrameHead;
  readonly coding: Coding;
  readonly restorer: ConversationRestorer | undefined;
  start(restored: boolean): void;
  write(bytes: Buffer): boolean;
  resume(): void;
  done(): void;
  fail(code: ErrorCode): void;
}

/** Sends the records of a response one by one; the head goes out at once, so that a client sees the stream open. */
export function recordSink(options: RecordSinkOptions): RecordSink {
  const { exchange, head, restorer } = options;
  const { limits } = exchange.site;
  const framer = options.selection.framer(limits);
  const treatment = exchange.treatment('to-client');

  const emit = (redaction: Redaction, size: number): void => {
    recordRedaction(exchange.plane, head, redaction, size, exchange.site.mode === 'enforce');
    if (redaction.verdict === 'block') throw new ChatveilError(faultToward('to-client', redaction.code));
    options.write(redaction.bytes);
  };
  const fail = (error: unknown) =>
    options.fail(error instanceof ChatveilError ? faultToward('to-client', error.code) : 'CV_INTERNAL');
  const flow: Flow = { resume: () => options.resume() };
  const lane = createLane<Passage<Buffer>>({
    handle({ item: record, piece }) {
      const known = piece && { piece };
      const redaction = exchange.plane.redactor.redact({ head, bytes: record }, treatment, restorer, known);
      if (redaction instanceof Promise) return redaction.then((late) => emit(late, record.length));
      emit(redaction, record.length);
      return undefined;
    },
    messagesMax: limits.queueMessagesMax,
    bytesMax: limits.queueBytesMax,
    onRoom: () => flow.resume(),
    onIdle: () => options.done(),
    onError: fail,
  });
  const held = createDeltaLane<Buffer>({
    read: (bytes) => exchange.plane.redactor.readDelta?.({ head, bytes }, treatment),
    size: (bytes) => bytes.length,
    detection: () => treatment.detection,
    limits,
    forward: (passage) => lane.push(passage, passage.item.length),
  });
  const take = (chunk: Buffer): boolean => {
    let room = true;
    try {
      if (isForeign(head, chunk)) throw new ChatveilError('CV_CHARSET_UNSUPPORTED');
      for (const record of framer.push(chunk)) room = held.push(record);
    } catch (error) {
      held.stop();
      lane.stop();
      fail(error);
    }
    // A drain that is still to come will call `resume`; one that has passed must not be waited for.
    return room && !exchange.response.writableNeedDrain;
  };
  const finish = () => {
    const rest = framer.end();
    if (rest.length > 0) held.push(rest);
    held.release();
    lane.end();
  };
  const stop = () => {
    held.stop();
    lane.stop();
  };
  options.start(restorer !== undefined);
  exchange.response.flushHeaders();
  if (options.coding === 'identity') return { push: take, end: finish, stop };
  return decodedSink(options, options.coding, { take, finish, stop, flow });
}

/** Formats of lines in UTF-8, whatever the type declares (HTML standard, "event-stream"; RFC 8259 section 8.1). */
const lined = /^(?:text\/event-stream|application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-seq|stream\+json))$/;

/** UTF-16 and UTF-32, whose every line end has a zero: it would be cut at the wrong places and read as no text. */
function isForeign({ mediaType }: FrameHead, chunk: Buffer): boolean {
  return chunk.includes(0) && lined.test(mediaType ?? '');
}

/** Whom to tell that there is room again: the vendor, or the decoder that stands before it. */
interface Flow {
  resume(): void;
}

interface Inner {
  take(chunk: Buffer): boolean;
  finish(): void;
  stop(): void;
  readonly flow: Flow;
}

/** Bytes by which the two meanings of `deflate` are told apart. */
const LOOK_BYTES = 2;

/** The same behind a decoder; the stream goes on without its coding. A full decoder makes the vendor wait. */
function decodedSink(options: RecordSinkOptions, coding: Exclude<Coding, 'identity'>, inner: Inner): RecordSink {
  const { response, site } = options.exchange;
  const { inflateRatioMax, inflateRatioFreeBytes } = site.limits;
  let decoder: Decoder | undefined;
  let first: Buffer = Buffer.alloc(0);
  let received = 0;
  let produced = 0;
  const open = (): Decoder => {
    const opened = streamDecoder(coding, first);
    const goOn = () => void opened.resume();
    inner.flow.resume = goOn;
    opened.on('data', (chunk: Buffer) => {
      produced += chunk.length;
      if (produced > Math.max(inflateRatioFreeBytes, received * inflateRatioMax)) {
        opened.destroy();
        options.fail('CV_UPSTREAM_CONTENT');
      } else if (!inner.take(chunk)) {
        opened.pause();
        if (response.writableNeedDrain) response.once('drain', goOn);
      }
    });
    opened.on('end', () => inner.finish());
    opened.on('drain', () => options.resume());
    opened.on('error', () => options.fail('CV_UPSTREAM_CONTENT'));
    return opened;
  };
  return {
    push(chunk) {
      received += chunk.length;
      if (decoder !== undefined) return decoder.write(chunk);
      first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
      if (received < LOOK_BYTES) return true;
      decoder = open();
      return decoder.write(first);
    },
    end() {
      decoder ??= open();
      if (received < LOOK_BYTES) decoder.write(first);
      decoder.end();
    },
    stop() {
      inner.stop();
      decoder?.destroy();
    },
  };
}

async function* recordsOf(
  exchange: Exchange,
  source: Readable,
  selection: StreamSelection,
  head: FrameHead,
): AsyncGenerator<Buffer> {
  const framer: Framer = selection.framer(exchange.site.limits);
  for await (const chunk of source) {
    if (isForeign(head, chunk as Buffer)) throw new ChatveilError('CV_CHARSET_UNSUPPORTED');
    for (const record of framer.push(chunk as Buffer)) yield await redactRecord(exchange, record, head);
  }
  const rest = framer.end();
  if (rest.length > 0) yield await redactRecord(exchange, rest, head);
}

async function redactRecord(exchange: Exchange, record: Buffer, head: FrameHead): Promise<Buffer> {
  const redaction = await exchange.plane.redactor.redact({ head, bytes: record }, exchange.treatment('to-upstream'));
  recordRedaction(exchange.plane, head, redaction, record.length, exchange.site.mode === 'enforce');
  if (redaction.verdict === 'block') throw new ChatveilError(redaction.code);
  return redaction.bytes;
}

/** The records of a request, as a body for the upstream client; ends in an error where one may not pass. */
export function redactedRecords(
  exchange: Exchange,
  source: Readable,
  selection: StreamSelection,
  head: FrameHead,
): Readable {
  return Readable.from(recordsOf(exchange, source, selection, head), { objectMode: false });
}
