/** What a conversation tracker is told, and what it answers: positions and kinds, never a value of another message. */
import type { Finding } from '../../domain/finding.ts';

export type Speaker = 'visitor' | 'agent' | 'bot';
/** `preview`: an unsent draft that replaces the one before; `edit`: a new text for an earlier message. */
export type SaidKind = 'message' | 'preview' | 'edit';
/** Names a message inside its conversation. */
export type MessageId = number | string;

export interface Said {
  readonly from: Speaker;
  readonly kind: SaidKind;
  readonly text: string;
  /** Milliseconds on any clock that does not run backwards. */
  readonly at: number;
  readonly id: MessageId;
  /** The message that an edit replaces. */
  readonly edits?: MessageId;
  /** Which field of the wire it came in: numbers are not joined across fields. */
  readonly lane?: string;
}

/** A finding in the text that was just said. */
export interface HeardFinding extends Finding {
  /** The whole value when it began in an earlier message; for the vault only. */
  readonly whole?: string;
  /** Not a value yet, but what is there could become one: to be hidden, not to be kept. */
  readonly unfinished?: boolean;
}

/** A finding in a message that has been let through already: to be healed, or to be released without it. */
export interface EarlierFinding extends Finding {
  readonly id: MessageId;
}

export interface Heard {
  readonly here: readonly HeardFinding[];
  readonly earlier: readonly EarlierFinding[];
  /** The id of what was said, when it may be a piece of a value: worth holding for a moment. */
  readonly piece: MessageId | undefined;
}

export const heardNothing: Heard = Object.freeze({
  here: Object.freeze([]) as readonly HeardFinding[],
  earlier: Object.freeze([]) as readonly EarlierFinding[],
  piece: undefined,
});
