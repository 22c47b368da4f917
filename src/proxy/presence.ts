/** Knows which conversations have a connection, and says when one has been without for long enough to be forgotten. */
import type { ConversationId } from '../domain/frame.ts';

export interface Presence {
  /** A connection begins to speak for the conversation. */
  enter(conversation: ConversationId): void;
  /** It is closed; `returns` is whether another one may go on with the conversation. */
  leave(conversation: ConversationId, returns: boolean): void;
  /** Forgets everything that waits, at once: the process ends. */
  close(): void;
  /** Conversations with a connection, or still waiting for one. */
  readonly size: number;
}

export interface PresenceParts {
  /** Milliseconds that a conversation without a connection is waited for; read anew each time. */
  readonly graceMilliseconds: () => number;
  gone(conversation: ConversationId): void;
}

interface Present {
  connections: number;
  timer: NodeJS.Timeout | undefined;
}

export function createPresence({ graceMilliseconds, gone }: PresenceParts): Presence {
  const present = new Map<ConversationId, Present>();
  const end = (conversation: ConversationId) => {
    present.delete(conversation);
    gone(conversation);
  };
  return {
    enter(conversation) {
      const known = present.get(conversation);
      if (known === undefined) {
        present.set(conversation, { connections: 1, timer: undefined });
        return;
      }
      clearTimeout(known.timer);
      known.timer = undefined;
      known.connections += 1;
    },
    leave(conversation, returns) {
      const known = present.get(conversation);
      if (known === undefined || known.connections === 0) return;
      known.connections -= 1;
      if (known.connections > 0) return;
      if (!returns) return end(conversation);
      // All timers of one length share a list in Node: tens of thousands of them cost nothing but their memory.
      known.timer = setTimeout(() => end(conversation), graceMilliseconds()).unref();
    },
    close() {
      for (const [conversation, { timer }] of present) {
        clearTimeout(timer);
        gone(conversation);
      }
      present.clear();
    },
    get size() {
      return present.size;
    },
  };
}
