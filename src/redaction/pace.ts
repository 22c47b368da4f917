/** Shares the event loop: long work is done in slices, and what lies between two slices is everybody else's turn. */

import { atOnce, type Work } from '../domain/work.ts';

export interface Pace {
  /**
   * Answers at once when the work is done within its slice; otherwise it goes on in later turns of the event loop.
   * `took` is told the milliseconds of work without the rests. What the work throws is thrown, or rejects.
   */
  run<Result>(work: Work<Result>, took?: (milliseconds: number) => void): Result | Promise<Awaited<Result>>;
  /** The same for work that takes no time, unless there is much of it. */
  do<Result>(work: () => Result, took?: (milliseconds: number) => void): Result | Promise<Awaited<Result>>;
}

export interface PaceParts {
  /** Milliseconds on a monotonic clock. */
  now(): number;
  /** Runs `then` after what waits for the event loop now: `setImmediate`. */
  soon(then: () => void): void;
  /** Milliseconds of work between two looks at what else is there. */
  readonly slice?: number;
}

/** A turn holds the loop for two slices and a step or two; 50 ms are the bound, on a machine that does other things too. */
const SLICE_MILLISECONDS = 8;

/** For offline use: nobody else waits for the event loop. */
export const unpaced: Pace = { run: atOnce, do: (work) => work() };

/**
 * In each turn of the event loop there is one slice for work that begins and one for work that goes on, so that
 * neither many small messages nor a few large ones keep the others waiting. Work that goes on takes turns.
 */
export function createPace({ now, soon, slice = SLICE_MILLISECONDS }: PaceParts): Pace {
  const beginning: Waiting[] = [];
  const going: Waiting[] = [];
  /** Spent since the last turn on work that begins. */
  let spent = 0;
  let told = false;

  /** The next turn is asked for only when it matters: a message now and then never sees it. */
  function tell(): void {
    if (told) return;
    told = true;
    soon(turn);
  }

  function spend(task: Waiting, left: number): number {
    const started = now();
    const until = started + left;
    let ended = started;
    do {
      task.step();
      ended = now();
    } while (!task.done && ended < until);
    task.used += ended - started;
    if (task.done) task.settle();
    else going.push(task);
    return ended - started;
  }

  function turn(): void {
    told = false;
    spent = 0;
    for (let task = beginning.shift(); task !== undefined; task = spent < slice ? beginning.shift() : undefined)
      spent += spend(task, slice - spent);
    let used = 0;
    for (let task = going.shift(); task !== undefined; task = used < slice ? going.shift() : undefined)
      used += spend(task, slice - used);
    if (beginning.length + going.length > 0) tell();
  }

  function later<Result>(queue: Waiting[], task: Task<Result>): Promise<Awaited<Result>> {
    queue.push(task);
    tell();
    return task.answer() as Promise<Awaited<Result>>;
  }

  return {
    run(work, took) {
      if (spent >= slice || beginning.length > 0) return later(beginning, new Task(work, took));
      const started = now();
      const until = started + slice - spent;
      for (;;) {
        const step = work.next();
        const used = now() - started;
        if (step.done === true) {
          begun(used);
          took?.(used);
          return step.value;
        }
        if (started + used < until) continue;
        begun(used);
        const task = new Task(work, took);
        task.used = used;
        return later(going, task);
      }
    },
    do(work, took) {
      if (spent >= slice || beginning.length > 0) return later(beginning, new Task(inOneStep(work), took));
      const started = now();
      const result = work();
      const used = now() - started;
      begun(used);
      took?.(used);
      return result;
    },
  };

  /** Half a slice is the sign that this turn may become a long one. */
  function begun(used: number): void {
    spent += used;
    if (spent >= slice / 2) tell();
  }
}

// biome-ignore lint/correctness/useYield: there is one step
function* inOneStep<Result>(work: () => Result): Work<Result> {
  return work();
}

interface Waiting {
  /** Milliseconds of work so far. */
  used: number;
  readonly done: boolean;
  step(): void;
  /** Tells who waits for it what came of it. */
  settle(): void;
}

/** Work that did not end within its first slice, or was not begun in its own turn. */
class Task<Result> implements Waiting {
  used = 0;
  done = false;
  readonly #work: Work<Result>;
  readonly #took: ((milliseconds: number) => void) | undefined;
  #value: Result | undefined;
  #error: { readonly error: unknown } | undefined;
  #resolve: (value: Result) => void = () => undefined;
  #reject: (error: unknown) => void = () => undefined;

  constructor(work: Work<Result>, took: ((milliseconds: number) => void) | undefined) {
    this.#work = work;
    this.#took = took;
  }

  step(): void {
    try {
      const { done, value } = this.#work.next();
      if (done !== true) return;
      this.#value = value;
    } catch (error) {
      this.#error = { error };
    }
    this.done = true;
  }

  settle(): void {
    this.#took?.(this.used);
    if (this.#error === undefined) this.#resolve(this.#value as Result);
    else this.#reject(this.#error.error);
  }

  answer(): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }
}
