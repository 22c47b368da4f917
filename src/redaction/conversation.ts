/** What is remembered between the messages of one conversation: the digits a message ended with. Bounded, in memory only, wiped on expiry. */
import type { Clock } from '../domain/clock.ts';
import type { ConversationId } from '../domain/frame.ts';
import type { Limits } from '../domain/limits.ts';

export interface ConversationMemory {
  /** Digits (and their separators) that the last text at this path ended with; `''` when there are none. */
  tail(conversation: ConversationId, path: string): string;
  /** Notes what `text` ends with, joined to the tail when the whole text continues it. */
  remember(conversation: ConversationId, path: string, text: string): void;
  /** Drops the tail of one path, because its digits have been dealt with. */
  settle(conversation: ConversationId, path: string): void;
  forget(conversation: ConversationId): void;
  readonly size: number;
}

type MemoryLimits = Pick<Limits, 'conversationsMax' | 'conversationIdleSecondsMax' | 'carryDigitsMax'>;

interface Entry {
  at: number;
  /** Buffers rather than strings, because a buffer can be wiped. */
  readonly tails: Map<string, Buffer>;
}

/** A conversation rarely types into more than one field; more would only keep digits longer than needed. */
const pathsMax = 8;
/** Longest stretch at the end of a text that is looked at. */
const tailCharactersMax = 48;
/** Fewer digits than this are small talk ("room 12"), not the start of a number. */
const tailDigitsMin = 3;
const trailingDigits = /(?:^|[^\d])(\d[\d \t.\-/]*)[\s.,;\-…]*$/;
const onlyDigits = /^[\s]*\d[\d \t.\-/]*[\s.,;\-…]*$/;

export function createConversationMemory(clock: Clock, limits: MemoryLimits): ConversationMemory {
  const entries = new Map<ConversationId, Entry>();
  const idleMilliseconds = limits.conversationIdleSecondsMax * 1000;

  function live(conversation: ConversationId): Entry | undefined {
    const entry = entries.get(conversation);
    if (!entry) return undefined;
    if (clock.now() - entry.at <= idleMilliseconds) return entry;
    forget(conversation);
    return undefined;
  }

  function forget(conversation: ConversationId): void {
    const entry = entries.get(conversation);
    if (!entry) return;
    for (const tail of entry.tails.values()) tail.fill(0);
    entries.delete(conversation);
  }

  function settle(conversation: ConversationId, path: string): void {
    const entry = entries.get(conversation);
    entry?.tails.get(path)?.fill(0);
    entry?.tails.delete(path);
    if (entry?.tails.size === 0) entries.delete(conversation);
  }

  /** Map order is age order: each write moves its conversation to the end. */
  function makeRoom(): void {
    const now = clock.now();
    for (const [conversation, entry] of entries) {
      if (entries.size < limits.conversationsMax && now - entry.at <= idleMilliseconds) return;
      forget(conversation);
    }
  }

  function write(conversation: ConversationId, path: string, tail: string): void {
    const tails = live(conversation)?.tails ?? new Map<string, Buffer>();
    if (!tails.has(path) && tails.size >= pathsMax) return;
    tails.get(path)?.fill(0);
    tails.set(path, Buffer.from(tail));
    entries.delete(conversation);
    makeRoom();
    entries.set(conversation, { at: clock.now(), tails });
  }

  return {
    tail: (conversation, path) => live(conversation)?.tails.get(path)?.toString() ?? '',
    remember(conversation, path, text) {
      const ending = digitsAtEnd(text);
      if (ending === '') return settle(conversation, path);
      const before = text.length <= tailCharactersMax && onlyDigits.test(text) ? this.tail(conversation, path) : '';
      write(conversation, path, lastDigits(before === '' ? ending : `${before} ${ending}`, limits.carryDigitsMax));
    },
    settle,
    forget,
    get size() {
      return entries.size;
    },
  };
}

/** Whether `text` could continue a number begun in an earlier message. */
export function beginsWithDigits(text: string): boolean {
  return /^[\s.,;\-…]{0,8}\d/.test(text);
}

function digitsAtEnd(text: string): string {
  const run = trailingDigits.exec(text.slice(-tailCharactersMax))?.[1]?.trim() ?? '';
  return countDigits(run) >= tailDigitsMin ? run : '';
}

/** The end of `run` that holds at most `max` digits. */
function lastDigits(run: string, max: number): string {
  let from = run.length;
  for (let seen = 0; from > 0 && seen < max; from--) {
    if (isDigit(run.charCodeAt(from - 1))) seen++;
  }
  return run.slice(from);
}

function countDigits(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) if (isDigit(text.charCodeAt(at))) count++;
  return count;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
