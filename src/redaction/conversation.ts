/** One tracker for each live conversation. Bounded, in memory only, wiped on expiry, in order of use. */
import type { Heard, MessageId } from '../detection/conversation/said.ts';
import { ConversationTracker } from '../detection/conversation/tracker.ts';
import type { Detection } from '../detection/detection.ts';
import type { Clock } from '../domain/clock.ts';
import type { Finding } from '../domain/finding.ts';
import type { ConversationId } from '../domain/frame.ts';
import type { Limits } from '../domain/limits.ts';
import { HarmlessTexts } from './harmless.ts';
import { type Acknowledged, type Patch, type SentMessage, SentMessages, type TakenBack } from './sent.ts';

/** A text that a visitor wrote. */
export interface Written {
  readonly text: string;
  readonly path: string;
  readonly kind: 'message' | 'preview' | 'edit';
  /** What the widget or the vendor calls the message, or a number of `mint` when the profile does not say. */
  readonly id: MessageId;
  readonly edits?: string;
}

export interface ConversationMemory {
  /** Tells the tracker what a visitor wrote; `plain` is what was found in the text alone. */
  hear(conversation: ConversationId, written: Written, detection: Detection, plain: readonly Finding[]): Heard;
  /** Tells it what an agent said. */
  note(conversation: ConversationId, text: string, findings: readonly Finding[]): void;
  /** A name for a message that has none. */
  mint(): number;
  /** Whether a message is remembered as the beginning of something. */
  keeps(conversation: ConversationId, written: Written): boolean;
  /** Keeps a delivered message, so that it can be taken back. */
  sent(conversation: ConversationId, message: SentMessage): void;
  takeBack(conversation: ConversationId, id: MessageId, path: string, patches: readonly Patch[]): TakenBack;
  /** Whether there are delivered messages that a document toward the visitor may give a name. */
  awaits(conversation: ConversationId): boolean;
  name(conversation: ConversationId, ack: Acknowledged): void;
  /** What was said in a conversation that is remembered and held nothing. */
  harmless(conversation: ConversationId): HarmlessTexts | undefined;
  forget(conversation: ConversationId): void;
  readonly size: number;
}

type MemoryLimits = Pick<
  Limits,
  'conversationsMax' | 'conversationIdleSecondsMax' | 'carryDigitsMax' | 'takeBackCharactersMax'
>;

interface Entry {
  at: number;
  readonly tracker: ConversationTracker;
  readonly sent: SentMessages;
  readonly harmless: HarmlessTexts;
}

export function createConversationMemory(clock: Clock, limits: MemoryLimits): ConversationMemory {
  const entries = new Map<ConversationId, Entry>();
  const idleMilliseconds = limits.conversationIdleSecondsMax * 1000;
  const trackerLimits = { idleMilliseconds, charactersMax: limits.carryDigitsMax };
  let messages = 0;

  function forget(conversation: ConversationId): void {
    const entry = entries.get(conversation);
    entry?.tracker.wipe();
    entry?.sent.wipe();
    entry?.harmless.wipe();
    entries.delete(conversation);
  }

  /** Map order is the order of use: whatever is too old, or one too many, stands at the front. */
  function makeRoom(now: number): void {
    for (const [conversation, entry] of entries) {
      if (entries.size <= limits.conversationsMax && now - entry.at <= idleMilliseconds) return;
      forget(conversation);
    }
  }

  function use(conversation: ConversationId): Entry {
    const at = clock.now();
    makeRoom(at);
    const entry = entries.get(conversation) ?? {
      at,
      tracker: new ConversationTracker(trackerLimits),
      sent: new SentMessages(limits.takeBackCharactersMax),
      harmless: new HarmlessTexts(),
    };
    entry.at = at;
    entries.delete(conversation);
    entries.set(conversation, entry);
    if (entries.size > limits.conversationsMax) makeRoom(at);
    return entry;
  }

  /** Delivered messages of a conversation that is remembered, without those that are too old. */
  function delivered(conversation: ConversationId): SentMessages | undefined {
    const sent = entries.get(conversation)?.sent;
    if (sent !== undefined && sent.size > 0) sent.expire(clock.now() - idleMilliseconds);
    return sent;
  }

  return {
    hear(conversation, { text, path, kind, id, edits }, detection, plain) {
      const { tracker, at } = use(conversation);
      const said = { from: 'visitor' as const, kind, text, at, id, lane: path };
      return tracker.hear(detection, edits === undefined ? said : { ...said, edits }, plain);
    },
    note(conversation, text, findings) {
      const { tracker, at } = use(conversation);
      tracker.noteOther(text, at, findings);
    },
    mint() {
      messages += 1;
      return messages;
    },
    keeps: (conversation, { id, path }) => entries.get(conversation)?.tracker.keeps(id, path) === true,
    sent(conversation, message) {
      const { sent, at } = use(conversation);
      sent.add(message, at);
    },
    takeBack(conversation, id, path, patches) {
      const taken = delivered(conversation)?.takeBack(id, path, patches);
      return taken ?? { message: undefined, text: patches.map(({ insert }) => insert).join(' ') };
    },
    awaits: (conversation) => (delivered(conversation)?.size ?? 0) > 0,
    name: (conversation, ack) => delivered(conversation)?.name(ack),
    harmless: (conversation) => entries.get(conversation)?.harmless,
    forget,
    get size() {
      return entries.size;
    },
  };
}
