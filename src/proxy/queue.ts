/** Keeps the order of one direction and says when its sender must pause: message n+1 never leaves before message n. */

export interface Lane<Item> {
  /** Takes an item of `bytes` bytes; false when the lane is full and the sender should pause until `onRoom`. */
  push(item: Item, bytes: number): boolean;
  /** Runs `onIdle` once everything pushed so far has been handled. */
  end(): void;
  /** Drops what waits; nothing is handled after it. */
  stop(): void;
  readonly waiting: number;
}

export interface LaneOptions<Item> {
  /** Handles one item; answers a promise only when it has to wait. */
  handle(item: Item): void | Promise<void>;
  readonly messagesMax: number;
  readonly bytesMax: number;
  onRoom(): void;
  onIdle(): void;
  onError(error: unknown): void;
}

export function createLane<Item>(options: LaneOptions<Item>): Lane<Item> {
  let waiting: { readonly item: Item; readonly bytes: number }[] = [];
  let first = 0;
  let bytes = 0;
  let busy = false;
  let stopped = false;
  let ended = false;
  let full = false;

  const finish = () => {
    if (full && !stopped) {
      full = false;
      options.onRoom();
    }
    if (ended && !stopped) {
      stopped = true;
      options.onIdle();
    }
  };

  const fail = (error: unknown) => {
    stopped = true;
    waiting = [];
    first = 0;
    options.onError(error);
  };

  /** Answers true when it has to wait for this item. */
  const run = (item: Item): boolean => {
    try {
      const pending = options.handle(item);
      if (pending === undefined) return false;
      busy = true;
      pending.then(resume, fail);
      return true;
    } catch (error) {
      fail(error);
      return true;
    }
  };

  function resume(): void {
    busy = false;
    while (!stopped && first < waiting.length) {
      const next = waiting[first];
      first += 1;
      if (next === undefined) break;
      bytes -= next.bytes;
      if (run(next.item)) return;
    }
    waiting = [];
    first = 0;
    finish();
  }

  return {
    push(item, size) {
      if (stopped) return true;
      // The common case: nothing waits, so the item is handled at once and no promise or entry is made for it.
      if (!busy && first >= waiting.length) {
        run(item);
        return true;
      }
      waiting.push({ item, bytes: size });
      bytes += size;
      if (waiting.length - first < options.messagesMax && bytes < options.bytesMax) return true;
      full = true;
      return false;
    },
    end() {
      ended = true;
      if (!busy && first >= waiting.length) finish();
    },
    stop() {
      stopped = true;
      waiting = [];
    },
    get waiting() {
      return waiting.length - first;
    },
  };
}
