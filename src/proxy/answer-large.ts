/** An answer too large to be held, on its way to the visitor: the vendor waits while the visitor reads slowly. */
import { ChatveilError, type ErrorCode } from '../domain/errors.ts';
import type { FrameHead } from '../domain/frame.ts';
import type { ConversationRestorer } from '../vault/vault.ts';
import type { AnswerOut } from './answer-out.ts';
import type { Coding, MediaType } from './content.ts';
import type { Exchange } from './exchange.ts';
import { accepts } from './headers.ts';
import { faultToward } from './inspect.ts';
import { openLargeBody } from './large-body.ts';
import type { RecordSink } from './records.ts';
import { plainAnswer } from './response-headers.ts';

export interface LargeAnswerOptions {
  readonly exchange: Exchange;
  readonly head: FrameHead;
  readonly media: MediaType;
  readonly coding: Coding;
  readonly restorer: ConversationRestorer | undefined;
  /** How the body begins. */
  readonly first: Buffer;
  readonly out: AnswerOut;
  /** Lets the vendor go on sending. */
  resume(): void;
  done(): void;
  fail(code: ErrorCode): void;
}

/** Undefined when such a body can only be read whole. */
export function largeAnswer(options: LargeAnswerOptions): RecordSink | undefined {
  const { exchange, head, media, coding, restorer, out } = options;
  // Pages and scripts that redirection changes are changed as a whole.
  if (exchange.editor(out.answer) !== undefined) return undefined;
  const { plane, site, response } = exchange;
  const keepCoding = accepts(exchange.head.acceptEncoding, coding);
  const treatment = exchange.treatment('to-client');
  const facts = { plane, site, head, treatment, media, coding, keepCoding, restorer };
  const body = openLargeBody(facts, options.first);
  if (body === undefined) return undefined;
  const { entry, exit } = body;
  let started = false;
  // With the first bytes that go out, so that an answer refused at once has its code.
  const start = () => {
    const identity = coding !== 'identity' && !keepCoding;
    if (!started) out.head({ ...plainAnswer, edited: true, weaken: true, restored: true, identity });
    started = true;
  };
  entry.on('drain', () => options.resume());
  exit.on('data', (bytes: Buffer) => {
    start();
    if (response.write(bytes)) return;
    exit.pause();
    response.once('drain', () => exit.resume());
  });
  exit.on('end', () => {
    start();
    options.done();
  });
  exit.on('error', (error) => {
    options.fail(error instanceof ChatveilError ? faultToward('to-client', error.code) : 'CV_INTERNAL');
  });
  return { push: (chunk) => entry.write(chunk), end: () => void entry.end(), stop: () => body.stop() };
}
