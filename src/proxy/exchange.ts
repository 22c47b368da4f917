/** One request on its way to the vendor: read, inspected, forwarded; its answer is an `Answer`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { Direction, FrameHead } from '../domain/frame.ts';
import type { Route } from '../domain/profile.ts';
import type { Treatment } from '../redaction/redaction.ts';
import type { Site } from '../settings/settings.ts';
import { Answer } from './answer.ts';
import type { Binding } from './binding.ts';
import { collectBody, noBytes } from './body.ts';
import { foreignCharset } from './charset.ts';
import { type Coding, readCoding, readMediaType } from './content.ts';
import { type BodyChange, type ForwardFacts, requestHeaders, untouched, vendorOrigin } from './headers.ts';
import { type Inspected, inspectBody } from './inspect.ts';
import { LOOK_BYTES } from './large-body.ts';
import { redactedRecords } from './records.ts';
import { type Redirection, redirectionFor } from './redirection.ts';
import { type Refusal, refuse } from './refuse.ts';
import { largeRequest } from './request-large.ts';
import type { ResponseHead } from './response-headers.ts';
import { dispatchSafely } from './retry.ts';
import { findRoute } from './route.ts';
import { bodyHead, type Downstream, type Plane, recordRedaction, treatmentOf, withUrls } from './scope.ts';
import type { RequestHead } from './strict.ts';
import { type ScannedTexts, scanTexts } from './texts.ts';
import { originText, visitorOrigin } from './visitor-origin.ts';

export interface ExchangeFacts {
  readonly plane: Plane;
  readonly downstream: Downstream;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly head: RequestHead;
  readonly site: Site;
}

export class Exchange {
  readonly plane: Plane;
  readonly downstream: Downstream;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly head: RequestHead;
  readonly site: Site;
  readonly binding: Binding;
  readonly route: Route;
  /** Joins the answer to what was sent, where the vendor's answer says what it calls a message. */
  readonly id: symbol | undefined;
  /** Our origin as the visitor's browser sees it. */
  readonly ownOrigin: string;
  readonly redirection: Redirection | undefined;
  #texts: ScannedTexts | undefined;
  #answer: Answer | undefined;
  #arrived = 0;
  #settled = false;

  constructor(facts: ExchangeFacts) {
    this.plane = facts.plane;
    this.downstream = facts.downstream;
    this.request = facts.request;
    this.response = facts.response;
    this.head = facts.head;
    this.site = facts.site;
    this.binding = facts.downstream.binder.bind(facts.site, facts.head, facts.request.rawHeaders);
    this.route = findRoute(facts.site, facts.head.path, facts.head.method, 'to-upstream');
    this.id = facts.site.profile.messages?.answer === undefined ? undefined : Symbol('exchange');
    const own = visitorOrigin(facts.downstream, facts.head.host, facts.request.rawHeaders);
    this.ownOrigin = originText(own);
    this.redirection = redirectionFor(facts.site, own);
  }

  /** The Origin that came and the one that goes on, where they differ. */
  get origin() {
    const received = this.request.headers.origin;
    if (received === undefined) return undefined;
    const { redirection, ownOrigin } = this;
    const sent = vendorOrigin(received, this.request.rawHeaders, {
      redirection,
      ownOrigin,
      upstream: this.site.upstream,
    });
    return sent === received ? undefined : { received, sent };
  }

  treatment(direction: Direction): Treatment {
    const { site, head } = this;
    const route = direction === 'to-upstream' ? this.route : findRoute(site, head.path, head.method, direction);
    const urls = direction === 'to-upstream' ? this.redirection?.toVendor : this.redirection?.toClient;
    return withUrls(treatmentOf(site, route, this.plane.tenant), urls);
  }

  /** What redirection does to a page or script as a whole; only to whole ones that the vendor gave willingly. */
  editor(answer: ResponseHead | undefined) {
    if (this.redirection === undefined || answer === undefined) return undefined;
    if (answer.status >= 300 || answer.status === 206) return undefined;
    const wantedFor = this.request.headers['sec-fetch-dest']?.toString();
    return this.redirection.page.editor({ mediaType: readMediaType(answer.contentType).mediaType, wantedFor });
  }

  start() {
    const { head, route } = this;
    this.response.on('close', () => this.#leave());
    if (route.inspect) {
      const { rawHeaders } = this.request;
      const treatment = this.treatment('to-upstream');
      const { profile } = this.site;
      const texts = scanTexts(this.plane, { rawHeaders, head, binding: this.binding, treatment, profile });
      if (texts === 'blocked')
        return this.refuse({ error: new ChatveilError('CV_BLOCKED_BY_POLICY'), close: head.hasBody });
      this.#texts = texts;
    }
    if (!head.hasBody) return this.#forward(null, untouched);
    if (!route.inspect) return this.#forwardStream(this.request, 'route');
    this.#readBody();
  }

  /** Answers with an error, counts it, and closes the connection where a body may still be coming. */
  refuse(refusal: Refusal): void {
    if (this.#settled) return;
    this.#settled = true;
    this.plane.log.warn('request-refused', { code: refusal.error.code, id: refusal.error.id, site: this.site.id });
    refuse(this.response, refusal);
    if (refusal.close) this.request.resume();
  }

  refuseMessage(code: ErrorCode, direction: Direction = 'to-upstream'): void {
    const failed = code === 'CV_INTERNAL' || code === 'CV_DETECTION_FAILED';
    this.plane.recorder.message(this.site.id, direction, 'http', failed ? 'failed' : 'refused');
    this.refuse({ error: new ChatveilError(code), close: code === 'CV_TRAILERS' || !this.request.complete });
  }

  #readBody() {
    const { head, site, plane } = this;
    const coding = readCoding(head.contentEncoding);
    if (coding === undefined) return this.refuseMessage('CV_CODING_UNSUPPORTED');
    const media = readMediaType(head.contentType);
    const frame = bodyHead(this, 'to-upstream', media);
    const limit = site.limits.bodyBytesMax;
    const fits = head.contentLength !== -1 && head.contentLength <= limit;
    const large = !fits && head.contentLength !== -1;
    if (large) {
      const { treat } = plane.redactor.select(frame, noBytes, this.treatment('to-upstream'));
      const document = coding !== 'identity' || treat === 'document';
      const readable = plane.redactor.segments !== undefined && head.contentLength <= site.limits.streamBytesMax;
      if (document && !readable) return this.refuseMessage('CV_BODY_TOO_LARGE');
    }
    if (head.expects) this.response.writeContinue();
    const done = (fault: ErrorCode | 'gone' | undefined, bytes: Buffer) => this.#collected(fault, bytes, frame, coding);
    collectBody(this.request, large ? LOOK_BYTES : limit, done, {
      peek: fits || coding !== 'identity' ? undefined : (first) => this.#peek(frame, first),
      spill: (chunks) => this.#forwardLarge(chunks, frame, coding),
    });
  }

  /** Goes on in segments where the format allows it; `chunks` is what has come of the body. */
  #forwardLarge(chunks: readonly Buffer[], head: FrameHead, coding: Coding) {
    const body = largeRequest(this, chunks, head, coding);
    if (body === undefined) return this.refuseMessage('CV_BODY_TOO_LARGE');
    this.#forward(body, { ...untouched, edited: true });
  }

  /** Looks at the first chunk of a body of unknown or great length; false when it goes on as a stream. */
  #peek(frame: FrameHead, first: Buffer): boolean {
    const { redactor } = this.plane;
    const selection = redactor.select(frame, first, this.treatment('to-upstream'));
    if (selection.treat === 'document') return true;
    // What is held against a list is held whole.
    if (selection.treat === 'unknown' && selection.reason === 'file' && typeof this.route.files === 'object')
      return true;
    this.request.pause();
    this.request.unshift(first);
    if (selection.treat === 'stream') {
      const records = { ...frame, channel: 'event-stream' as const };
      this.#forward(redactedRecords(this, this.request, selection, records), { ...untouched, edited: true });
      return false;
    }
    const probe = redactor.redact({ head: frame, bytes: first }, this.treatment('to-upstream'));
    if (probe instanceof Promise) this.refuseMessage('CV_CONTENT_UNKNOWN');
    else if (probe.verdict === 'block') this.refuseMessage(probe.code);
    else this.#forwardStream(this.request, selection.reason);
    return false;
  }

  #collected(fault: ErrorCode | 'gone' | undefined, bytes: Buffer, head: FrameHead, coding: Coding) {
    if (fault === 'gone') return this.#leave();
    if (fault !== undefined) return this.refuseMessage(fault);
    if (bytes.length === 0) return this.#forward(null, untouched);
    this.#arrived = performance.now();
    const { contentType } = this.head;
    const { charset } = readMediaType(contentType);
    const body = { head, treatment: this.treatment('to-upstream'), coding, charset, contentType, keepCoding: true };
    const inspected = inspectBody(this.plane.redactor, bytes, body);
    // What is held may be rewritten later, as plain UTF-8.
    const plain = coding === 'identity' && foreignCharset(charset, bytes) === undefined;
    if (inspected instanceof Promise)
      inspected.then(
        (late) => this.#inspected(late, head, plain),
        (error) => {
          // It was small only while it was compressed.
          const grew = error instanceof ChatveilError && error.code === 'CV_BODY_TOO_LARGE';
          if (grew) this.#forwardLarge([bytes], head, coding);
          else this.#failed(error);
        },
      );
    else this.#inspected(inspected, head, plain);
  }

  #inspected(inspected: Inspected, head: FrameHead, plain: boolean) {
    const { redaction } = inspected;
    recordRedaction(this.plane, head, redaction, inspected.size, this.site.mode === 'enforce');
    if (redaction.verdict === 'block') {
      return this.refuse({ error: new ChatveilError(redaction.code), notice: redaction.notice, close: false });
    }
    const { held: line } = this.plane;
    const hold = plain ? redaction.hold : undefined;
    if (redaction.held !== undefined) line.settle(head.conversation, redaction.held);
    if (hold === undefined && !line.waits(head.conversation)) return this.#forward(inspected.bytes, inspected.change);
    this.#arrived = 0;
    line.put(head.conversation, inspected.bytes, (bytes) => this.#deliver(bytes, inspected), hold);
  }

  /** After a time in line; resolves when the client has its answer or is gone. */
  #deliver(bytes: Buffer, inspected: Inspected): Promise<void> {
    const { response } = this;
    if (response.closed) return Promise.resolve();
    const answered = new Promise<void>((resolve) => response.once('close', () => resolve()));
    this.#forward(bytes, bytes === inspected.bytes ? inspected.change : { edited: true, identity: false });
    return answered;
  }

  #failed(error: unknown): void {
    this.refuseMessage(error instanceof ChatveilError ? error.code : 'CV_INTERNAL');
  }

  /** Passes a body on as it comes; every byte is counted as uninspected. */
  #forwardStream(body: IncomingMessage, reason: string): void {
    const { recorder } = this.plane;
    recorder.message(this.site.id, 'to-upstream', 'http', 'forwarded');
    body.on('data', (chunk: Buffer) => recorder.uninspected(this.site.id, 'to-upstream', reason, chunk.length));
    body.pause();
    if (this.head.expects) this.response.writeContinue();
    this.#forward(body, untouched);
  }

  #forward(body: Buffer | Readable | null, change: BodyChange): void {
    if (this.#settled || this.response.destroyed) return;
    const { head, plane, site, request } = this;
    const upstream = site.upstream;
    const base = upstream.pathname === '/' ? '' : upstream.pathname.replace(/\/$/, '');
    const headers = requestHeaders(request.rawHeaders, head, this.#facts(), change, this.#texts?.headers);
    if (body === request && head.contentLength > 0) headers.push('Content-Length', String(head.contentLength));
    this.#answer = new Answer(this);
    const query = this.#texts?.query ?? head.query;
    const options = {
      path: base + head.path + (this.redirection?.query(query) ?? query),
      method: head.method,
      headers,
      body,
      bodyTimeout: 0,
      // Bytes after the answer to HEAD could be taken for the next answer: that socket is not used again.
      reset: head.method === 'HEAD',
    };
    dispatchSafely(this, options, this.#answer);
    if (this.#arrived > 0) plane.recorder.latency('http', (performance.now() - this.#arrived) / 1000);
  }

  #facts(): ForwardFacts {
    const { plane, downstream, site } = this;
    return {
      ownOrigin: this.ownOrigin,
      upstream: site.upstream,
      clientAddress: downstream.address,
      scheme: downstream.scheme,
      trusted: downstream.trusted,
      via: plane.via,
      inspect: this.route.inspect,
      redirection: this.redirection,
    };
  }

  /** The client is gone or has its answer. */
  #leave(): void {
    this.#settled = true;
    if (!this.response.writableFinished) this.#answer?.abort();
  }

  get settled(): boolean {
    return this.#settled;
  }
}
