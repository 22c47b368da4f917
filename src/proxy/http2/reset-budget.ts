/** How many streams of a connection may be reset, by either side, before the connection is taken for an attack. */

/** Resets at once; a page that is left cancels dozens, a rapid reset (CVE-2023-44487) thousands. */
const RESETS_MAX = 80;
/** Resets a second that are forgiven. */
const RESETS_PER_SECOND = 10;

/** The function counts one reset and answers false when there were too many. `now` is in milliseconds. */
export function createResetBudget(now: () => number = () => performance.now()): () => boolean {
  let left = RESETS_MAX;
  let last = now();
  return () => {
    const time = now();
    left = Math.min(RESETS_MAX, left + ((time - last) / 1000) * RESETS_PER_SECOND) - 1;
    last = time;
    return left >= 0;
  };
}
