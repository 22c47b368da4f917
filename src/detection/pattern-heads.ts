/** Which units may stand at the first places of what a pattern matches: enough to pass by most places without trying it. */

/** Places that are looked at; whatever a pattern allows behind them is not known. */
export const HEAD_PLACES = 24;
/** Patterns are of ASCII alone; the last one stands for every unit past it. */
export const HEAD_UNITS = 129;

export interface Head {
  /** For each place, 1 for each unit that may stand there. */
  readonly places: readonly Uint8Array[];
  /** Units of the shortest text that matches. */
  readonly shortest: number;
}

type Node =
  | { readonly is: 'unit'; readonly units: Uint8Array }
  | { readonly is: 'sequence' | 'choice'; readonly nodes: readonly Node[] }
  | { readonly is: 'repeat'; readonly node: Node; readonly min: number; readonly max: number };

/**
 * Places and length of a pattern of literal units, classes, groups, alternatives, counts and looks around; a look
 * around counts as nothing, so that too much rather than too little is allowed. Throws SyntaxError for anything else.
 */
export function headOf(pattern: string): Head {
  const node = parse(pattern);
  const places = Array.from({ length: HEAD_PLACES }, () => new Uint8Array(HEAD_UNITS));
  const ends = walk(node, 1, places);
  // Behind the end of what matched anything may follow.
  const first = ends === 0 ? HEAD_PLACES : Math.min(HEAD_PLACES, 31 - Math.clz32(ends & -ends));
  for (let place = first; place < HEAD_PLACES; place += 1) places[place]?.fill(1);
  return { places, shortest: shortestOf(node) };
}

/** Notes what may stand where when the node begins at one of `starts` (a bit a place); answers where it may end. */
function walk(node: Node, starts: number, places: readonly Uint8Array[]): number {
  switch (node.is) {
    case 'unit':
      for (let place = 0; place < HEAD_PLACES; place += 1) {
        if (((starts >>> place) & 1) === 1) allow(places[place] as Uint8Array, node.units);
      }
      return (starts << 1) & ((1 << HEAD_PLACES) - 1);
    case 'sequence':
      return node.nodes.reduce((at, one) => walk(one, at, places), starts);
    case 'choice':
      return node.nodes.reduce((ends, one) => ends | walk(one, starts, places), 0);
    case 'repeat': {
      let at = starts;
      for (let count = 0; count < node.min && at !== 0; count += 1) at = walk(node.node, at, places);
      let ends = at;
      for (let count = node.min; count < node.max && at !== 0; count += 1) {
        at = walk(node.node, at, places) & ~ends;
        ends |= at;
      }
      return ends;
    }
  }
}

function allow(allowed: Uint8Array, units: Uint8Array): void {
  for (let unit = 0; unit < HEAD_UNITS; unit += 1) if (units[unit] === 1) allowed[unit] = 1;
}

function shortestOf(node: Node): number {
  switch (node.is) {
    case 'unit':
      return 1;
    case 'sequence':
      return node.nodes.reduce((sum, one) => sum + shortestOf(one), 0);
    case 'choice':
      return Math.min(...node.nodes.map(shortestOf));
    case 'repeat':
      return node.min * shortestOf(node.node);
  }
}

const unitsOf = (test: RegExp) =>
  Uint8Array.from({ length: HEAD_UNITS }, (_, unit) => (test.test(String.fromCharCode(unit)) ? 1 : 0));
const empty: Node = { is: 'sequence', nodes: [] };

function parse(pattern: string): Node {
  const reader = new Reader(pattern);
  const node = readChoice(reader);
  if (!reader.done) throw reader.error();
  return node;
}

class Reader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  get done(): boolean {
    return this.#at === this.#pattern.length;
  }

  get next(): string {
    return this.#pattern[this.#at] ?? '';
  }

  /** What the sticky pattern matches here, which is then read; '' when it does not match. */
  take(what: RegExp): string {
    what.lastIndex = this.#at;
    const taken = what.exec(this.#pattern)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }

  error(): SyntaxError {
    return new SyntaxError(`not understood at ${this.#at} of the pattern ${this.#pattern}`);
  }
}

function readChoice(reader: Reader): Node {
  const nodes = [readSequence(reader)];
  while (reader.take(/\|/y) !== '') nodes.push(readSequence(reader));
  return { is: 'choice', nodes };
}

function readSequence(reader: Reader): Node {
  const nodes: Node[] = [];
  while (!reader.done && reader.next !== '|' && reader.next !== ')') {
    const node = readOne(reader);
    const count = reader.take(/[?*+]|\{\d+(?:,\d*)?\}/y);
    nodes.push(count === '' ? node : { is: 'repeat', node, ...boundsOf(count) });
  }
  return { is: 'sequence', nodes };
}

function boundsOf(count: string): { readonly min: number; readonly max: number } {
  if (count === '?') return { min: 0, max: 1 };
  if (count.length === 1) return { min: count === '+' ? 1 : 0, max: Number.POSITIVE_INFINITY };
  const [min = '', max = min] = count.slice(1, -1).split(',');
  return { min: Number(min), max: max === '' ? Number.POSITIVE_INFINITY : Number(max) };
}

function readOne(reader: Reader): Node {
  const opening = reader.take(/\((?:\?(?::|<?[=!]))?/y);
  if (opening !== '') {
    const node = readChoice(reader);
    if (reader.take(/\)/y) === '') throw reader.error();
    return /[=!]/.test(opening) ? empty : node;
  }
  // A literal or escaped unit, a class of them, digits or word units. All else has another meaning and is not understood.
  const one = reader.take(/\\[dw]|\\[^A-Za-z0-9]|\[(?:\\[dw]|\\[^A-Za-z0-9]|[^\\\]^])+\]|[^\\[\](){}|?*+.^$]/y);
  if (one === '' || /[^\0-\x7f]/.test(one)) throw reader.error();
  return { is: 'unit', units: unitsOf(one.length === 1 ? new RegExp(`[${one}]`) : new RegExp(one)) };
}
