/** Chance with a seed in words, and strings by a small pattern language: the same values on every machine. */
import { seeded } from '../../../bench/support/messages.ts';

export interface Chance {
  /** 0 to 1, 1 excluded. */
  next(): number;
  /** From `low` to `high`, both included. */
  int(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** A string of a pattern: `#` a digit, `[A-Z2-7]{16}` characters of a class, `%Y %y %m %d` a date of birth, else itself. */
  string(pattern: string): string;
}

/** FNV-1a over the words of the seed. */
function numberOf(seed: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(seed)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

export function chanceOf(seed: string): Chance {
  const next = seeded(numberOf(seed));
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <Item>(items: readonly Item[]): Item => items[int(0, items.length - 1)] as Item;
  const two = (value: number): string => String(value).padStart(2, '0');
  const string = (pattern: string): string => {
    const date: Record<string, string> = {};
    return pattern.replace(
      /%([Yymd])|#(?:\{(\d+)\})?|\[([^\]]+)\](?:\{(\d+)\})?/g,
      (_, part?: string, digits?: string, set?: string, times?: string) => {
        if (part !== undefined) {
          const name = part === 'y' ? 'Y' : part;
          date[name] ??= name === 'Y' ? String(int(1951, 1999)) : two(int(1, name === 'm' ? 12 : 28));
          return part === 'y' ? date[name].slice(2) : date[name];
        }
        const letters = set === undefined ? '0123456789' : membersOf(set);
        return Array.from({ length: Number(digits ?? times ?? 1) }, () => pick([...letters])).join('');
      },
    );
  };
  return { next, int, pick, string };
}

/** `A-F0-9` as its characters. */
function membersOf(set: string): string {
  return set.replace(/(.)-(.)/g, (_, from: string, to: string) => {
    const [low, high] = [from.charCodeAt(0), to.charCodeAt(0)];
    return String.fromCharCode(...Array.from({ length: high - low + 1 }, (__, index) => low + index));
  });
}
