/** Words repeated in a row: a hostile message full of one trigger word must not cost a look for each of them. */

/** Units that may stand between two words of a chain: a blank, a comma and a blank, `: `. */
const GAP_MAX = 3;

/**
 * Whether the candidate at `index` of the scanner's triples stands between two more of its own kind, with
 * nothing but a sign or two between: a value lies in front of the first or behind the last of them.
 * `count` is the length of the used part of `candidates`.
 */
export function isAmidSame(candidates: Int32Array, index: number, count: number): boolean {
  if (index < 3 || index + 3 >= count) return false;
  const kind = candidates[index];
  if (candidates[index - 3] !== kind || candidates[index + 3] !== kind) return false;
  const before = (candidates[index + 1] as number) - (candidates[index - 1] as number);
  const after = (candidates[index + 4] as number) - (candidates[index + 2] as number);
  return before <= GAP_MAX && after <= GAP_MAX;
}
