/** `chatveil vault init|status`: make the root key and the store, and say how they are. */
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { ChatveilError } from '../domain/errors.ts';
import { loadSettings } from '../settings/load.ts';
import { createVaultFiles, openVaultFiles, type VaultFiles } from '../storage/vault-files.ts';
import { systemEntropy } from '../vault/entropy.ts';
import type { RootKeySource } from '../vault/root-key.ts';
import { onlyTenant } from '../vault/vault.ts';
import { createOutput, type Output, printProblems } from './output.ts';
import { exitCodes, type Io, type Verb } from './verb.ts';

interface Options {
  readonly config?: string;
  readonly dataDir?: string;
  readonly key?: string;
  readonly adoptKey?: boolean;
  readonly json?: boolean;
}

export const vault: Verb = (program, io) => {
  const group = program.command('vault').description('keys and records');
  places(group.command('init').description('make the root key and an empty vault'))
    .option('--adopt-key', 'use a root key that is there already, as after a lost disk')
    .action((options: Options) => init(io, options));
  places(group.command('status').description('whether the vault opens, and how much it holds')).action(
    (options: Options) => status(io, options),
  );
};

function places(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file')
    .option('--data-dir <dir>', 'folder of vault.db and root.key, instead of a configuration')
    .option('--key <file>', 'root key file, with --data-dir')
    .option('--json', 'JSON Lines');
}

async function init(io: Io, options: Options): Promise<void> {
  const output = createOutput(io, options.json === true);
  const files = await locate(io, options);
  if (files === undefined) return;
  // A key in the environment was made elsewhere, so adopting it is what was meant.
  const how = options.adoptKey === true || 'env' in files.rootKey ? 'adopt-key' : 'both-new';
  try {
    await createVaultFiles(files, how);
  } catch (error) {
    return fail(io, output, error);
  }
  const key = 'file' in files.rootKey ? files.rootKey.file : `$${files.rootKey.env}`;
  const advice = 'Keep a copy of the root key in another place: without it nothing in the vault can be read.';
  output.result({ ok: true, store: files.sqlite, rootKey: key }, `vault ${files.sqlite}, root key ${key}\n${advice}`);
}

async function status(io: Io, options: Options): Promise<void> {
  const output = createOutput(io, options.json === true);
  const files = await locate(io, options);
  if (files === undefined) return;
  try {
    const opened = await openVaultFiles(files);
    const { records, dataKeys } = await opened.vault.data.counts();
    await opened.close();
    const text = `${files.sqlite}: the root key fits; ${records} records under ${dataKeys} data keys`;
    output.result({ state: 'open', records, dataKeys }, text);
  } catch (error) {
    const code = error instanceof ChatveilError ? error.code : 'CV_INTERNAL';
    const state =
      code === 'CV_VAULT_UNINITIALISED' ? 'uninitialised' : code === 'CV_VAULT_LOCKED' ? 'in-use' : 'sealed';
    output.result({ state, code }, `${files.sqlite}: ${reason(error)}`);
    // In use by a running proxy is how a vault should be.
    if (state !== 'in-use') io.exit(exitCodes.failed);
  }
}

async function locate(io: Io, options: Options): Promise<VaultFiles | undefined> {
  const shared = { env: io.env, tenant: onlyTenant, clock: { now: () => Date.now() }, entropy: systemEntropy() };
  if (options.dataDir !== undefined) {
    const rootKey: RootKeySource = { file: resolve(options.key ?? `${options.dataDir}/root.key`) };
    return { ...shared, sqlite: resolve(options.dataDir, 'vault.db'), rootKey };
  }
  const loaded = await loadSettings({ file: options.config, env: io.env, cwd: process.cwd() });
  if (!loaded.ok) {
    printProblems(io, options.json === true, loaded.problems);
    io.exit(exitCodes.badInput);
    return undefined;
  }
  const { store, rootKey } = loaded.settings.vault;
  if (!('sqlite' in store)) {
    createOutput(io, options.json === true).failure('CV_CONFIG_INVALID', 'only a SQLite store can be used here');
    io.exit(exitCodes.badInput);
    return undefined;
  }
  return { ...shared, sqlite: store.sqlite, rootKey };
}

function fail(io: Io, output: Output, error: unknown): void {
  output.failure(error instanceof ChatveilError ? error.code : 'CV_INTERNAL', reason(error));
  io.exit(exitCodes.failed);
}

/** What an operator can do about it; the facts behind the codes are documented in docs/vault.md. */
export function reason(error: unknown): string {
  if (!(error instanceof ChatveilError)) return 'something unexpected went wrong';
  const { facts } = error;
  const known: readonly (readonly [boolean, string])[] = [
    [facts['initialised'] === true, 'a vault is there already; nothing was changed'],
    [
      facts['keyWithoutVault'] === true,
      'there is a root key but no vault. If the vault was lost, restore it from a backup; to start an empty one with this key, use --adopt-key',
    ],
    [facts['vaultWithoutKey'] === true, 'there is a vault but no root key; put the key back, nothing was changed'],
    [facts['missing'] === true, 'the root key is missing'],
    [facts['exists'] === true, 'the root key file exists already'],
    [facts['link'] === true, 'the root key file is a symbolic link, which is refused'],
    ['mode' in facts, 'the root key file can be read by others; run chmod 600 on it'],
    ['owner' in facts, 'the root key file belongs to another user'],
    ['bytes' in facts, 'the root key does not hold 32 bytes'],
    [facts['fits'] === false, 'the root key belongs to another vault; nothing was changed'],
    [facts['diskFull'] === true, 'the disk is full'],
  ];
  return known.find(([holds]) => holds)?.[1] ?? error.message;
}
