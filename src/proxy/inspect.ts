/** Takes a collected body through decoding, the pipeline and back, at once where nothing has to be waited for. */
import { ChatveilError, type ErrorCode, errorTable } from '../domain/errors.ts';
import type { Direction, FrameHead } from '../domain/frame.ts';
import type { Work } from '../domain/work.ts';
import type { Redaction, Redactor, Treatment } from '../redaction/redaction.ts';
import type { ConversationRestorer } from '../vault/vault.ts';
import { asUtf8, foreignCharset, otherReading, toUtf8 } from './charset.ts';
import { type Coding, decodeBody, encodeBody, hasNotes } from './content.ts';
import type { BodyChange } from './headers.ts';
import { untouched } from './headers.ts';

/** A body that is ready to go on. */
export interface Inspected {
  readonly bytes: Buffer;
  readonly change: BodyChange;
  readonly redaction: Redaction;
  /** Bytes that were looked at, after decoding. */
  readonly size: number;
}

export interface BodyFacts {
  readonly head: FrameHead;
  readonly treatment: Treatment;
  readonly coding: Coding;
  readonly charset: string | undefined;
  readonly contentType: string | undefined;
  readonly restorer?: ConversationRestorer | undefined;
  /** Whether the receiver can read `coding`; otherwise the body goes on without it. */
  readonly keepCoding: boolean;
  /** Changes of the body as a whole, after those of its texts; answers the same Buffer when there are none. */
  readonly finish?: ((bytes: Buffer) => Work<Buffer>) | undefined;
}

export function inspectBody(redactor: Redactor, bytes: Buffer, facts: BodyFacts): Inspected | Promise<Inspected> {
  if (facts.coding !== 'identity' || foreignCharset(facts.charset, bytes) !== undefined) {
    return inspectForeign(redactor, bytes, facts);
  }
  if (facts.finish !== undefined) return inspectPage(redactor, bytes, facts);
  const redaction = redactor.redact({ head: facts.head, bytes }, facts.treatment, facts.restorer);
  if (redaction instanceof Promise) return redaction.then((late) => plainResult(bytes, late));
  return plainResult(bytes, redaction);
}

async function inspectPage(redactor: Redactor, bytes: Buffer, facts: BodyFacts): Promise<Inspected> {
  return plainResult(bytes, await finished(redactor, bytes, facts));
}

async function finished(redactor: Redactor, read: Buffer, facts: BodyFacts): Promise<Redaction> {
  const redaction = await redactor.redact({ head: facts.head, bytes: read }, facts.treatment, facts.restorer);
  if (facts.finish === undefined || redaction.verdict === 'block') return redaction;
  const bytes = await redactor.share(facts.finish(redaction.bytes));
  return bytes === redaction.bytes ? redaction : { ...redaction, bytes, edited: true };
}

function plainResult(bytes: Buffer, redaction: Redaction): Inspected {
  if (redaction.verdict === 'block' || !redaction.edited) {
    return { bytes, change: untouched, redaction, size: bytes.length };
  }
  return { bytes: redaction.bytes, change: { edited: true, identity: false }, redaction, size: bytes.length };
}

async function inspectForeign(redactor: Redactor, bytes: Buffer, facts: BodyFacts): Promise<Inspected> {
  const { head, treatment, coding } = facts;
  const decoded = await decodeBody(bytes, coding, treatment.limits);
  const charset = foreignCharset(facts.charset, decoded);
  const text = charset === undefined ? decoded : await redactor.share(toUtf8(decoded, charset));
  if (typeof text === 'string') throw new ChatveilError(text);
  const redaction = await finished(redactor, text, facts);
  const size = decoded.length;
  if (redaction.verdict === 'block') return { bytes, change: untouched, redaction, size };
  const identity = coding !== 'identity' && !facts.keepCoding;
  const other =
    charset === undefined || redaction.edited ? undefined : await redactor.share(otherReading(decoded, text));
  if (other !== undefined && (await redactor.share(redactor.hidesSomething(other, head, treatment)))) {
    throw new ChatveilError('CV_CHARSET_UNSUPPORTED');
  }
  if (!redaction.edited && (identity || !hasNotes(bytes, coding))) {
    return { bytes: identity ? decoded : bytes, change: { edited: identity, identity }, redaction, size };
  }
  const out = identity ? redaction.bytes : await encodeBody(redaction.bytes, coding);
  const contentType = charset === undefined ? undefined : asUtf8(facts.contentType ?? 'text/plain');
  return { bytes: out, change: { edited: true, identity, contentType }, redaction, size };
}

/** A fault of content that the vendor sent is the vendor's, whatever the codec called it. */
export function faultToward(direction: Direction, code: ErrorCode): ErrorCode {
  if (direction === 'to-upstream' || code === 'CV_BLOCKED_BY_POLICY') return code;
  return errorTable[code].fault === 'client' ? 'CV_UPSTREAM_CONTENT' : code;
}
