/** A value that is replaced whole while the process runs: readers see the old one or the new one, never half. */

export interface Live<Value> {
  readonly current: Value;
  /** Swaps in a value that has already been provisioned and validated. */
  swap(next: Value): void;
  /** Calls `listener` after each swap; returns the way to stop. */
  onChange(listener: (value: Value) => void): () => void;
}

export function createLive<Value>(initial: Value): Live<Value> {
  const listeners = new Set<(value: Value) => void>();
  let current = initial;
  return {
    get current() {
      return current;
    },
    swap(next) {
      current = next;
      for (const listener of listeners) listener(next);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
