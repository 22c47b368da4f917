/** What the redactor asks of the conversations that are remembered: trackers, delivered messages, harmless texts. */
import type { Heard, MessageId } from '../detection/conversation/said.ts';
import type { Detection } from '../detection/detection.ts';
import type { Clock } from '../domain/clock.ts';
import type { Finding } from '../domain/finding.ts';
import type { ConversationId } from '../domain/frame.ts';
import type { HarmlessTexts } from './harmless.ts';
import { LiveConversations, type MemoryLimits } from './live-conversations.ts';
import type { Acknowledged, Patch, SentMessage, SentMessages, TakenBack } from './sent.ts';

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

export function createConversationMemory(clock: Clock, limits: MemoryLimits): ConversationMemory {
  const entries = new LiveConversations(clock, limits);
  let messages = 0;

  /** Delivered messages of a conversation that is remembered, without those that are too old. */
  function delivered(conversation: ConversationId): SentMessages | undefined {
    const sent = entries.get(conversation)?.sent;
    if (sent !== undefined && sent.size > 0) sent.expire(clock.now() - entries.idleMilliseconds);
    return sent;
  }

  return {
    hear(conversation, { text, path, kind, id, edits }, detection, plain) {
      const { tracker, at } = entries.use(conversation);
      const said = { from: 'visitor' as const, kind, text, at, id, lane: path };
      return tracker.hear(detection, edits === undefined ? said : { ...said, edits }, plain);
    },
    note(conversation, text, findings) {
      const { tracker, at } = entries.use(conversation);
      tracker.noteOther(text, at, findings);
    },
    mint() {
      messages += 1;
      return messages;
    },
    keeps: (conversation, { id, path }) => entries.get(conversation)?.tracker.keeps(id, path) === true,
    sent(conversation, message) {
      const { sent, at } = entries.use(conversation);
      sent.add(message, at);
    },
    takeBack(conversation, id, path, patches) {
      const taken = delivered(conversation)?.takeBack(id, path, patches);
      return taken ?? { message: undefined, text: patches.map(({ insert }) => insert).join(' ') };
    },
    awaits: (conversation) => (delivered(conversation)?.size ?? 0) > 0,
    name: (conversation, ack) => delivered(conversation)?.name(ack),
    harmless: (conversation) => entries.get(conversation)?.harmless,
    forget: (conversation) => entries.forget(conversation),
    get size() {
      return entries.size;
    },
  };
}
