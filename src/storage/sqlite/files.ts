/** Opens one database file the way this product demands: private, durable, alone, and with its tables up to date. */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { ChatveilError } from '../../domain/errors.ts';
import { type Migration, migrate } from '../migrate.ts';

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

export function openFile(options: FileOptions): Database.Database {
  const { path, create, exclusive } = options;
  if (path !== ':memory:') {
    if (!create && !existsSync(path)) throw new ChatveilError('CV_VAULT_UNINITIALISED', { fileMissing: true });
    if (create) createPrivately(path);
  }
  const database = new Database(path, { timeout: LOCK_WAIT_MILLISECONDS });
  try {
    if (exclusive) database.pragma('locking_mode = EXCLUSIVE');
    demandOurs(database, options);
    database.pragma('journal_mode = WAL');
    database.pragma(`synchronous = ${options.synchronous}`);
    for (const setting of ['secure_delete = ON', 'foreign_keys = ON', 'trusted_schema = OFF', 'cell_size_check = ON']) {
      database.pragma(setting);
    }
    database.pragma('temp_store = MEMORY');
    if (options.pagesMax !== undefined) database.pragma(`max_page_count = ${options.pagesMax}`);
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

function demandOurs(database: Database.Database, { applicationId }: FileOptions): void {
  const id = Number(database.pragma('application_id', { simple: true }));
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (id !== applicationId && (id !== 0 || tables > 0))
    throw new ChatveilError('CV_VAULT_UNAVAILABLE', { ours: false });
}

function applyMigrations(database: Database.Database, { applicationId, migrations }: FileOptions): void {
  migrate(
    {
      version: () => Number(database.pragma('user_version', { simple: true })),
      step: (sql, version) => {
        database.transaction(() => {
          database.exec(sql);
          database.pragma(`application_id = ${applicationId}`);
          database.pragma(`user_version = ${version}`);
        })();
      },
    },
    migrations,
  );
}
