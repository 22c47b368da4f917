/** The vendor's answer on its way to the visitor: an undici handler that collects, streams or passes the body. */
import type { Dispatcher } from 'undici';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import { AnswerOut } from './answer-out.ts';
import { noBytes } from './body.ts';
import { beginningOf, type Coding, type MediaType, readCoding, readMediaType } from './content.ts';
import type { Exchange } from './exchange.ts';
import { accepts } from './headers.ts';
import { faultToward, type Inspected, inspectBody } from './inspect.ts';
import { type RecordSink, recordSink } from './records.ts';
import { plainAnswer, type ResponseHead, readResponse } from './response-headers.ts';
import { frameHead, recordRedaction } from './scope.ts';
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
    const read = readResponse(status, pairs, site.limits.headerCountMax);
    if (read === undefined) return this.#stop('CV_UPSTREAM_PROTOCOL');
    const answer = this.#exchange.answerHead(read);
    this.#head = answer;
    this.#out.answer = answer;
    this.#out.resume = resume;
    if (head.method === 'HEAD' || status === 204 || status === 304) {
      this.#mode = 'none';
      return true;
    }
    if (!this.#exchange.treatment('to-client').route.inspect) return this.#pass('route');
    const media = readMediaType(answer.contentType);
    this.#media = media;
    const binding = this.#exchange.binding;
    this.#frame = frameHead(binding, {
      channel: 'http-body',
      direction: 'to-client',
      transport: 'http',
      path: head.path,
      media,
      exchange: this.#exchange.id,
    });
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

  onComplete() {
    if (this.#done) return;
    clearTimeout(this.#idle);
    const { response } = this.#exchange;
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
      exchange: this.#exchange,
      selection,
      head: { ...frame, channel: 'event-stream', transport: 'sse' },
      coding: this.#coding,
      restorer: this.#out.restorer(),
      start: (restored) => this.#out.head({ ...plainAnswer, edited: true, identity: true, weaken: true, restored }),
      write: (bytes) => this.#out.write(bytes),
      resume: () => this.#out.resume(),
      done: () => {
        this.#finish();
        this.#exchange.response.end();
      },
      fail: (code) => this.#stop(code),
    });
    return true;
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
    if (this.#size > this.#exchange.site.limits.bodyBytesMax) this.#stop('CV_UPSTREAM_CONTENT');
    return true;
  }

  #inspect() {
    const frame = this.#frame;
    const bytes = this.#chunks.length === 1 ? (this.#chunks[0] ?? noBytes) : Buffer.concat(this.#chunks, this.#size);
    this.#chunks = [];
    if (frame === undefined || bytes.length === 0) {
      this.#finish();
      this.#out.head({ ...plainAnswer, length: 0 });
      this.#exchange.response.end();
      return;
    }
    const arrived = performance.now();
    const inspected = inspectBody(this.#exchange.plane.redactor, bytes, {
      head: frame,
      treatment: this.#exchange.treatment('to-client'),
      coding: this.#coding,
      charset: this.#media?.charset,
      contentType: this.#head?.contentType,
      restorer: this.#out.restorer(),
      keepCoding: accepts(this.#exchange.head.acceptEncoding, this.#coding),
      finish: this.#exchange.editor(this.#head),
    });
    if (!(inspected instanceof Promise)) return this.#deliver(inspected, frame, arrived);
    inspected.then(
      (late) => this.#deliver(late, frame, arrived),
      (error) => this.#stop(error instanceof ChatveilError ? faultToward('to-client', error.code) : 'CV_INTERNAL'),
    );
  }

  #deliver(inspected: Inspected, frame: FrameHead, arrived: number) {
    if (this.#done) return;
    const { plane, site, response } = this.#exchange;
    const { redaction, bytes, change } = inspected;
    recordRedaction(plane, frame, redaction, inspected.size, site.mode === 'enforce');
    this.#finish();
    if (redaction.verdict === 'block') {
      const code = faultToward('to-client', redaction.code);
      return this.#exchange.refuse({ error: new ChatveilError(code), notice: redaction.notice, close: false });
    }
    const restored = redaction.edited && this.#out.restorer() !== undefined;
    this.#out.head({ ...change, length: bytes.length, restored, weaken: true });
    response.end(bytes);
    plane.recorder.latency('http', (performance.now() - arrived) / 1000);
  }

  #endBodyless(): void {
    const { response, downstream, site, head } = this.#exchange;
    this.#finish();
    this.#out.head({ ...plainAnswer, weaken: true });
    response.end();
    if (head.method !== 'HEAD') downstream.upstreams.drop(site);
  }

  #pass(reason: string): boolean {
    this.#mode = 'pass';
    this.#reason = reason;
    const { plane, site } = this.#exchange;
    plane.recorder.message(site.id, 'to-client', 'http', 'forwarded');
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
