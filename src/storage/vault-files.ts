/** Opens the vault from its two files, key and database, and knows when making new ones is safe. */
import { existsSync } from 'node:fs';
import type { Clock, Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import { defaultLimits } from '../domain/limits.ts';
import type { StatsStore } from '../domain/stats.ts';
import { type OpenedVault, openVault } from '../vault/open.ts';
import { initialiseVault } from '../vault/root.ts';
import { createRootKeyFile, type RootKeySource, readRootKey } from '../vault/root-key.ts';
import type { Sealer } from '../vault/vault.ts';
import { openSqlite } from './sqlite/open.ts';

export interface VaultFiles {
  /** Absolute path of the vault's database. */
  readonly sqlite: string;
  readonly rootKey: RootKeySource;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly tenant: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

interface VaultHooks {
  /** Seconds from asking until durable, one call a message. */
  readonly sealed?: (seconds: number) => void;
  /** Writes that shared one commit. */
  readonly committed?: (batch: number) => void;
  /** Records in the store, after each commit. */
  readonly records?: (total: number) => void;
  /** A token was asked for by a conversation that does not own it. */
  readonly foreign?: () => void;
}

export interface OpenVaultFiles extends VaultFiles {
  /** Where counts are kept; absent when nobody counts. */
  readonly stats?: string;
  readonly hooks?: VaultHooks;
  /** Seconds that a message may wait for the store; over it CV_VAULT_UNAVAILABLE. The default is in domain/limits. */
  readonly sealSecondsMax?: number;
}

export interface OpenedFiles {
  readonly vault: OpenedVault;
  readonly stats: StatsStore;
  /** Seals, closes both files and ends their thread. */
  close(): Promise<void>;
}

/**
 * Makes a vault where there is none. `both-new` demands that neither file exists, which is the only case
 * without a doubt: a key without its database may be a lost disk. `adopt-key` takes a key that is there.
 * A database that is a vault already is refused as it is, and a new key is never made beside one.
 */
export async function createVaultFiles(files: VaultFiles, how: 'both-new' | 'adopt-key'): Promise<void> {
  const { sqlite, rootKey, env, entropy } = files;
  const keyIsThere = 'env' in rootKey || existsSync(rootKey.file);
  if (how === 'both-new' && keyIsThere) throw new ChatveilError('CV_VAULT_UNINITIALISED', { keyWithoutVault: true });
  if (!keyIsThere) {
    if (existsSync(sqlite)) throw new ChatveilError('CV_VAULT_KEY', { missing: true, vaultWithoutKey: true });
    createRootKeyFile(rootKey.file, entropy);
  }
  const key = readRootKey(rootKey, env);
  const store = await openSqlite({ vault: sqlite, create: true });
  try {
    await initialiseVault({ ...files, store: store.tokens, rootKey: key });
  } finally {
    key.fill(0);
    await store.close();
  }
}

/** Whether neither key nor database exist, so that making both loses nothing. */
export function nothingThere({ sqlite, rootKey }: Pick<VaultFiles, 'sqlite' | 'rootKey'>): boolean {
  return 'file' in rootKey && !existsSync(rootKey.file) && !existsSync(sqlite);
}

/** Opens an existing vault; the key is checked before the database is touched. */
export async function openVaultFiles(options: OpenVaultFiles): Promise<OpenedFiles> {
  const { sqlite, rootKey, env, stats, hooks = {} } = options;
  const key = readRootKey(rootKey, env);
  let total = 0;
  const store = await openSqlite({
    vault: sqlite,
    create: false,
    ...(stats !== undefined && { stats }),
    hooks: { committed: (batch) => hooks.committed?.(batch) },
  });
  try {
    const opened = await openVault({
      ...options,
      store: store.tokens,
      rootKey: key,
      ...(hooks.foreign && { onForeign: hooks.foreign }),
    });
    total = (await store.tokens.counts()).records;
    hooks.records?.(total);
    const counted = (seconds: number, count: number): void => {
      total += count;
      hooks.sealed?.(seconds);
      hooks.records?.(total);
    };
    const secondsMax = options.sealSecondsMax ?? defaultLimits.sealSecondsMax;
    const sealer = timedSealer(opened.data.sealer, secondsMax, counted);
    const vault = { ...opened, data: { ...opened.data, sealer } };
    return { vault, stats: store.stats, close: () => vault.close() };
  } catch (error) {
    await store.close();
    throw error;
  } finally {
    key.fill(0);
  }
}

/** A message that gave up waiting gets no token; should its records become durable later, nothing points to them. */
function timedSealer(sealer: Sealer, secondsMax: number, report: (seconds: number, count: number) => void): Sealer {
  return {
    async seal(requests) {
      const begun = performance.now();
      const tokens = await within(secondsMax, sealer.seal(requests));
      report((performance.now() - begun) / 1000, tokens.length);
      return tokens;
    },
    owns: (token, place) => sealer.owns(token, place),
  };
}

async function within<Result>(secondsMax: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ChatveilError('CV_VAULT_UNAVAILABLE', { late: true })), secondsMax * 1000);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
