/** Turns what a schema found wrong into sentences with a place and, for a mistyped key, the nearest known one. */
import type { z } from 'zod';
import type { Problem } from './settings.ts';
import type { Path, Source } from './source.ts';

type Issue = z.core.$ZodIssue;

/** Where a problem is reported: a file, or the environment variable that overrode it. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
export type Placer = (path: Path, part: 'key' | 'value') => Place;

export function placeIn(source: Source): Placer {
  return (path, part) => ({ file: source.file, ...source.locate(path, part) });
}

/** Every issue as a problem, in the order of the file. */
export function explain(issues: readonly Issue[], schema: z.ZodType, place: Placer): Problem[] {
  return inOrder(issues.flatMap((issue) => explainOne(issue, [], schema, place)));
}

/** By file, and in a file from top to bottom. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

function explainOne(issue: Issue, above: Path, schema: z.ZodType, place: Placer): Problem[] {
  const path = [...above, ...issue.path.map((part) => (typeof part === 'symbol' ? '' : part))];
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, path);
    return issue.keys.map((key) => ({
      ...place([...path, key], 'key'),
      at: [...path, key].join('.'),
      message: `unknown key${suggestion(key, known)}`,
    }));
  }
  if (issue.code === 'invalid_union') return explainUnion(issue, path, schema, place);
  return [{ ...place(path, 'value'), at: path.join('.'), message: sentence(issue) }];
}

/** Of several shapes the one that fits best is the one that was meant. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: Path,
  schema: z.ZodType,
  place: Placer,
): Problem[] {
  const branches = issue.errors.filter((branch) => branch.length > 0);
  const best = branches.toSorted((a, b) => weight(a) - weight(b))[0];
  if (!best) return [{ ...place(path, 'value'), at: path.join('.'), message: 'is not valid here' }];
  return best.flatMap((inner) => explainOne(inner, path, schema, place));
}

/** A wrong key weighs more than a wrong value, and a wrong type of the whole more still: another shape was meant. */
function weight(issues: readonly Issue[]): number {
  return issues.reduce((sum, issue) => {
    if (issue.code === 'unrecognized_keys') return sum + 10 * issue.keys.length;
    if (issue.code === 'invalid_union') return sum + Math.min(...issue.errors.map(weight));
    const whole = issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value');
    return sum + (whole ? 20 : 1);
  }, 0);
}

function sentence(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const received = /received (\w+)/.exec(issue.message)?.[1];
      if (received === 'undefined') return `is missing; expected ${article(issue.expected)}`;
      if (issue.expected === 'string' && received === 'number') return 'expected a string; put the number in quotes';
      return `expected ${article(issue.expected)}${received ? `, not ${article(received)}` : ''}`;
    }
    case 'invalid_value':
      return `expected one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.message.startsWith('expected') ? issue.message : `expected at least ${issue.minimum}`;
    case 'too_big':
      return `expected at most ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function article(noun: string): string {
  const word = noun === 'int' ? 'whole number' : noun === 'array' ? 'list' : noun === 'object' ? 'section' : noun;
  return word === 'null' || word === 'undefined' ? 'nothing' : `${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word}`;
}

/** ` (did you mean "port"?)` when a known key is close, else the known keys. */
export function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  if (near !== undefined) return `; did you mean "${near}"?`;
  return known.length > 0 && known.length <= 12 ? `; known here: ${known.join(', ')}` : '';
}

/** The closest known word, when it is close enough to be a typing mistake. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Damerau-Levenshtein, restricted: one swap of neighbours counts once. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(at(rows, i - 1, j) + 1, at([row], 0, j - 1) + 1, at(rows, i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, at(rows, i - 2, j - 2) + 1);
      }
      row.push(cost);
    }
    rows.push(row);
  }
  return at(rows, a.length, b.length);
}

function at(rows: readonly (readonly number[])[], row: number, column: number): number {
  return rows[row]?.[column] ?? 0;
}

interface Shaped {
  readonly _zod: { readonly def: Record<string, unknown> };
}

/** Keys that the schema knows at `path`; of a union, those of every shape. */
export function keysAt(schema: z.ZodType, path: Path): string[] {
  let level: Shaped[] = unwrap(schema as unknown as Shaped);
  for (const segment of path) level = level.flatMap((part) => child(part, segment)).flatMap(unwrap);
  return [...new Set(level.flatMap((part) => Object.keys((part._zod.def['shape'] as object | undefined) ?? {})))];
}

function child(part: Shaped, segment: string | number): Shaped[] {
  const { shape, element } = part._zod.def as { shape?: Record<string, Shaped>; element?: Shaped };
  const next = element ?? shape?.[String(segment)];
  return next ? [next] : [];
}

/** Looks through defaults, options, pipes and unions. */
function unwrap(part: Shaped): Shaped[] {
  const { innerType, options, in: input } = part._zod.def as { innerType?: Shaped; options?: Shaped[]; in?: Shaped };
  if (innerType) return unwrap(innerType);
  if (options) return options.flatMap(unwrap);
  if (input) return unwrap(input);
  return [part];
}
