/** The vendor's answer on its way to the visitor: an undici handler that collects, streams or passes the body. */
import type { Dispatcher } from 'undici';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import { largeAnswer } from './answer-large.ts';
import { AnswerOut } from './answer-out.ts';
import { noBytes } from './body.ts';
import { beginningOf, type Coding, type MediaType, readCoding, readMediaType } from './content.ts';
import type { Exchange } from './exchange.ts';
import { faultToward, type Inspected } from './inspect.ts';
import { beginningIn, LOOK_BYTES } from './large-body.ts';
import { type RecordSink, recordSink } from './records.ts';
import { plainAnswer, type ResponseHead, readResponse } from './response-headers.ts';
import { bodyHead } from './scope.ts';
import { codeOf, faultReasons, upstreamFault } from './upstream.ts';

/** How the body is being treated: undecided until its first bytes, when no declaration settles it. */
type Mode = 'undecided' | 'none' | 'collect' | 'pass' | 'records';
const INTERIMS_MAX = 64;

export class Answer implements Dispatcher.DispatchHandler {
  readonly #exchange: Exchange;
  #abort: ((error?: Error) => void) | undefined;
  readonly #out: AnswerOut;
  #head: ResponseHead | undefined;
  #frame: FrameHead | undefined;
  #media: MediaType | undefined;
  #coding: Coding = 'identity';
  #mode: Mode = 'undecided';
  #chunks: Buffer[] = [];
  #size = 0;
  #reason = '';
  #sink: RecordSink | undefined;
  #idle: NodeJS.Timeout | undefined;
  #done = false;
  #interims = 0;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.#out = new AnswerOut(exchange);
  }

  /** Ends the exchange with the vendor because the client is gone. */
  abort(): void {
    if (this.#done) return;
    this.#finish();
    this.#abort?.(new ChatveilError('CV_UPSTREAM_CLOSED'));
    this.#exchange.downstream.upstreams.cut(this.#exchange.site);
  }

  onConnect(abort: (error?: Error) => void): void {
    if (this.#done) abort(new ChatveilError('CV_UPSTREAM_CLOSED'));
    else this.#abort = abort;
  }

  onHeaders(status: number, pairs: Buffer[], resume: () => void): boolean {
    // 1xx are dropped: 100 was answered by us, and hints of 103 speak of resources we have not seen; many are no answer.
    if (status < 200 && ++this.#interims > INTERIMS_MAX) return this.#stop('CV_UPSTREAM_PROTOCOL');
    if (status < 200 || this.#done) return true;
    const { head, site } = this.#exchange;
    const answer = readResponse(status, pairs, site.limits.headerCountMax);
    if (answer === undefined) return this.#stop('CV_UPSTREAM_PROTOCOL');
    this.#head = answer;
    this.#out.answer = answer;
    this.#out.resume = resume;
    if (head.method === 'HEAD' || status === 204 || status === 304) {
      this.#mode = 'none';
      return true;
    }
    if (!this.#inspected) return this.#pass('route');
    // We asked for the whole: what is in a part cannot be told from the part.
    if (status === 206) return this.#stop('CV_UPSTREAM_CONTENT');
    const media = readMediaType(answer.contentType);
    this.#media = media;
    this.#frame = bodyHead(this.#exchange, 'to-client', media);
    const coding = readCoding(answer.contentEncoding);
    if (coding !== 'identity') return this.#startCoded(coding, this.#frame);
    if (media.mediaType === 'text/event-stream') return this.#startKnown(this.#frame, noBytes);
    this.#watch();
    return true;
  }

  onData(chunk: Buffer): boolean {
    if (this.#done) return true;
    this.#idle?.refresh();
    if (this.#mode === 'undecided') this.#decide(chunk);
    switch (this.#mode) {
      case 'collect':
        return this.#collect(chunk);
      case 'pass':
        this.#exchange.plane.recorder.uninspected(this.#exchange.site.id, 'to-client', this.#reason, chunk.length);
        return this.#out.write(chunk);
      case 'records':
        return this.#sink?.push(chunk) ?? true;
      default:
        return true;
    }
  }

  onComplete(trailers?: readonly unknown[] | null) {
    if (this.#done) return;
    clearTimeout(this.#idle);
    const { response, plane, site } = this.#exchange;
    // Nobody looked at them, and few clients would: they end here.
    if ((trailers?.length ?? 0) > 0) plane.recorder.upstreamError(site.id, 'trailers');
    switch (this.#mode) {
      case 'none':
        return this.#endBodyless();
      case 'pass':
        this.#finish();
        response.end();
        return;
      case 'records':
        this.#sink?.end();
        return;
      default:
        this.#inspect();
    }
  }

  onError(error: Error) {
    if (this.#done) return;
    const { plane, site } = this.#exchange;
    // A 304 may declare the length that a 200 would have (RFC 9110 section 8.6); the client library misses its bytes.
    if (this.#mode === 'none' && codeOf(error) === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return this.#endBodyless();
    // A ChatveilError comes from our own reading of the request's records; it carries its code.
    if (error instanceof ChatveilError) {
      this.#finish();
      return this.#exchange.refuse({ error, close: true });
    }
    const { code, reason } = upstreamFault(error);
    plane.log.warn('upstream-failed', { code, site: site.id });
    this.#fail(code, reason);
  }

  #endBodyless(): void {
    this.#finish();
    this.#out.bodyless(this.#inspected);
  }

  get #inspected(): boolean {
    return this.#exchange.treatment('to-client').route.inspect;
  }

  #startCoded(coding: Coding | undefined, frame: FrameHead): boolean {
    const selection = this.#exchange.plane.redactor.select(frame, noBytes, this.#exchange.treatment('to-client'));
    const script = selection.treat === 'asset' && selection.reason === 'asset-script' && coding !== undefined;
    if (selection.treat === 'asset' && !script) return this.#pass(selection.reason);
    if (coding === undefined) return this.#stop('CV_UPSTREAM_CONTENT');
    this.#coding = coding;
    if (script) {
      this.#watch();
      return true;
    }
    if (selection.treat === 'stream') return this.#startKnown(frame, noBytes);
    this.#mode = 'collect';
    this.#watch();
    return true;
  }

  #startKnown(frame: FrameHead, first: Buffer): boolean {
    const selection = this.#exchange.plane.redactor.select(frame, first, this.#exchange.treatment('to-client'));
    if (selection.treat !== 'stream') return true;
    this.#mode = 'records';
    clearTimeout(this.#idle);
    this.#sink = recordSink({
      ...this.#sinkFacts(),
      selection,
      head: { ...frame, channel: 'event-stream', transport: 'sse' },
      start: (restored) => this.#out.head({ ...plainAnswer, edited: true, identity: true, weaken: true, restored }),
      write: (bytes) => this.#out.write(bytes),
    });
    return true;
  }

  #sinkFacts() {
    return {
      exchange: this.#exchange,
      coding: this.#coding,
      restorer: this.#out.restorer(),
      resume: () => this.#out.resume(),
      done: () => {
        this.#finish();
        this.#exchange.response.end();
      },
      fail: (code: ErrorCode) => void this.#stop(code),
    };
  }

  /** Goes on in segments; undefined where the format allows no such thing, else whether there is room for more. */
  #startLarge(head: FrameHead | undefined, chunks: readonly Buffer[]): boolean | undefined {
    if (head === undefined || this.#media === undefined || this.#done) return undefined;
    const facts = { head, media: this.#media, first: beginningIn(chunks), out: this.#out };
    const sink = largeAnswer({ ...this.#sinkFacts(), ...facts });
    if (sink === undefined) return undefined;
    this.#sink = sink;
    this.#mode = 'records';
    return chunks.reduce((_, chunk) => sink.push(chunk), true);
  }

  /** Decides by the first bytes of a body without a coding. */
  #decide(first: Buffer): void {
    const frame = this.#frame;
    if (frame === undefined) return;
    const { plane } = this.#exchange;
    // Only scripts come here with a coding: some transports call their JSON one.
    const begins = beginningOf(first, this.#coding);
    const selection = plane.redactor.select(frame, begins, this.#exchange.treatment('to-client'));
    // Scripts pass, unless redirection has to change them.
    const edits = selection.treat === 'asset' && this.#exchange.editor(this.#head) !== undefined;
    if (selection.treat === 'document' || edits || begins.length === 0) {
      this.#mode = 'collect';
      return;
    }
    if (selection.treat === 'stream') {
      this.#startKnown(frame, begins);
      return;
    }
    const probe = plane.redactor.redact({ head: frame, bytes: begins }, this.#exchange.treatment('to-client'));
    if (probe instanceof Promise || probe.verdict === 'block') this.#stop('CV_UPSTREAM_CONTENT');
    else this.#pass(selection.reason);
  }

  #collect(chunk: Buffer): boolean {
    this.#size += chunk.length;
    this.#chunks.push(chunk);
    const { bodyBytesMax } = this.#exchange.site.limits;
    if (this.#size <= ((this.#head?.contentLength ?? 0) > bodyBytesMax ? LOOK_BYTES : bodyBytesMax)) return true;
    const room = this.#startLarge(this.#frame, this.#chunks);
    this.#chunks = [];
    return room ?? this.#stop('CV_UPSTREAM_CONTENT');
  }

  #inspect() {
    const frame = this.#frame;
    const bytes = this.#chunks.length === 1 ? (this.#chunks[0] ?? noBytes) : Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [];
    if (frame === undefined || bytes.length === 0) {
      this.#finish();
      return this.#out.empty();
    }
    const arrived = performance.now();
    const inspected = this.#out.inspect(bytes, frame, this.#coding, this.#media);
    if (!(inspected instanceof Promise)) return this.#deliver(inspected, frame, arrived);
    inspected.then(
      (late) => this.#deliver(late, frame, arrived),
      (error) => {
        const code = error instanceof ChatveilError ? error.code : 'CV_INTERNAL';
        // It was small only while it was compressed.
        if (code !== 'CV_BODY_TOO_LARGE' || this.#startLarge(frame, [bytes]) === undefined)
          this.#stop(faultToward('to-client', code));
        else this.#sink?.end();
      },
    );
  }

  #deliver(inspected: Inspected, frame: FrameHead, arrived: number) {
    if (this.#done) return;
    this.#finish();
    this.#out.deliver(inspected, frame);
    this.#exchange.plane.recorder.latency('http', (performance.now() - arrived) / 1000);
  }

  #pass(reason: string): boolean {
    this.#mode = 'pass';
    this.#reason = reason;
    this.#exchange.plane.recorder.message(this.#exchange.site.id, 'to-client', 'http', 'forwarded');
    this.#watch();
    this.#out.head({ ...plainAnswer, length: this.#head?.contentLength });
    return true;
  }

  #watch(): void {
    const { site } = this.#exchange;
    this.#idle ??= setTimeout(() => this.#stop('CV_UPSTREAM_TIMEOUT'), site.limits.upstreamIdleSecondsMax * 1000);
  }

  /** Ends the vendor's side and tells the client why, or cuts it off when part of the answer is out. */
  #stop(code: ErrorCode): true {
    if (this.#done) return true;
    this.#fail(code);
    this.#abort?.(new ChatveilError('CV_UPSTREAM_CLOSED'));
    this.#exchange.downstream.upstreams.cut(this.#exchange.site);
    return true;
  }

  #fail(code: ErrorCode, reason: string | undefined = faultReasons[code]): void {
    this.#finish();
    const { plane, site } = this.#exchange;
    if (reason !== undefined) plane.recorder.upstreamError(site.id, reason);
    this.#exchange.refuseMessage(code, 'to-client');
  }

  #finish(): void {
    this.#done = true;
    clearTimeout(this.#idle);
    this.#sink?.stop();
  }
}
