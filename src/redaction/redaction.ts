/** What the pipeline answers for one frame. */

import type { Format } from '../codecs/assembly.ts';
import type { Document, Selection, Uninspected } from '../codecs/codec.ts';
import type { Segmenter } from '../codecs/segments/segment.ts';
import type { HeardFinding } from '../detection/conversation/said.ts';
import type { Detection } from '../detection/detection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { FilePort } from '../domain/file.ts';
import type { ConversationId, Frame, FrameHead } from '../domain/frame.ts';
import type { Limits } from '../domain/limits.ts';
import type { MessageFields, Route, StreamRule } from '../domain/profile.ts';
import type { Work } from '../domain/work.ts';
import type { Decision, Policy } from '../policy/policy.ts';
import type { ConversationRestorer } from '../vault/vault.ts';
import type { DeltaAnswer } from './delta.ts';
import type { SpanUrls } from './url-edits.ts';

export type Redaction =
  | {
      readonly verdict: 'forward';
      /** The very same Buffer as the frame's when nothing was edited. */
      readonly bytes: Buffer;
      readonly edited: boolean;
      readonly decisions: readonly Decision[];
      readonly uninspected: readonly Uninspected[];
      /** Messages that were let go before and hold parts of a value that is known now. */
      readonly heal?: readonly HealTarget[];
      /** This message may be a piece of a value: the policy wants it held for a while. */
      readonly hold?: Hold;
      /** What the vendor calls the conversation, when the message itself said so. */
      readonly vendorConversation?: string;
      /** Places, new in this process, that carry text and are named by no rule of the profile; indexes and ids folded. */
      readonly drift?: readonly string[];
      /** What a value that is known now makes of messages that are being held. */
      readonly held?: readonly HeldEdit[];
      /** There are tokens in it, ours or such as the vendor kept. */
      readonly holdsTokens?: boolean;
    }
  | {
      readonly verdict: 'block';
      readonly code: ErrorCode;
      /** A sentence of the policy for the person who wrote the message. */
      readonly notice: string | undefined;
      readonly decisions: readonly Decision[];
      readonly heal?: readonly HealTarget[];
    };

/** A message that is kept back until more is known, and how it can still be changed. */
export interface Hold {
  readonly id: string | number;
  readonly milliseconds: number;
  /** The bytes of the message with these edits as well. */
  rewrite(edits: readonly HeldEdit[]): Buffer;
}

/** Replace [start, end) of the piece in the held message `id`. */
export interface HeldEdit {
  readonly id: string | number;
  readonly start: number;
  readonly end: number;
  readonly insert: string;
}

/** What a message that was delivered shall read from now on. */
export interface HealTarget {
  /** The vendor's id of the message; undefined when nothing says it, a promise while the vendor has not said it yet. */
  readonly message: string | Promise<string | undefined> | undefined;
  /** The words of the message with the value hidden; the mask alone when the words were too long to be kept. */
  readonly text: string;
}

/** Takes back what was delivered. */
export interface Healer {
  /** Resolves when the vendor has changed the message; rejects with a ChatveilError when it will not. */
  heal(order: HealOrder): Promise<void>;
}

export interface HealOrder {
  readonly message: string | undefined;
  readonly text: string;
  readonly site: string;
  readonly vendorConversation: string | undefined;
}

/** How one site wants its traffic treated; read anew for each frame or request. */
export interface Treatment {
  readonly mode: 'enforce' | 'observe';
  readonly policy: Policy;
  /** The detectors and operator patterns that the policy switched on. */
  readonly detection: Detection;
  readonly route: Route;
  readonly limits: Limits;
  readonly tenant: string;
  /** How the profile says that the route is read; it wins over declared types. */
  readonly codec?: Format;
  /** Texts that arrive in pieces; absent: judged by looks. */
  readonly streams?: readonly StreamRule[];
  /** Id of the vendor's profile; absent offline. */
  readonly profile?: string;
  /** JSON pointers of the conversation's id, where messages say it. */
  readonly conversation?: readonly string[];
  /** Where a message says its id; absent when the vendor's profile does not tell. */
  readonly messages?: MessageFields;
  /** Brings URLs to the proxy, or back to the vendor; done in observe mode as well, or the traffic would go past. */
  readonly urls?: SpanUrls;
}

/** What a connection's visitor may be given back; each restorer is still bound to one conversation. */
export interface VisitorRestorer extends ConversationRestorer {
  /** For another conversation of the same visitor, where the messages of one connection name theirs. */
  beside?(conversation: ConversationId): ConversationRestorer | undefined;
}

/** What is known about a frame before it is read. */
export interface Foreknown {
  /** The frame is a segment of a larger body and has been opened. */
  readonly document?: Document;
  /** Findings in the text at `path` that come from the whole of a text of which it is a piece. */
  readonly piece?: PieceFindings;
}

export interface PieceFindings {
  readonly path: string;
  /** The piece itself: a second text at the same path is none. */
  readonly text: string;
  readonly findings: readonly PieceFinding[];
}

export interface PieceFinding extends HeardFinding {
  /** The value began in an earlier piece, where what replaces it stands: the rest goes without a trace. */
  readonly continued?: boolean;
}

export interface Redactor {
  /** Decides how a body is read: by the route's codec, else from its declared type and first bytes (which may be empty). */
  select(head: FrameHead, firstBytes: Buffer, treatment: Pick<Treatment, 'codec'>): Selection;
  /**
   * Opens, scans, decides, seals and rewrites one whole document or record.
   * Answers at once when nothing waits for the vault, so that clean traffic pays for no promise.
   * Never throws: a detector or vault failure is a `block`.
   */
  redact(
    frame: Frame,
    treatment: Treatment,
    restorer?: VisitorRestorer,
    known?: Foreknown,
  ): Redaction | Promise<Redaction>;
  /** Decides about files of bodies that are not held whole. */
  readonly files?: FilePort;
  /** What a message is to the texts that arrive in pieces on its connection. */
  readDelta?(frame: Frame, treatment: Treatment): DeltaAnswer;
  /** Reads a body that is too large to be held, in segments; undefined when its format allows no such thing. */
  segments?(head: FrameHead, first: Buffer, treatment: Treatment): Segmenter | undefined;
  /** A short text outside any body: a query, a header value, a close reason. Masked or blocked, never tokenized. */
  redactText(
    text: string,
    head: FrameHead,
    treatment: Treatment,
  ): { readonly text: string; readonly decisions: readonly Decision[]; readonly blocked: boolean };
  /** The same for fields that belong together, as a query's do; what to write instead, by the number of the pair. */
  readonly redactFields: FieldTexts;
  /** Whether anything in a text, which may be long, would have to be hidden; for `share`. */
  hidesSomething(text: string, head: FrameHead, treatment: Treatment): Work<boolean>;
  /** Does work beside the reading of messages in turns with it; what it throws is thrown, or rejects. */
  share<Result>(work: Work<Result>): Result | Promise<Awaited<Result>>;
  /** Forgets what is remembered of a conversation. */
  forget(conversation: FrameHead['conversation']): void;
}

/** `pairs`: names and values, decoded. */
export type FieldTexts = (
  pairs: readonly (readonly [string, string])[],
  head: Pick<FrameHead, 'site' | 'direction'>,
  treatment: Treatment,
) => {
  readonly texts: ReadonlyMap<number, string>;
  readonly decisions: readonly Decision[];
  readonly blocked: boolean;
};
