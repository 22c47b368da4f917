/** Nothing of SQLite's is ever collected: a collection in the wrong moment ends the process on some versions of Node. */
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeEach, expect, test, vi } from 'vitest';
import { openFile } from '../../../src/storage/sqlite/files.ts';
import { openNative, pragma } from '../../../src/storage/sqlite/native.ts';
import { applicationIds, vaultMigrations } from '../../../src/storage/sqlite/schema.ts';
import { testFolder } from '../folder.ts';

const made = vi.hoisted(() => [] as WeakRef<object>[]);
vi.mock('better-sqlite3', async (original) => {
  const { default: Database } = (await original()) as { default: typeof import('better-sqlite3') };
  class Watched extends Database {
    constructor(...all: ConstructorParameters<typeof Database>) {
      super(...all);
      made.push(new WeakRef(this));
    }
    override pragma(): never {
      throw new Error('it makes a statement that nobody keeps');
    }
    override prepare = ((sql: string) => {
      const statement = Database.prototype.prepare.call(this, sql);
      made.push(new WeakRef(statement));
      return statement;
    }) as InstanceType<typeof Database>['prepare'];
  }
  return { default: Watched };
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

beforeEach(() => {
  made.length = 0;
});

/** References hold their objects until the turn ends. */
async function collected(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  return made.filter((one) => one.deref() === undefined).length;
}

test('a file that is opened, refused or closed leaves nothing to collect', async () => {
  const options = {
    path: join(testFolder(), 'vault.db'),
    create: true,
    applicationId: applicationIds.vault,
    migrations: vaultMigrations,
    synchronous: 'FULL' as const,
    exclusive: true,
  };
  openFile(options).close();
  expect(() => openFile({ ...options, applicationId: 7 })).toThrow();
  expect(await collected()).toBe(0);
  expect(made.length).toBeGreaterThan(15);
});

test('the look is one: what nobody keeps is collected', async () => {
  (() => made.push(new WeakRef({})))();
  openNative(':memory:').prepare('SELECT 1').get();
  expect(await collected()).toBe(1);
});

test('a pragma is set, and gives the first column of its answer', () => {
  const database = openNative(':memory:');
  pragma(database, 'user_version = 7');
  expect(pragma(database, 'user_version')).toBe(7);
  expect(pragma(database, 'foreign_keys = ON')).toBeDefined();
  expect(pragma(database, 'foreign_keys')).toBe(1);
});
