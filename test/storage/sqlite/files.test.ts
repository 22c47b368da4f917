/** A database file is private, durable, alone, ours and up to date, or it is not opened. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type FileOptions, openFile } from '../../../src/storage/sqlite/files.ts';
import { openNative, pragma } from '../../../src/storage/sqlite/native.ts';
import { applicationIds, vaultMigrations } from '../../../src/storage/sqlite/schema.ts';
import { testFolder } from '../folder.ts';

const options = (path: string, change: Partial<FileOptions> = {}): FileOptions => ({
  path,
  create: true,
  applicationId: applicationIds.vault,
  migrations: vaultMigrations,
  synchronous: 'FULL',
  exclusive: true,
  ...change,
});

describe('a database file', () => {
  it('is made for its owner alone, with its journal and folder', () => {
    const path = join(testFolder(), 'deep', 'vault.db');
    const database = openFile(options(path));
    for (const file of [path, `${path}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
    database.close();
  });

  it('syncs every commit, wipes what it deletes, and is at the newest step', () => {
    const database = openFile(options(join(testFolder(), 'vault.db')));
    expect(pragma(database, 'journal_mode')).toBe('wal');
    expect(pragma(database, 'synchronous')).toBe(2);
    expect(pragma(database, 'secure_delete')).toBe(1);
    expect(pragma(database, 'foreign_keys')).toBe(1);
    expect(pragma(database, 'locking_mode')).toBe('exclusive');
    expect(pragma(database, 'application_id')).toBe(applicationIds.vault);
    expect(pragma(database, 'user_version')).toBe(vaultMigrations.length);
    database.close();
  });

  it('is not made when it should have been there', () => {
    const path = join(testFolder(), 'vault.db');
    expect(() => openFile(options(path, { create: false }))).toThrow(
      expect.objectContaining({ code: 'CV_VAULT_UNINITIALISED' }),
    );
    expect(existsSync(path)).toBe(false);
  });

  it('of another program is refused and left as it is', () => {
    const path = join(testFolder(), 'other.db');
    const other = openNative(path);
    other.exec('CREATE TABLE mine (x)');
    other.close();
    const before = readFileSync(path);
    expect(() => openFile(options(path))).toThrow(expect.objectContaining({ facts: { ours: false } }));
    expect(readFileSync(path)).toEqual(before);
    writeFileSync(path, 'no database at all, but long enough to be read as the head of one '.repeat(20));
    expect(() => openFile(options(path))).toThrow(expect.objectContaining({ code: 'SQLITE_NOTADB' }));
  });

  it('of a newer release is refused', () => {
    const path = join(testFolder(), 'vault.db');
    const database = openFile(options(path));
    pragma(database, 'user_version = 99');
    database.close();
    expect(() => openFile(options(path))).toThrow(
      expect.objectContaining({ facts: { storeVersion: 99, knownVersion: 1 } }),
    );
  });

  it('resumes a migration that was cut off', () => {
    const path = join(testFolder(), 'vault.db');
    const bad = [...vaultMigrations, { number: 2, sql: 'CREATE TABLE half (x); THIS IS NOT SQL' }];
    expect(() => openFile(options(path, { migrations: bad }))).toThrow();
    const good = [...vaultMigrations, { number: 2, sql: 'CREATE TABLE half (x)' }];
    const database = openFile(options(path, { migrations: good }));
    expect(pragma(database, 'user_version')).toBe(2);
    database.close();
  });
});
