/** Scalars of the configuration given by environment variables: `CHATVEIL__LISTEN__DATA__PORT=8443`. */
import type { Place, Placer } from './problems.ts';
import type { Path } from './source.ts';

const PREFIX = 'CHATVEIL__';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Override {
  readonly name: string;
  readonly path: Path;
  readonly raw: string;
}

/** The environment of this process, read in this one place. */
export function readEnvironment(): Environment {
  // biome-ignore lint/style/noProcessEnv: the one place that reads it; everything else is handed a copy
  return { ...process.env };
}

/**
 * The overrides in `env`, by name. A double underscore separates levels; numbers are places in a list.
 *
 * @example
 * readOverrides({ CHATVEIL__SITES__0__MODE: 'observe' })[0].path; // ["sites", 0, "mode"]
 */
export function readOverrides(env: Environment): Override[] {
  return Object.entries(env)
    .filter(([name]) => name.startsWith(PREFIX) && name.length > PREFIX.length)
    .map(([name, raw]) => ({ name, raw: raw ?? '', path: pathOf(name) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

function pathOf(name: string): Path {
  const segments = name.slice(PREFIX.length).toLowerCase().split('__');
  return segments.map((segment) => (/^\d{1,4}$/.test(segment) ? Number(segment) : segment));
}

/** A copy of `value` with every override in it; `asText` names those that are wanted as they are written. */
export function applyOverrides(value: unknown, overrides: readonly Override[], asText: ReadonlySet<string>): unknown {
  const copy = structuredClone(value ?? {});
  for (const override of overrides) {
    set(copy, override.path, asText.has(override.name) ? override.raw : scalar(override.raw));
  }
  return copy;
}

function scalar(raw: string): string | number | boolean {
  if (/^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?$/.test(raw)) return Number(raw);
  return raw === 'true' ? true : raw === 'false' ? false : raw;
}

function set(target: unknown, path: Path, value: unknown): void {
  let node = target as Record<string, unknown>;
  for (const [depth, segment] of path.entries()) {
    if (typeof node !== 'object' || node === null) return;
    const key = String(segment);
    if (depth === path.length - 1) define(node, key, value);
    else {
      if (!Object.hasOwn(node, key) || typeof node[key] !== 'object' || node[key] === null) {
        define(node, key, typeof path[depth + 1] === 'number' ? [] : {});
      }
      node = node[key] as Record<string, unknown>;
    }
  }
}

/** Defines rather than assigns, so that no name can reach a prototype. */
function define(node: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(node, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Points problems of overridden settings at the variable instead of the file that `original` came from. */
export function placeWithOverrides(overrides: readonly Override[], original: unknown, otherwise: Placer): Placer {
  return (path, part): Place => {
    const exact = overrides.find((override) => override.path.join('.') === path.join('.'));
    const maker = exact ?? (has(original, path) ? undefined : overrides.find(({ path: own }) => startsWith(own, path)));
    return maker ? { file: `$${maker.name}`, line: 1, column: 1 } : otherwise(path, part);
  };
}

function has(value: unknown, path: Path): boolean {
  let node = value;
  for (const segment of path) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, String(segment))) return false;
    node = (node as Record<string, unknown>)[String(segment)];
  }
  return true;
}

function startsWith(whole: Path, part: Path): boolean {
  return part.length <= whole.length && part.every((segment, index) => String(whole[index]) === String(segment));
}
