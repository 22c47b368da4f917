/** Opens the embedded store: the vault's file and the counts' file, owned by one thread and one process. */
import type { StatsStore } from '../../domain/stats.ts';
import type { TokenStore } from '../../vault/store.ts';
import { connect } from './connection.ts';
import { createStatsStore } from './stats-store.ts';
import { type CommitHooks, createTokenStore } from './token-store.ts';

export interface SqliteOptions {
  /** The vault's file. */
  readonly vault: string;
  /** The counts' file; absent when nobody counts. */
  readonly stats?: string;
  /** Whether an absent vault file may be made; otherwise CV_VAULT_UNINITIALISED. */
  readonly create: boolean;
  /** Pages of 4 KiB that the vault's file may grow to; absent means until the disk is full. */
  readonly pagesMax?: number;
  readonly hooks?: CommitHooks;
}

export interface Sqlite {
  readonly tokens: TokenStore;
  readonly stats: StatsStore;
  close(): Promise<void>;
}

/** Rejects with CV_VAULT_LOCKED within two seconds when another process has the file open. */
export async function openSqlite({ vault, create, hooks, stats, pagesMax }: SqliteOptions): Promise<Sqlite> {
  const connection = await connect({
    vault: { path: vault, create },
    ...(stats !== undefined && { stats }),
    ...(pagesMax !== undefined && { pagesMax }),
  });
  return {
    tokens: createTokenStore(connection, hooks),
    stats: createStatsStore(connection),
    close: () => connection.close(),
  };
}
