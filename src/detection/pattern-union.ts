/** Many patterns tried at once on a text: what stands at a place rules nearly all of them out before any is tried. */
import { codeAt } from './code-units.ts';
import { HEAD_PLACES, HEAD_UNITS, headOf } from './pattern-heads.ts';

export interface UnionMatch {
  readonly start: number;
  readonly end: number;
  /** Index of the first pattern that fits there. */
  readonly pattern: number;
}

/** Matches in the order of the text; they do not overlap. */
export type Union = (text: string) => readonly UnionMatch[];

const nothing: readonly UnionMatch[] = Object.freeze([]);

/**
 * Answers what `matchAll` of `(?<![A-Za-z0-9])(?:first|second|...)(?![A-Za-z0-9])` would. For each of the first places
 * and each unit there is a set of the patterns that allow it there; the sets of the units that stand at a place,
 * intersected, leave a pattern or none to be tried. Patterns are those that `headOf` reads, and match no empty text.
 */
export function createUnion(patterns: readonly string[]): Union {
  const heads = patterns.map(headOf);
  const tries = patterns.map((pattern) => new RegExp(`(?:${pattern})(?![A-Za-z0-9])`, 'y'));
  const shortest = heads.map((head) => head.shortest);
  const width = Math.ceil(patterns.length / 32);
  const allowed = allowedAt(heads, width);
  const alive = new Int32Array(width);

  /** Whether any pattern is left at `at`; which ones, is in `alive` then. */
  function narrow(text: string, at: number): boolean {
    alive.fill(-1);
    for (let place = 0; place < HEAD_PLACES && at + place < text.length; place += 1) {
      const unit = Math.min(codeAt(text, at + place), HEAD_UNITS - 1);
      const from = (place * HEAD_UNITS + unit) * width;
      let left = 0;
      for (let word = 0; word < width; word += 1) {
        const both = (alive[word] as number) & (allowed[from + word] as number);
        alive[word] = both;
        left |= both;
      }
      if (left === 0) return false;
    }
    return true;
  }

  function matchAt(text: string, at: number): UnionMatch | undefined {
    for (let word = 0; word < width; word += 1) {
      for (let left = alive[word] as number; left !== 0; left &= left - 1) {
        const pattern = word * 32 + 31 - Math.clz32(left & -left);
        const one = tries[pattern];
        if (one === undefined || at + (shortest[pattern] as number) > text.length) continue;
        one.lastIndex = at;
        if (one.test(text)) return { start: at, end: one.lastIndex, pattern };
      }
    }
    return undefined;
  }

  return (text) => {
    let matches: UnionMatch[] | undefined;
    let within = false;
    for (let at = 0; at < text.length; at += 1) {
      const first = !within;
      within = isWordUnit(codeAt(text, at));
      if (!first || !narrow(text, at)) continue;
      const match = matchAt(text, at);
      if (match === undefined) continue;
      matches ??= [];
      matches.push(match);
      at = match.end - 1;
      within = isWordUnit(codeAt(text, at));
    }
    return matches ?? nothing;
  };
}

/** For each place and unit, the patterns that allow it, a bit each in `width` numbers. */
function allowedAt(heads: readonly ReturnType<typeof headOf>[], width: number): Int32Array {
  const allowed = new Int32Array(HEAD_PLACES * HEAD_UNITS * width);
  heads.forEach(({ places }, pattern) => {
    for (let place = 0; place < HEAD_PLACES; place += 1) {
      for (let unit = 0; unit < HEAD_UNITS; unit += 1) {
        const index = (place * HEAD_UNITS + unit) * width + (pattern >>> 5);
        if (places[place]?.[unit] === 1) allowed[index] = (allowed[index] as number) | (1 << (pattern & 31));
      }
    }
  });
  return allowed;
}

function isWordUnit(unit: number): boolean {
  const lower = unit | 32;
  return (unit >= 48 && unit <= 57) || (lower >= 97 && lower <= 122);
}
