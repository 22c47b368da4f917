/** One tracker for each live conversation. Bounded, in memory only, wiped on expiry, in order of use. */
import type { Heard, MessageId } from '../detection/conversation/said.ts';
import { ConversationTracker } from '../detection/conversation/tracker.ts';
import type { Detection } from '../detection/detection.ts';
import type { Clock } from '../domain/clock.ts';
import type { Finding } from '../domain/finding.ts';
import type { ConversationId } from '../domain/frame.ts';
import type { Limits } from '../domain/limits.ts';

/** A text that a visitor wrote. */
export interface Written {
  readonly text: string;
  readonly path: string;
  readonly kind: 'message' | 'preview' | 'edit';
  /** What the vendor calls the message; absent when the profile does not say. */
  readonly id?: string;
  readonly edits?: string;
}

export interface ConversationMemory {
  /** Tells the tracker what a visitor wrote; `plain` is what was found in the text alone. */
  hear(conversation: ConversationId, written: Written, detection: Detection, plain: readonly Finding[]): Heard;
  /** Tells it what an agent said. */
  note(conversation: ConversationId, text: string, findings: readonly Finding[]): void;
  forget(conversation: ConversationId): void;
  readonly size: number;
}

type MemoryLimits = Pick<Limits, 'conversationsMax' | 'conversationIdleSecondsMax' | 'carryDigitsMax'>;

interface Entry {
  at: number;
  readonly tracker: ConversationTracker;
}

export function createConversationMemory(clock: Clock, limits: MemoryLimits): ConversationMemory {
  const entries = new Map<ConversationId, Entry>();
  const idleMilliseconds = limits.conversationIdleSecondsMax * 1000;
  const trackerLimits = { idleMilliseconds, charactersMax: limits.carryDigitsMax };
  let messages = 0;

  function forget(conversation: ConversationId): void {
    entries.get(conversation)?.tracker.wipe();
    entries.delete(conversation);
  }

  /** Map order is the order of use: whatever is too old, or one too many, stands at the front. */
  function makeRoom(now: number): void {
    for (const [conversation, entry] of entries) {
      if (entries.size <= limits.conversationsMax && now - entry.at <= idleMilliseconds) return;
      forget(conversation);
    }
  }

  function use(conversation: ConversationId): { readonly tracker: ConversationTracker; readonly now: number } {
    const now = clock.now();
    makeRoom(now);
    const tracker = entries.get(conversation)?.tracker ?? new ConversationTracker(trackerLimits);
    entries.delete(conversation);
    entries.set(conversation, { at: now, tracker });
    if (entries.size > limits.conversationsMax) makeRoom(now);
    return { tracker, now };
  }

  return {
    hear(conversation, { text, path, kind, id, edits }, detection, plain) {
      const { tracker, now } = use(conversation);
      messages += 1;
      const name: MessageId = id ?? messages;
      const said = { from: 'visitor' as const, kind, text, at: now, id: name, lane: path };
      return tracker.hear(detection, edits === undefined ? said : { ...said, edits }, plain);
    },
    note(conversation, text, findings) {
      const { tracker, now } = use(conversation);
      tracker.noteOther(text, now, findings);
    },
    forget,
    get size() {
      return entries.size;
    },
  };
}
