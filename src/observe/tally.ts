/** Counts by words that come with every message: plain numbers, put into metrics and tables only when those are read. */

interface Cell<Sum> {
  readonly words: readonly string[];
  sum: Sum;
}

interface Branch<Sum> {
  readonly next: Map<string, Branch<Sum>>;
  cell: Cell<Sum> | undefined;
}

/**
 * Sums by a row of words. The words must be bounded by whoever counts (`boundedLabel`).
 *
 * @example
 * const tally = createTally(() => ({ messages: 0 }));
 * tally.of('shop', 'to-client').messages += 1;
 * tally.take(); // [[['shop', 'to-client'], { messages: 1 }]], and it begins anew
 */
export interface Tally<Sum extends object> {
  /** The sum to add to; only valid until the next `take`. */
  of(first: string, second: string, third?: string, fourth?: string): Sum;
  /** Everything that was added since the last time. */
  take(): readonly (readonly [words: readonly string[], sum: Sum])[];
}

export function createTally<Sum extends object>(zero: () => Sum): Tally<Sum> {
  let root: Branch<Sum> = branch();
  let cells: Cell<Sum>[] = [];

  const step = (from: Branch<Sum>, word: string): Branch<Sum> => {
    const known = from.next.get(word);
    if (known !== undefined) return known;
    const made: Branch<Sum> = branch();
    from.next.set(word, made);
    return made;
  };
  const open = (at: Branch<Sum>, words: readonly (string | undefined)[]): Sum => {
    const cell = { words: words.filter((word) => word !== undefined), sum: zero() };
    at.cell = cell;
    cells.push(cell);
    return cell.sum;
  };
  return {
    of(first, second, third, fourth) {
      let at = step(step(root, first), second);
      if (third !== undefined) at = step(at, third);
      if (fourth !== undefined) at = step(at, fourth);
      return at.cell === undefined ? open(at, [first, second, third, fourth]) : at.cell.sum;
    },
    take() {
      const taken = cells.map(({ words, sum }) => [words, sum] as const);
      root = branch();
      cells = [];
      return taken;
    },
  };
}

function branch<Sum>(): Branch<Sum> {
  return { next: new Map(), cell: undefined };
}

/** Numbers that wait to be observed together; at most `max` of them, then `observe` sees them all. */
export function createBacklog(observe: (value: number) => void, max = 512) {
  const values = new Float64Array(max);
  let count = 0;
  const flush = (): void => {
    const end = count;
    count = 0;
    for (let at = 0; at < end; at += 1) observe(values[at] ?? 0);
  };
  return {
    add(value: number): void {
      values[count] = value;
      count += 1;
      if (count === max) flush();
    },
    flush,
  };
}
