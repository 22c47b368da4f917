/** Keeps back requests whose message may be a piece of a value, and behind them every later message of the conversation. */
import { setTimeout as wait } from 'node:timers/promises';
import type { ConversationId } from '../domain/frame.ts';
import type { HeldEdit, Hold } from '../redaction/redaction.ts';
import { createOutbox, type Outbox } from './outbox.ts';

/** Forwards a request; resolves when it has its answer. */
export type Deliver = (bytes: Buffer) => Promise<void>;

export interface HeldRequests {
  /** Whether a message of this conversation is being held, so that the next one has to stand in line. */
  waits(conversation: ConversationId): boolean;
  put(conversation: ConversationId, bytes: Buffer, deliver: Deliver, hold?: Hold): void;
  /** Rewrites held messages, now that the value is known, and lets them go. */
  settle(conversation: ConversationId, edits: readonly HeldEdit[]): void;
  /** Lets everything go: the process ends. */
  release(): void;
}

/** Messages and bytes of one conversation; with more than that, all of it goes. */
const MESSAGES_MAX = 16;
const BYTES_MAX = 1024 * 1024;
/** Conversations with something held; past it nothing more is held back. */
const CONVERSATIONS_MAX = 10_000;
/** Milliseconds that the next message waits for the answer to the one before: connections of their own keep no order. */
const ANSWER_MS = 1000;

interface Line {
  readonly outbox: Outbox<Deliver>;
  /** Put, and not answered yet. */
  count: number;
  last: Promise<unknown>;
}

export function createHeldRequests(): HeldRequests {
  const lines = new Map<ConversationId, Line>();

  function open(conversation: ConversationId): Line {
    const send = (bytes: Buffer, deliver: Deliver) => {
      line.last = line.last
        .then(() => Promise.race([deliver(bytes), wait(ANSWER_MS)]))
        .finally(() => {
          line.count -= 1;
          if (line.count === 0) lines.delete(conversation);
        });
    };
    const outbox = createOutbox({ send, messagesMax: MESSAGES_MAX, bytesMax: BYTES_MAX });
    const line: Line = { outbox, count: 0, last: Promise.resolve() };
    lines.set(conversation, line);
    return line;
  }

  return {
    waits: (conversation) => lines.has(conversation),
    put(conversation, bytes, deliver, hold) {
      const line = lines.get(conversation) ?? (lines.size < CONVERSATIONS_MAX ? open(conversation) : undefined);
      if (line === undefined) {
        void deliver(bytes);
        return;
      }
      line.count += 1;
      line.outbox.put(bytes, deliver, hold);
    },
    settle: (conversation, edits) => lines.get(conversation)?.outbox.settle(edits),
    release() {
      for (const { outbox } of lines.values()) outbox.release();
    },
  };
}
