/** Counts add up by the hour, survive a restart, and never hurt the vault. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CoverageRow, StatsRow } from '../../../src/domain/stats.ts';
import { openNative } from '../../../src/storage/sqlite/native.ts';
import { openSqlite } from '../../../src/storage/sqlite/open.ts';
import { statsMigrations } from '../../../src/storage/sqlite/schema.ts';
import { createStatsTables } from '../../../src/storage/sqlite/stats-tables.ts';
import { testFolder } from '../folder.ts';

const HOUR = 3_600_000;
const stat = (hour: number, count: number, action = 'tokenize'): StatsRow => ({
  hour: hour * HOUR,
  site: 'shop',
  direction: 'to-upstream',
  kind: 'PAYMENT_CARD',
  action,
  count,
});
const coverage = (hour: number, messages: number, bytes: number): CoverageRow => ({
  hour: hour * HOUR,
  site: 'shop',
  direction: 'to-client',
  reason: 'script',
  messages,
  bytes,
});

describe('the counts', () => {
  it('add up per hour, site, direction, kind and action, over restarts', async () => {
    const folder = testFolder();
    const files = { vault: join(folder, 'vault.db'), stats: join(folder, 'stats.db'), create: true };
    const first = await openSqlite(files);
    await first.stats.addStats([stat(5, 2), stat(5, 1, 'mask'), stat(6, 1)], [coverage(5, 1, 100)]);
    await first.stats.addStats([stat(5, 3)], [coverage(5, 2, 2 ** 40)]);
    await first.stats.addStats([], []);
    await first.close();
    const second = await openSqlite(files);
    await second.stats.addStats([stat(5, 10)], []);
    expect(await second.stats.readStats(5 * HOUR, 7 * HOUR)).toEqual({
      stats: [stat(5, 1, 'mask'), stat(5, 15), stat(6, 1)],
      coverage: [coverage(5, 3, 2 ** 40 + 100)],
    });
    expect(await second.stats.readStats(6 * HOUR, 6 * HOUR)).toEqual({ stats: [], coverage: [] });
    await second.close();
  });

  it('are refused where no file was given, and the vault goes on', async () => {
    const { stats, tokens, close } = await openSqlite({ vault: join(testFolder(), 'vault.db'), create: true });
    await expect(stats.addStats([stat(1, 1)], [])).rejects.toMatchObject({ code: 'CV_INTERNAL' });
    await expect(tokens.append({ dataKeys: [], records: [] })).resolves.toBeUndefined();
    await close();
  });

  it('are added whole or not at all', () => {
    const database = openNative(':memory:');
    for (const { sql } of statsMigrations) database.exec(sql);
    const tables = createStatsTables(database);
    const broken = { ...stat(2, 1), kind: null } as unknown as StatsRow;
    expect(() => tables.addStats({ stats: [stat(1, 1), broken], coverage: [] })).toThrow();
    expect(tables.readStats({ from: 0, to: 10 * HOUR }).stats).toEqual([]);
  });
});
