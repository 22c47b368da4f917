/** What the pipeline answers for one frame. */

import type { Selection, Uninspected } from '../codecs/codec.ts';
import type { Detection } from '../detection/detection.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { Frame, FrameHead } from '../domain/frame.ts';
import type { Limits } from '../domain/limits.ts';
import type { Route } from '../domain/profile.ts';
import type { Decision, Policy } from '../policy/policy.ts';
import type { ConversationRestorer } from '../vault/vault.ts';

export type Redaction =
  | {
      readonly verdict: 'forward';
      /** The very same Buffer as the frame's when nothing was edited. */
      readonly bytes: Buffer;
      readonly edited: boolean;
      readonly decisions: readonly Decision[];
      readonly uninspected: readonly Uninspected[];
    }
  | {
      readonly verdict: 'block';
      readonly code: ErrorCode;
      /** A sentence of the policy for the person who wrote the message. */
      readonly notice: string | undefined;
      readonly decisions: readonly Decision[];
    };

/** How one site wants its traffic treated; read anew for each frame or request. */
export interface Treatment {
  readonly mode: 'enforce' | 'observe';
  readonly policy: Policy;
  /** The detectors and operator patterns that the policy switched on. */
  readonly detection: Detection;
  readonly route: Route;
  readonly limits: Limits;
  readonly tenant: string;
}

export interface Redactor {
  /** Decides how a body is read, from its declared type and first bytes (which may be empty). */
  select(head: FrameHead, firstBytes: Buffer): Selection;
  /**
   * Opens, scans, decides, seals and rewrites one whole document or record.
   * Answers at once when nothing waits for the vault, so that clean traffic pays for no promise.
   * Never throws: a detector or vault failure is a `block`.
   */
  redact(frame: Frame, treatment: Treatment, restorer?: ConversationRestorer): Redaction | Promise<Redaction>;
  /** A short text outside any body: a query, a header value, a close reason. Masked or blocked, never tokenized. */
  redactText(
    text: string,
    head: FrameHead,
    treatment: Treatment,
  ): { readonly text: string; readonly decisions: readonly Decision[]; readonly blocked: boolean };
  /** Forgets what is remembered of a conversation. */
  forget(conversation: FrameHead['conversation']): void;
}
