/** The conversations that are remembered, in the order of use; what was not used for long, or is one too many, is wiped. */
import { ConversationTracker } from '../detection/conversation/tracker.ts';
import type { Clock } from '../domain/clock.ts';
import type { ConversationId } from '../domain/frame.ts';
import type { Limits } from '../domain/limits.ts';
import { HarmlessTexts } from './harmless.ts';
import { SentMessages } from './sent.ts';

export type MemoryLimits = Pick<
  Limits,
  'conversationsMax' | 'conversationIdleSecondsMax' | 'carryDigitsMax' | 'takeBackCharactersMax'
>;

export interface LiveConversation {
  readonly conversation: ConversationId;
  /** When it was used last, by the clock. */
  at: number;
  readonly tracker: ConversationTracker;
  readonly sent: SentMessages;
  readonly harmless: HarmlessTexts;
}

interface Entry extends LiveConversation {
  /** Neighbours in the order of use. A map has an order as well, but moving to its end rebuilds it again and again. */
  older: Entry | undefined;
  newer: Entry | undefined;
}

export class LiveConversations {
  readonly #clock: Clock;
  readonly #limits: MemoryLimits;
  readonly #entries = new Map<ConversationId, Entry>();
  readonly idleMilliseconds: number;
  #oldest: Entry | undefined;
  #newest: Entry | undefined;

  constructor(clock: Clock, limits: MemoryLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.idleMilliseconds = limits.conversationIdleSecondsMax * 1000;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(conversation: ConversationId): LiveConversation | undefined {
    return this.#entries.get(conversation);
  }

  /** The conversation, begun where it is not remembered. */
  use(conversation: ConversationId): LiveConversation {
    const at = this.#clock.now();
    this.#makeRoom(at);
    const entry = this.#entries.get(conversation) ?? this.#begin(conversation, at);
    entry.at = at;
    this.#push(entry);
    if (this.#entries.size > this.#limits.conversationsMax) this.#makeRoom(at);
    return entry;
  }

  forget(conversation: ConversationId): void {
    const entry = this.#entries.get(conversation);
    if (entry === undefined) return;
    entry.tracker.wipe();
    entry.sent.wipe();
    entry.harmless.wipe();
    this.#drop(entry);
    this.#entries.delete(conversation);
  }

  #begin(conversation: ConversationId, at: number): Entry {
    const { carryDigitsMax, takeBackCharactersMax } = this.#limits;
    const entry: Entry = {
      conversation,
      at,
      older: undefined,
      newer: undefined,
      tracker: new ConversationTracker({ idleMilliseconds: this.idleMilliseconds, charactersMax: carryDigitsMax }),
      sent: new SentMessages(takeBackCharactersMax),
      harmless: new HarmlessTexts(),
    };
    this.#entries.set(conversation, entry);
    return entry;
  }

  #makeRoom(now: number): void {
    for (let entry = this.#oldest; entry !== undefined; entry = this.#oldest) {
      if (this.size <= this.#limits.conversationsMax && now - entry.at <= this.idleMilliseconds) return;
      this.forget(entry.conversation);
    }
  }

  /** Puts an entry behind all others, wherever it stood. */
  #push(entry: Entry): void {
    if (entry === this.#newest) return;
    if (entry.newer !== undefined) this.#drop(entry);
    entry.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = entry;
    else this.#newest.newer = entry;
    this.#newest = entry;
  }

  #drop(entry: Entry): void {
    const { older, newer } = entry;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    entry.older = undefined;
    entry.newer = undefined;
  }
}
