/** What a vendor profile says about the messages of a route: which one this is, and where its words stand. */
import type { CodecStep } from './codec-step.ts';
import type { Direction } from './frame.ts';

/**
 * What a message is for. `typing-preview` marks drafts and `echo` the visitor's own words coming back; the other
 * words tell a reader of the profile why text stands there.
 */
export const messageKinds = [
  'visitor-text',
  'typing-preview',
  'echo',
  'agent-text',
  'profile',
  'form',
  'history',
  'attachment',
  'telemetry',
  'identity',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** A condition on the field at `path`; of `equals`, `oneOf` and `present` exactly one is set. */
export interface FieldTest {
  /** JSON pointer; its wildcards are filled by those of the field that the condition is for, in order. */
  readonly path: string;
  readonly equals?: string;
  readonly oneOf?: readonly string[];
  /** Whether there is any text at the path. Numbers below nine digits, booleans and null are no text. */
  readonly present?: boolean;
}

/**
 * A field that means something more than text: an unsent draft, or the visitor's own words coming back.
 * `path` and `when.path` are JSON pointers; the wildcards of `path` fill those of `when.path` in order.
 */
export interface MarkedField {
  readonly path: string;
  readonly when?: FieldTest;
}

/**
 * How a hidden value is spelled where the vendor checks the field. `email` is an address that holds the token's
 * reference; `phone` a number that reaches nobody, and `mask` and `drop` keep no value at all.
 */
export const tokenForms = ['email', 'phone', 'mask', 'drop'] as const;
export type TokenForm = (typeof tokenForms)[number];

/** A field that holds words. */
export interface TextField {
  /** JSON pointer with `*` and `**`. */
  readonly path: string;
  /** How the text is read when looking at it does not tell, such as HTML. */
  readonly codec?: readonly CodecStep[];
  readonly token?: TokenForm;
}

export interface MessageRule {
  readonly id: string;
  readonly kind: MessageKind;
  /** Absent: both. */
  readonly direction?: Direction;
  /** All of them must hold; none means every message. */
  readonly when: readonly FieldTest[];
  readonly text: readonly TextField[];
  /** Those texts which are the visitor's own words, coming back. */
  readonly own: readonly MarkedField[];
  /** Neither scanned nor edited: signed identifiers, say, where the conditions hold. */
  readonly never: readonly string[];
  /** Groups of fields that repeat a text: what is hidden in one is hidden in all. */
  readonly duplicates: readonly (readonly string[])[];
}

/** What becomes of a message on a route with rules that none of them fits. */
export type Unmatched = 'scan-all-strings' | 'block' | 'pass';
