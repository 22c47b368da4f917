/** Work that may be long: it rests at each `yield`, and whoever runs it decides whether others have their turn then. */

export type Work<Result> = Generator<undefined, Result>;

/** Does everything in one go. */
export function atOnce<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}
