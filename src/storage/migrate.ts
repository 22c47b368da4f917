/** Brings a store's tables up to date: numbered steps, each one whole or not at all, so that a crash resumes where it was. */
import { ChatveilError } from '../domain/errors.ts';

export interface Migration {
  /** 1, 2, 3, ... without gaps; never reused. */
  readonly number: number;
  readonly sql: string;
}

/** What a database must be able to do for `migrate`. */
export interface Migratable {
  /** Number of the last step that is in effect; 0 for an empty database. */
  version(): number;
  /** Runs `sql` and records `version` in one durable transaction. */
  step(sql: string, version: number): void;
}

/** Runs what is missing and returns how many steps that were; a database from a newer release is refused untouched. */
export function migrate(database: Migratable, migrations: readonly Migration[]): number {
  const gap = migrations.findIndex(({ number }, index) => number !== index + 1);
  if (gap >= 0) throw new ChatveilError('CV_INTERNAL', { migrationGapAt: gap + 1 });
  const from = database.version();
  if (from > migrations.length) {
    throw new ChatveilError('CV_VAULT_UNAVAILABLE', { storeVersion: from, knownVersion: migrations.length });
  }
  for (const { number, sql } of migrations.slice(from)) database.step(sql, number);
  return migrations.length - from;
}
