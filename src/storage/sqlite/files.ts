/** Opens one database file the way this product demands: private, durable, alone, and with its tables up to date. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { ChatveilError } from '../../domain/errors.ts';
import { type Migration, migrate } from '../migrate.ts';
import { openNative, pragma } from './native.ts';

export interface FileOptions {
  readonly path: string;
  readonly create: boolean;
  readonly applicationId: number;
  readonly migrations: readonly Migration[];
  /** `FULL` syncs on every commit; `NORMAL` may lose the last commits, but no more, when the power fails. */
  readonly synchronous: 'FULL' | 'NORMAL';
  /** Keeps every other process and connection out. */
  readonly exclusive: boolean;
  readonly pagesMax?: number;
}

/** Milliseconds that an opener waits for another one to let go; a refusal must come within two seconds. */
const LOCK_WAIT_MILLISECONDS = 500;

export function openFile(options: FileOptions): Database {
  const { path, create, exclusive } = options;
  if (path !== ':memory:') {
    if (!create && !existsSync(path)) throw new ChatveilError('CV_VAULT_UNINITIALISED', { fileMissing: true });
    if (create) createPrivately(path);
  }
  const database = openNative(path, { timeout: LOCK_WAIT_MILLISECONDS });
  try {
    if (exclusive) pragma(database, 'locking_mode = EXCLUSIVE');
    demandOurs(database, options);
    pragma(database, 'journal_mode = WAL');
    pragma(database, `synchronous = ${options.synchronous}`);
    for (const setting of ['secure_delete = ON', 'foreign_keys = ON', 'trusted_schema = OFF', 'cell_size_check = ON']) {
      pragma(database, setting);
    }
    pragma(database, 'temp_store = MEMORY');
    if (options.pagesMax !== undefined) pragma(database, `max_page_count = ${options.pagesMax}`);
    // The lock is taken by the first transaction, not by the pragma.
    database.exec('BEGIN IMMEDIATE; COMMIT');
    applyMigrations(database, options);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Readable by the owner alone from its first moment; SQLite gives its journals the same mode. */
function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  const directory = openSync(dirname(path), 'r');
  fsyncSync(directory);
  closeSync(directory);
}

function demandOurs(database: Database, { applicationId }: FileOptions): void {
  const id = Number(pragma(database, 'application_id'));
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (id !== applicationId && (id !== 0 || tables > 0))
    throw new ChatveilError('CV_VAULT_UNAVAILABLE', { ours: false });
}

function applyMigrations(database: Database, { applicationId, migrations }: FileOptions): void {
  migrate(
    {
      version: () => Number(pragma(database, 'user_version')),
      step: (sql, version) => {
        database.transaction(() => {
          database.exec(sql);
          pragma(database, `application_id = ${applicationId}`);
          pragma(database, `user_version = ${version}`);
        })();
      },
    },
    migrations,
  );
}
