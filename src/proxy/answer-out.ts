/** The visitor's end of an answer: its head is written once, its pieces wait for a slow reader. */
import type { ConversationRestorer } from '../vault/vault.ts';
import type { Exchange } from './exchange.ts';
import { type AnswerChange, type ResponseHead, responseHeaders } from './response-headers.ts';

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
    const headers = responseHeaders(this.answer, facts, change);
    if (plane.draining) headers.push('Connection', 'close');
    response.writeHead(this.answer.status, headers);
  }

  /** False when the client reads slower than the vendor sends; `resume` is called when it has caught up. */
  write(bytes: Buffer): boolean {
    const { response } = this.#exchange;
    if (response.write(bytes)) return true;
    response.once('drain', () => this.resume());
    return false;
  }

  /** What may put a visitor's values back: only in an answer that the vendor gave willingly. */
  restorer(): ConversationRestorer | undefined {
    const status = this.answer?.status ?? 0;
    if (status < 200 || status > 299) return undefined;
    return this.#exchange.downstream.binder.restorer(this.#exchange.site, this.#exchange.binding);
  }
}
