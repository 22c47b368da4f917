/**
 * What is written to several sockets in one turn of the event loop goes out at its end, in one go. Each write wakes
 * whoever reads the socket; one that comes right behind another finds its reader awake, which costs a third as much.
 */

/** The part of a stream that can hold its bytes back. */
export interface Corkable {
  cork(): void;
  uncork(): void;
  [joined]?: boolean;
}

/** Set while a socket is held. A set of sockets that is emptied each turn would leave a table behind each time. */
const joined = Symbol('joined');

/** Milliseconds after which a turn is long: what was held first must not wait for the work of all the others. */
const TURN_MAX = 2;

export interface Burst {
  /** Holds back what is written to `socket` from now on, until the end of the turn at the latest. */
  join(socket: Corkable): void;
  /** Does `write` then: for what cannot be held back once it is written. It must not throw. */
  put(write: () => void): void;
}

export interface BurstOptions {
  /** Runs a function once the turn is over. */
  readonly later?: (flush: () => void) => void;
  /** Milliseconds on a monotonic clock. */
  readonly now?: () => number;
}

export function createBurst({ later = setImmediate, now = () => performance.now() }: BurstOptions = {}): Burst {
  let held: Corkable[] = [];
  let writes: (() => void)[] = [];
  let planned = false;
  let since = 0;
  const release = () => {
    const sockets = held;
    const due = writes;
    held = [];
    writes = [];
    for (const socket of sockets) {
      socket[joined] = false;
      socket.uncork();
    }
    for (const write of due) write();
  };
  const atEnd = () => {
    planned = false;
    release();
  };
  const open = () => {
    const time = now();
    if (held.length + writes.length === 0) since = time;
    else if (time - since > TURN_MAX) {
      release();
      since = time;
    }
    if (planned) return;
    planned = true;
    later(atEnd);
  };
  return {
    join(socket) {
      open();
      if (socket[joined] === true) return;
      socket[joined] = true;
      held.push(socket);
      socket.cork();
    },
    put(write) {
      open();
      writes.push(write);
    },
  };
}

/** Of this process: it has one event loop. */
export const burst = createBurst();
