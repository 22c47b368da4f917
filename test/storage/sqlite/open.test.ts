/** One process per file, and a disk that fails seals the vault without a lie. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/storage/sqlite/open.ts';
import { dataKey, record } from '../../store.contract.ts';
import { reported, startChild } from '../child-process.ts';
import { testFolder } from '../folder.ts';

const vaultIn = (folder: string): string => join(folder, 'vault.db');

describe('the file of a vault', () => {
  it('is refused to a second process within two seconds, and the first goes on', async () => {
    const folder = testFolder();
    const first = startChild('hold', folder, join(folder, 'reported.txt'));
    first.go();
    await first.says('open');
    const begun = performance.now();
    await expect(openSqlite({ vault: vaultIn(folder), create: false })).rejects.toMatchObject({
      code: 'CV_VAULT_LOCKED',
    });
    expect(performance.now() - begun).toBeLessThan(2000);
    first.go();
    await first.says('sealed');
    first.end();
    expect(await first.ended).toBe(0);
    const { tokens, close } = await openSqlite({ vault: vaultIn(folder), create: false });
    expect((await tokens.counts()).records).toBe(reported(join(folder, 'reported.txt')).length);
    await close();
  });

  it('is refused to a second opener in the same process', async () => {
    const folder = testFolder();
    const first = await openSqlite({ vault: vaultIn(folder), create: true });
    await expect(openSqlite({ vault: vaultIn(folder), create: true })).rejects.toMatchObject({
      code: 'CV_VAULT_LOCKED',
    });
    await first.close();
    await (await openSqlite({ vault: vaultIn(folder), create: false })).close();
  });

  it('is not made by opening', async () => {
    await expect(openSqlite({ vault: vaultIn(testFolder()), create: false })).rejects.toMatchObject({
      code: 'CV_VAULT_UNINITIALISED',
    });
  });
});

describe('a full disk', () => {
  it('rejects the write and everything after it, and loses nothing before it', async () => {
    const folder = testFolder();
    const full = await openSqlite({ vault: vaultIn(folder), create: true, pagesMax: 60 });
    const key = dataKey(1);
    await full.tokens.append({ dataKeys: [key], records: [] });
    const kept: Buffer[] = [];
    const failure = await fill(full.tokens, kept);
    expect(failure).toMatchObject({ code: 'CV_VAULT_UNAVAILABLE', facts: { diskFull: true, sqlite: 13 } });
    expect(kept.length).toBeGreaterThan(20);
    const small = full.tokens.append({ dataKeys: [], records: [record(2, key)] });
    await expect(small).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
    await full.close();
    const after = await openSqlite({ vault: vaultIn(folder), create: false });
    for (const id of kept) expect(await after.tokens.record(id)).toBeDefined();
    expect((await after.tokens.counts()).records).toBe(kept.length);
    await after.close();
  });

  /** Appends until it fails; returns why. */
  async function fill(tokens: Awaited<ReturnType<typeof openSqlite>>['tokens'], kept: Buffer[]): Promise<unknown> {
    const key = dataKey(1);
    for (;;) {
      const row = { ...record(9, key), id: randomBytes(16), sealed: randomBytes(2000) };
      try {
        await tokens.append({ dataKeys: [], records: [row] });
      } catch (error) {
        return error;
      }
      kept.push(row.id);
    }
  }
});

describe('a file system that refuses a write', () => {
  it('seals the vault; what was acknowledged is there after a restart, what was not is invisible', async () => {
    const folder = testFolder();
    const report = join(folder, 'reported.txt');
    // The journal reaches the limit in the middle of a burst.
    const child = startChild('burst', folder, report, 700);
    child.go();
    expect(await child.says('failed')).toBe('failed CV_VAULT_UNAVAILABLE sealed');
    expect(await child.ended).toBe(0);
    const acknowledged = reported(report);
    expect(acknowledged.length).toBeGreaterThan(100);
    const { tokens, close } = await openSqlite({ vault: vaultIn(folder), create: false });
    const { parseToken } = await import('../../../src/vault/token.ts');
    for (const { token } of acknowledged) {
      expect(await tokens.record(parseToken(token)?.id ?? Buffer.alloc(0))).toBeDefined();
    }
    await close();
  });
});
