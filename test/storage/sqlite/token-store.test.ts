/** SQLite keeps the store's contract, and writes that wait share one commit. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/storage/sqlite/open.ts';
import { dataKey, record, storeContract } from '../../store.contract.ts';
import { testFolder } from '../folder.ts';

storeContract('SQLite', async () => (await openSqlite({ vault: join(testFolder(), 'vault.db'), create: true })).tokens);

describe('group commit', () => {
  async function writeMany(batchMax?: number): Promise<readonly number[]> {
    const batches: number[] = [];
    const hooks = { committed: (batch: number) => batches.push(batch), ...(batchMax !== undefined && { batchMax }) };
    const { tokens, close } = await openSqlite({ vault: join(testFolder(), 'vault.db'), create: true, hooks });
    const key = dataKey(200);
    await tokens.append({ dataKeys: [key], records: [] });
    const writes = Array.from({ length: 50 }, (_, index) =>
      tokens.append({ dataKeys: [], records: [record(index, key)] }),
    );
    await Promise.all(writes);
    expect((await tokens.counts()).records).toBe(50);
    await close();
    return batches;
  }

  it('puts all that waits into one transaction', async () => {
    expect(await writeMany()).toEqual([1, 50]);
  });

  it('can be held to one write a commit', async () => {
    expect(await writeMany(1)).toEqual(Array.from({ length: 51 }, () => 1));
  });

  it('takes what arrives during a commit into the next one, in order', async () => {
    const batches: number[] = [];
    const hooks = { committed: (batch: number) => batches.push(batch) };
    const { tokens, close } = await openSqlite({ vault: join(testFolder(), 'vault.db'), create: true, hooks });
    const key = dataKey(200);
    const done: number[] = [];
    const first = tokens.append({ dataKeys: [key], records: [] }).then(() => done.push(0));
    await new Promise((resolve) => setImmediate(resolve));
    const later = [1, 2, 3].map((fill) =>
      tokens.append({ dataKeys: [], records: [record(fill, key)] }).then(() => done.push(fill)),
    );
    await Promise.all([first, ...later]);
    expect(done).toEqual([0, 1, 2, 3]);
    expect(batches.reduce((sum, batch) => sum + batch, 0)).toBe(4);
    expect(batches.length).toBeLessThanOrEqual(3);
    await close();
  });
});
