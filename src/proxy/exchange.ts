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
import { type Coding, readCoding, readMediaType } from './content.ts';
import { type BodyChange, type ForwardFacts, requestHeaders, untouched } from './headers.ts';
import { type Inspected, inspectBody } from './inspect.ts';
import { redactedRecords } from './records.ts';
import { type Refusal, refuse } from './refuse.ts';
import { dispatchSafely } from './retry.ts';
import { findRoute } from './route.ts';
import { type Downstream, frameHead, type Plane, recordRedaction, treatmentOf } from './scope.ts';
import type { RequestHead } from './strict.ts';
import { type ScannedTexts, scanTexts } from './texts.ts';

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
  }

  get ownOrigin(): string {
    return `${this.downstream.scheme}://${this.head.host}`;
  }

  treatment(direction: Direction): Treatment {
    const { site, head } = this;
    const route = direction === 'to-upstream' ? this.route : findRoute(site, head.path, head.method, direction);
    return treatmentOf(site, route, this.plane.tenant);
  }

  start() {
    const { head, route } = this;
    this.response.on('close', () => this.#leave());
    if (route.inspect) {
      const texts = scanTexts(this.plane, this.request.rawHeaders, head, this.binding, this.treatment('to-upstream'));
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
    const frame = frameHead(this.binding, {
      channel: 'http-body',
      direction: 'to-upstream',
      transport: 'http',
      path: head.path,
      media,
    });
    const limit = site.limits.bodyBytesMax;
    const fits = head.contentLength !== -1 && head.contentLength <= limit;
    if (!fits && head.contentLength !== -1) {
      const { treat } = plane.redactor.select(frame, noBytes, this.treatment('to-upstream'));
      if (coding !== 'identity' || treat === 'document') return this.refuseMessage('CV_BODY_TOO_LARGE');
    }
    if (head.expects) this.response.writeContinue();
    const peek = fits || coding !== 'identity' ? undefined : (first: Buffer) => this.#peek(frame, first);
    const done = (fault: ErrorCode | 'gone' | undefined, bytes: Buffer) => this.#collected(fault, bytes, frame, coding);
    collectBody(this.request, limit, done, peek);
  }

  /** Looks at the first chunk of a body of unknown or great length; false when it goes on as a stream. */
  #peek(frame: FrameHead, first: Buffer): boolean {
    const { redactor } = this.plane;
    const selection = redactor.select(frame, first, this.treatment('to-upstream'));
    if (selection.treat === 'document') return true;
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
    const { charset } = readMediaType(this.head.contentType);
    const facts = { head, treatment: this.treatment('to-upstream'), coding, charset };
    const body = { ...facts, contentType: this.head.contentType, keepCoding: true };
    const inspected = inspectBody(this.plane.redactor, bytes, body);
    if (inspected instanceof Promise)
      inspected.then(
        (late) => this.#inspected(late, head),
        (error) => this.#failed(error),
      );
    else this.#inspected(inspected, head);
  }

  #inspected(inspected: Inspected, head: FrameHead) {
    const { redaction } = inspected;
    recordRedaction(this.plane, head, redaction, inspected.size, this.site.mode === 'enforce');
    if (redaction.verdict === 'block') {
      return this.refuse({ error: new ChatveilError(redaction.code), notice: redaction.notice, close: false });
    }
    this.#forward(inspected.bytes, inspected.change);
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
    const options = {
      path: base + head.path + (this.#texts?.query ?? head.query),
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
