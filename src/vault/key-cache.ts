/** Remembers unwrapped keys for a short while, so that each is unwrapped once and not kept for ever. */
import type { Clock } from '../domain/clock.ts';

export interface KeyCache<Value> {
  get(name: string): Value | undefined;
  set(name: string, value: Value): void;
  delete(name: string): void;
  clear(): void;
}

/** Least recently used goes first past `entriesMax`; nothing stays longer than `millisecondsMax` after it was set. */
export function createKeyCache<Value>(clock: Clock, entriesMax: number, millisecondsMax: number): KeyCache<Value> {
  const entries = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get(name) {
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      entries.delete(name);
      if (entry.until <= clock.now()) return undefined;
      entries.set(name, entry);
      return entry.value;
    },
    set(name, value) {
      entries.delete(name);
      entries.set(name, { value, until: clock.now() + millisecondsMax });
      if (entries.size <= entriesMax) return;
      const oldest = entries.keys().next();
      if (!oldest.done) entries.delete(oldest.value);
    },
    delete(name) {
      entries.delete(name);
    },
    clear() {
      entries.clear();
    },
  };
}
