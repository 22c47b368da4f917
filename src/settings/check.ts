/** Provisions what only a start would otherwise try: opens the root key and reads the certificates. */
import { ChatveilError } from '../domain/errors.ts';
import { readRootKey } from '../vault/root-key.ts';
import type { Loaded } from './load.ts';
import type { Environment } from './overrides.ts';
import { placeIn } from './problems.ts';
import type { Problem, SecretSource } from './settings.ts';
import { type Path, readSource } from './source.ts';
import { withSuppressions } from './suppressions.ts';
import { listenProblem } from './transport.ts';

/** Problems that loading alone cannot see; reads files, writes nothing and listens nowhere. */
export async function checkProvisions(loaded: Extract<Loaded, { ok: true }>, env: Environment): Promise<Problem[]> {
  const source = await readSource(loaded.files[0] ?? '');
  const report = (path: Path, message: string): Problem => ({
    ...placeIn(source)(path, 'value'),
    at: path.join('.'),
    message,
  });
  const { listen, vault } = loaded.settings;
  const problems: Problem[] = [];
  const key = rootKeyProblem(vault.rootKey, env);
  if (key !== undefined) problems.push(report(['vault', 'root_key'], key));
  const { left } = await withSuppressions(loaded.settings, env, { now: Date.now });
  if (left === 'journal')
    problems.push(report(['data_dir'], 'feedback.jsonl cannot be read; suppressions are left out'));
  for (const [name, listener] of Object.entries(listen)) {
    const tls = listenProblem(listener);
    if (tls !== undefined) problems.push(report(['listen', name, 'tls'], tls));
  }
  return problems;
}

/** Why the root key cannot be used, or undefined when it can. */
export function rootKeyProblem(rootKey: SecretSource, env: Environment): string | undefined {
  try {
    readRootKey(rootKey, env).fill(0);
    return undefined;
  } catch (error) {
    if (!(error instanceof ChatveilError)) return 'the root key cannot be read';
    const { missing, mode, owner, link } = error.facts;
    if (missing === true) {
      return 'env' in rootKey
        ? `the variable ${rootKey.env} is not set`
        : 'there is no root key; run "chatveil vault init"';
    }
    if (mode !== undefined)
      return `others can use the key file (mode ${Number(mode).toString(8)}); run "chmod 600" on it`;
    if (owner !== undefined) return 'the key file belongs to another user';
    if (link === true) return 'the key file is a symbolic link; name the file itself';
    return 'this is not a root key: expected 32 bytes, raw or as hex or base64';
  }
}
