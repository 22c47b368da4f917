/** A wrong root key never opens, never initialises and never overwrites. */
import { describe, expect, it } from 'vitest';
import { openVault } from '../../src/vault/open.ts';
import { initialiseVault, openRoot } from '../../src/vault/root.ts';
import { MemoryStore } from '../../src/vault/store.ts';
import { clock, rootKey, seededEntropy } from './scene.ts';

const base = { tenant: 'main', clock, entropy: seededEntropy('root') };
const otherKey = Buffer.alloc(32, 0xee);
const keyFault = expect.objectContaining({ code: 'CV_VAULT_KEY' });

describe('initialising', () => {
  it('refuses a store that is a vault, under the same key or another, and changes nothing', async () => {
    const store = new MemoryStore();
    await initialiseVault({ ...base, store, rootKey });
    const before = [await store.meta(), await store.tenantKeys('main')];
    await expect(initialiseVault({ ...base, store, rootKey })).rejects.toEqual(keyFault);
    await expect(initialiseVault({ ...base, store, rootKey: otherKey })).rejects.toEqual(keyFault);
    expect([await store.meta(), await store.tenantKeys('main')]).toEqual(before);
  });

  it('refuses a key of another length before the store is touched', async () => {
    const store = new MemoryStore();
    await expect(initialiseVault({ ...base, store, rootKey: rootKey.subarray(1) })).rejects.toEqual(keyFault);
    expect(await store.meta()).toBeUndefined();
  });

  it('stores nothing from which the root key can be read', async () => {
    const store = new MemoryStore();
    await initialiseVault({ ...base, store, rootKey });
    const rows = JSON.stringify([await store.meta(), await store.tenantKeys('main')]);
    expect(rows).not.toContain(JSON.stringify(rootKey).slice(25, 80));
    expect((await store.tenantKeys('main')).map(({ wrapped }) => wrapped.length)).toEqual([60, 60]);
  });
});

describe('opening', () => {
  it('refuses an empty store: a key without its vault may be a lost disk', async () => {
    const store = new MemoryStore();
    await expect(openVault({ ...base, store, rootKey })).rejects.toMatchObject({ code: 'CV_VAULT_UNINITIALISED' });
    expect(await store.meta()).toBeUndefined();
  });

  it('refuses another root key', async () => {
    const store = new MemoryStore();
    await initialiseVault({ ...base, store, rootKey });
    await expect(openVault({ ...base, store, rootKey: otherKey })).rejects.toEqual(keyFault);
    await expect(openVault({ ...base, store, rootKey: Buffer.alloc(0) })).rejects.toEqual(keyFault);
    const meta = await store.meta();
    expect(meta && openRoot(rootKey, meta).type).toBe('secret');
  });

  it('refuses tenant keys of another tenant, purpose, version or vault', async () => {
    const store = new MemoryStore();
    await initialiseVault({ ...base, store, rootKey });
    const meta = await store.meta();
    const [kek, token] = await store.tenantKeys('main');
    if (meta === undefined || kek === undefined || token === undefined) throw new Error('not initialised');
    const damaged = [
      [{ ...kek, wrapped: token.wrapped }, token],
      [{ ...kek, version: 2 }, token],
      [{ ...kek, rootGeneration: 2 }, token],
      [kek],
      [token],
    ];
    for (const keys of damaged) {
      const copy = new MemoryStore();
      await copy.initialise(meta, keys);
      await expect(openVault({ ...base, store: copy, rootKey })).rejects.toMatchObject({ code: 'CV_VAULT_INTEGRITY' });
    }
    const moved = new MemoryStore();
    await moved.initialise({ ...meta, vaultId: Buffer.alloc(16, 1) }, [kek, token]);
    await expect(openVault({ ...base, store: moved, rootKey })).rejects.toMatchObject({ code: 'CV_VAULT_INTEGRITY' });
  });
});
