/** Key file and database belong together: each is made only where the other cannot be lost by it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVaultFiles, nothingThere, openVaultFiles, type VaultFiles } from '../../src/storage/vault-files.ts';
import { systemEntropy } from '../../src/vault/entropy.ts';
import { plain, request } from '../vault/scene.ts';
import { testFolder } from './folder.ts';

function filesIn(folder: string): VaultFiles & { rootKey: { file: string } } {
  return {
    sqlite: join(folder, 'vault.db'),
    rootKey: { file: join(folder, 'root.key') },
    env: {},
    tenant: 'main',
    clock: { now: () => Date.now() },
    entropy: systemEntropy(),
  };
}

function blockFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

describe('a new vault', () => {
  it('is made once, opens, and reports what it does', async () => {
    const files = filesIn(testFolder());
    expect(nothingThere(files)).toBe(true);
    await createVaultFiles(files, 'both-new');
    expect(nothingThere(files)).toBe(false);
    const batches: number[] = [];
    const totals: number[] = [];
    const seconds: number[] = [];
    const hooks = {
      sealed: (time: number) => seconds.push(time),
      committed: (batch: number) => batches.push(batch),
      records: (total: number) => totals.push(total),
    };
    const opened = await openVaultFiles({ ...files, hooks });
    const [token = ''] = await opened.vault.data.sealer.seal([request('one'), request('two')]);
    expect(plain(await opened.vault.admin.resolve(token))).toBe('one');
    expect([batches, totals]).toEqual([[1], [0, 2]]);
    expect(seconds.every((time) => time > 0 && time < 10)).toBe(true);
    await opened.close();
    const again = await openVaultFiles({ ...files, hooks });
    expect(plain(await again.vault.admin.resolve(token))).toBe('one');
    expect(totals.at(-1)).toBe(2);
    await again.close();
  });

  it('does not let a message wait for ever', async () => {
    const files = filesIn(testFolder());
    await createVaultFiles(files, 'both-new');
    const opened = await openVaultFiles({ ...files, sealSecondsMax: 0 });
    // No answer of another thread arrives within the same turn of the loop.
    const late = opened.vault.data.sealer.seal([request('v')]);
    blockFor(50);
    await expect(late).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE', facts: { late: true } });
    expect(opened.vault.data.state()).toBe('open');
    await opened.close();
  });

  it('leaves no plaintext in any of its files', async () => {
    const folder = testFolder();
    const files = filesIn(folder);
    await createVaultFiles(files, 'both-new');
    const opened = await openVaultFiles({ ...files, stats: join(folder, 'stats.db') });
    await opened.vault.data.sealer.seal([request('4111 1111 1111 1111')]);
    const names = ['vault.db', 'vault.db-wal', 'root.key', 'stats.db', 'stats.db-wal'];
    const present = names.filter((name) => existsSync(join(folder, name)));
    expect(present).toContain('vault.db-wal');
    for (const name of present) {
      const content = readFileSync(join(folder, name)).toString('latin1');
      for (const secret of ['4111', '1111 1111', 'conversation-1']) expect(content).not.toContain(secret);
    }
    await opened.close();
  });
});

describe('what does not fit together', () => {
  it('is refused: a key without its vault, unless it is adopted on purpose', async () => {
    const files = filesIn(testFolder());
    await createVaultFiles(files, 'both-new');
    rmSync(files.sqlite);
    await expect(openVaultFiles(files)).rejects.toMatchObject({ code: 'CV_VAULT_UNINITIALISED' });
    await expect(createVaultFiles(files, 'both-new')).rejects.toMatchObject({ facts: { keyWithoutVault: true } });
    expect(existsSync(files.sqlite)).toBe(false);
    await createVaultFiles(files, 'adopt-key');
    await (await openVaultFiles(files)).close();
  });

  it('is refused: a vault without its key, and none is made for it', async () => {
    const files = filesIn(testFolder());
    await createVaultFiles(files, 'both-new');
    rmSync(files.rootKey.file);
    await expect(openVaultFiles(files)).rejects.toMatchObject({ code: 'CV_VAULT_KEY', facts: { missing: true } });
    for (const how of ['both-new', 'adopt-key'] as const) {
      await expect(createVaultFiles(files, how)).rejects.toMatchObject({ facts: { vaultWithoutKey: true } });
    }
    expect(existsSync(files.rootKey.file)).toBe(false);
  });

  it('is refused within two seconds: another key; nothing is written', async () => {
    const files = filesIn(testFolder());
    await createVaultFiles(files, 'both-new');
    const right = readFileSync(files.rootKey.file);
    const before = readFileSync(files.sqlite);
    writeFileSync(files.rootKey.file, Buffer.alloc(32, 1));
    const begun = performance.now();
    await expect(openVaultFiles(files)).rejects.toMatchObject({ code: 'CV_VAULT_KEY', facts: { fits: false } });
    expect(performance.now() - begun).toBeLessThan(2000);
    await expect(createVaultFiles(files, 'adopt-key')).rejects.toMatchObject({ code: 'CV_VAULT_KEY' });
    expect(readFileSync(files.sqlite)).toEqual(before);
    writeFileSync(files.rootKey.file, right);
    await (await openVaultFiles(files)).close();
  });
});
