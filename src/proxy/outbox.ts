/** Keeps back messages that may be pieces of a value, for a bounded time, without changing the order or losing any. */
import type { HeldEdit, Hold } from '../redaction/redaction.ts';

/** `Item` goes with the bytes to whoever sends them. */
export interface Outbox<Item> {
  /** Sends at once unless something is being held; a message with `hold` is kept back itself. */
  put(bytes: Buffer, item: Item, hold?: Hold): void;
  /** Rewrites held messages, now that the value is known, and lets them go. */
  settle(edits: readonly HeldEdit[]): void;
  /** Lets everything go, in order: the connection ends, or there is no more room. */
  release(): void;
  /** Drops everything: the connection is gone. */
  stop(): void;
}

export interface OutboxOptions<Item> {
  send(bytes: Buffer, item: Item): void;
  readonly messagesMax: number;
  readonly bytesMax: number;
}

interface Waiting<Item> {
  bytes: Buffer;
  readonly item: Item;
  hold: Hold | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

export function createOutbox<Item>({ send, messagesMax, bytesMax }: OutboxOptions<Item>): Outbox<Item> {
  let waiting: Waiting<Item>[] = [];
  let size = 0;

  const free = (one: Waiting<Item>) => {
    clearTimeout(one.timer);
    one.hold = undefined;
  };
  /** Everything in front of the first message that is still held. */
  const flush = () => {
    let count = 0;
    for (const { hold } of waiting) {
      if (hold !== undefined) break;
      count += 1;
    }
    for (const { bytes, item } of waiting.splice(0, count)) {
      size -= bytes.length;
      send(bytes, item);
    }
  };
  const release = () => {
    waiting.forEach(free);
    flush();
  };

  return {
    put(bytes, item, hold) {
      if (waiting.length === 0 && hold === undefined) return send(bytes, item);
      const one: Waiting<Item> = { bytes, item, hold, timer: undefined };
      if (hold !== undefined) {
        one.timer = setTimeout(() => {
          free(one);
          flush();
        }, hold.milliseconds);
      }
      waiting.push(one);
      size += bytes.length;
      if (waiting.length > messagesMax || size > bytesMax) release();
    },
    settle(edits) {
      for (const one of waiting) {
        const { hold } = one;
        const own = hold === undefined ? [] : edits.filter(({ id }) => id === hold.id);
        if (hold === undefined || own.length === 0) continue;
        size -= one.bytes.length;
        one.bytes = hold.rewrite(own);
        size += one.bytes.length;
        free(one);
      }
      flush();
    },
    release,
    stop() {
      waiting.forEach(free);
      waiting = [];
      size = 0;
    },
  };
}
