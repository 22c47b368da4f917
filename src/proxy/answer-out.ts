/** The visitor's end of an answer: its head is written once, its pieces wait for a slow reader. */
import { ChatveilError } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { VisitorRestorer } from '../redaction/redaction.ts';
import { burst } from './burst.ts';
import type { Coding, MediaType } from './content.ts';
import type { Exchange } from './exchange.ts';
import { lookWith, scanAnswerHeaders } from './header-texts.ts';
import { accepts } from './headers.ts';
import { faultToward, type Inspected, inspectBody } from './inspect.ts';
import { type AnswerChange, plainAnswer, type ResponseHead, responseHeaders } from './response-headers.ts';
import { frameHead, recordRedaction } from './scope.ts';

export class AnswerOut {
  readonly #exchange: Exchange;
  /** The vendor's head, once it is there. */
  answer: ResponseHead | undefined;
  /** Lets the vendor go on sending. */
  resume: () => void = () => undefined;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
  }

  head(change: AnswerChange): void {
    const { response, ownOrigin, head, site, plane, redirection } = this.#exchange;
    if (this.answer === undefined || response.headersSent || response.destroyed) return;
    const facts = {
      ownOrigin,
      ownHost: head.host,
      upstream: site.upstream,
      redirection,
      mounted: site.mount !== undefined,
      origin: this.#exchange.origin,
      shim: redirection?.page.inline === true && this.#exchange.editor(this.answer) !== undefined,
    };
    const headers = responseHeaders(withoutCards(this.#exchange, this.answer), facts, change);
    if (plane.draining) headers.push('Connection', 'close');
    response.writeHead(this.answer.status, headers);
  }

  empty(): void {
    this.head({ ...plainAnswer, length: 0 });
    this.#exchange.response.end();
  }

  /** Ends an answer that has no body by its method or status; what is `inspected` would have had another length. */
  bodyless(inspected: boolean): void {
    const { response, downstream, site, head } = this.#exchange;
    const length = head.method === 'HEAD' && !inspected ? this.answer?.contentLength : undefined;
    this.head({ ...plainAnswer, length, weaken: inspected });
    response.end();
    if (head.method !== 'HEAD') downstream.upstreams.drop(site);
  }

  /** False when the client reads slower than the vendor sends; `resume` is called when it has caught up. */
  write(bytes: Buffer): boolean {
    const { response } = this.#exchange;
    if (response.write(bytes)) return true;
    response.once('drain', () => this.resume());
    return false;
  }

  /** Takes a whole body through the pipeline. */
  inspect(
    bytes: Buffer,
    head: FrameHead,
    coding: Coding,
    media: MediaType | undefined,
  ): Inspected | Promise<Inspected> {
    return inspectBody(this.#exchange.plane.redactor, bytes, {
      head,
      treatment: this.#exchange.treatment('to-client'),
      coding,
      charset: media?.charset,
      contentType: this.answer?.contentType,
      restorer: this.restorer(),
      keepCoding: accepts(this.#exchange.head.acceptEncoding, coding),
      finish: this.#exchange.editor(this.answer),
    });
  }

  /** Sends a whole body, or why it may not be sent. */
  deliver(inspected: Inspected, frame: FrameHead) {
    const { plane, site, response } = this.#exchange;
    const { redaction, bytes, change } = inspected;
    recordRedaction(plane, frame, redaction, inspected.size, site.mode === 'enforce');
    if (redaction.verdict === 'block') {
      const error = new ChatveilError(faultToward('to-client', redaction.code));
      return this.#exchange.refuse({ error, notice: redaction.notice, close: false });
    }
    const restored = redaction.holdsTokens === true || (redaction.edited && this.restorer() !== undefined);
    const { contentType, edited, identity } = change;
    this.head({ contentType, edited, identity, length: bytes.length, restored, weaken: true });
    // Ending an answer empties the socket at once, whatever is held.
    burst.put(() => {
      try {
        response.end(bytes);
      } catch {
        // Nobody above is left to hear of it.
        response.destroy();
      }
    });
  }

  /** What may put a visitor's values back: only in an answer that the vendor gave willingly. */
  restorer(): VisitorRestorer | undefined {
    const status = this.answer?.status ?? 0;
    if (status < 200 || status > 299) return undefined;
    return this.#exchange.downstream.binder.restorer(this.#exchange.site, this.#exchange.binding);
  }
}

/** The vendor's head as the visitor may see it; nearly always the very same. */
function withoutCards(exchange: Exchange, answer: ResponseHead): ResponseHead {
  const raw = scanAnswerHeaders(answer.raw, (text, cardsOnly) => {
    const { plane, binding, head } = exchange;
    const treatment = exchange.treatment('to-client');
    if (!treatment.route.inspect) return undefined;
    const facts = { channel: 'header', direction: 'to-client', transport: 'http', path: head.path } as const;
    return lookWith(plane, frameHead(binding, facts), treatment)(text, cardsOnly);
  });
  return raw === answer.raw ? answer : { ...answer, raw };
}
