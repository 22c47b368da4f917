/** Where configuration files are: the search order of the main file, and of the vendors and policies it names. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Environment } from './overrides.ts';

/** Files that come with the product: `config/` beside the sources, or beside the compiled code. */
export const packagedDir: string = fileURLToPath(new URL('../../config/', import.meta.url));

/**
 * `--config FILE`, then `$CHATVEIL_CONFIG`, then `./chatveil.yaml`; absolute.
 *
 * @example
 * findConfig({ env: {}, cwd: '/srv' }); // "/srv/chatveil.yaml"
 */
export function findConfig(options: {
  readonly file?: string | undefined;
  readonly env: Environment;
  readonly cwd: string;
}): string {
  return resolve(options.cwd, options.file ?? options.env['CHATVEIL_CONFIG'] ?? 'chatveil.yaml');
}

export type NamedKind = 'vendors' | 'policies';

/** Folders searched for a vendor or policy: the operator's own first, so that theirs win. */
function foldersOf(kind: NamedKind, configFile: string): string[] {
  const beside = dirname(configFile);
  return [join(beside, kind), join(beside, 'config', kind), join(packagedDir, kind)];
}

/** The file of a vendor or policy by id, or undefined when there is none. */
export function findNamed(kind: NamedKind, id: string, configFile: string): string | undefined {
  return foldersOf(kind, configFile)
    .map((folder) => join(folder, `${id}.yaml`))
    .find((file) => existsSync(file));
}

/** Every id that could have been meant, for suggestions. */
export function namedIds(kind: NamedKind, configFile: string): string[] {
  const names = foldersOf(kind, configFile).flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
  return [...new Set(names.filter((name) => name.endsWith('.yaml')).map((name) => name.slice(0, -5)))].sort();
}
