/** Tells the open pages of the demo what happened; a page that left is forgotten. */

export interface Feed<Event> {
  tell(event: Event): void;
  /** Returns the way to stop. */
  listen(listener: (event: Event) => void): () => void;
  readonly listeners: number;
}

export function createFeed<Event>(): Feed<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    tell(event) {
      for (const listener of listeners) listener(event);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get listeners() {
      return listeners.size;
    },
  };
}
