/** One data key per conversation and month, within its cap, durable before its first record counts. */
import { describe, expect, it } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { expandDataKey } from '../../src/vault/keyring.ts';
import { MemoryStore, type TokenStore } from '../../src/vault/store.ts';
import { openScene, plain, request } from './scene.ts';

const dataKeys = async (store: TokenStore): Promise<number> => (await store.counts()).dataKeys;

describe('data keys', () => {
  it('are one for each conversation, also when many messages arrive at once', async () => {
    const { vault, store } = await openScene();
    const messages = Array.from({ length: 30 }, (_, index) =>
      vault.data.sealer.seal([request('v', { conversation: conversationId(`c${index % 3}`) })]),
    );
    await Promise.all(messages);
    expect(await store.counts()).toEqual({ records: 30, dataKeys: 3 });
  });

  it('are found again after a restart', async () => {
    const { vault, store } = await openScene();
    const [token = ''] = await vault.data.sealer.seal([request('before')]);
    const again = await openScene({ store });
    await again.vault.data.sealer.seal([request('after')]);
    expect(await dataKeys(store)).toBe(1);
    expect(plain(await again.vault.admin.resolve(token))).toBe('before');
  });

  it('differ by site and by month', async () => {
    let now = Date.UTC(2026, 6, 31, 23, 59, 59);
    const { vault, store } = await openScene({ clock: { now: () => now } });
    await vault.data.sealer.seal([request('v')]);
    await vault.data.sealer.seal([request('v', { site: 'other' })]);
    now += 1000;
    await vault.data.sealer.seal([request('v')]);
    expect(await dataKeys(store)).toBe(3);
  });

  it('are replaced before their cap is passed, counted over restarts', async () => {
    const caps = { dataKeyRecordsMax: 10 };
    const store = new MemoryStore();
    const tokens: string[] = [];
    for (let run = 0; run < 5; run++) {
      const { vault } = await openScene({ store, caps });
      for (let count = 0; count < 4; count++)
        tokens.push(...(await vault.data.sealer.seal([request(`v${run}${count}`)])));
    }
    expect(await store.counts()).toEqual({ records: 20, dataKeys: 2 });
    const { vault } = await openScene({ store, caps });
    for (const [index, token] of tokens.entries()) {
      expect(plain(await vault.admin.resolve(token))).toBe(`v${Math.floor(index / 4)}${index % 4}`);
    }
  });

  it('that a tenant key may wrap are capped too, and its successor is durable with the first key under it', async () => {
    const store = new MemoryStore();
    const caps = { wrapsMax: 3 };
    const tokens: string[] = [];
    for (let run = 0; run < 2; run++) {
      const { vault } = await openScene({ store, caps });
      const seals = Array.from({ length: 4 }, (_, index) =>
        vault.data.sealer.seal([request(`v${run}${index}`, { conversation: conversationId(`c${run}${index}`) })]),
      );
      for (const sealed of await Promise.all(seals)) tokens.push(...sealed);
    }
    const keks = (await store.tenantKeys('main')).filter(({ purpose }) => purpose === 'kek');
    expect(keks.map(({ version }) => version)).toEqual([1, 2, 3]);
    for (const version of [1, 2, 3]) expect(await store.wraps('main', version)).toBeLessThanOrEqual(3);
    const { vault } = await openScene({ store, caps });
    for (const token of tokens) expect(await vault.admin.resolve(token)).toBeDefined();
  });

  it('commit to themselves: another key for the same id has another commitment', () => {
    const id = Buffer.alloc(16, 1);
    const commitments = [1, 2].map((fill) => expandDataKey(id, Buffer.alloc(32, fill)).commitment.toString('hex'));
    expect(new Set(commitments).size).toBe(2);
  });
});

/** Changes what the store answers about data keys. */
function tampering(
  store: TokenStore,
  field: 'wrapped' | 'commitment' | 'conversation' | 'period' | 'site',
): TokenStore {
  return Object.assign(Object.create(store) as TokenStore, {
    async record(id: Buffer) {
      const found = await store.record(id);
      if (found === undefined) return undefined;
      const value = found.key[field];
      const changed = typeof value === 'string' ? `${value}x` : Buffer.from(value.map((byte) => byte ^ 1));
      return { ...found, key: { ...found.key, [field]: changed } };
    },
    meta: () => store.meta(),
    tenantKeys: (tenant: string) => store.tenantKeys(tenant),
    wraps: (tenant: string, version: number) => store.wraps(tenant, version),
  });
}

describe('a damaged data key', () => {
  it.each(['wrapped', 'commitment', 'period', 'site'] as const)('with another %s opens nothing', async (field) => {
    const { vault, store } = await openScene();
    const [token = ''] = await vault.data.sealer.seal([request('v')]);
    const damaged = await openScene({ store: tampering(store, field) });
    await expect(damaged.vault.admin.resolve(token)).rejects.toMatchObject({ code: 'CV_VAULT_INTEGRITY', facts: {} });
  });

  it('of another conversation is none for this token', async () => {
    const { vault, store } = await openScene();
    const [token = ''] = await vault.data.sealer.seal([request('v')]);
    const damaged = await openScene({ store: tampering(store, 'conversation') });
    expect(await damaged.vault.admin.resolve(token)).toBeUndefined();
  });
});

describe('digests', () => {
  it('are the same after a restart and another for another text', async () => {
    const { vault, store } = await openScene();
    const again = await openScene({ store });
    expect(vault.data.digest('cookie')).toMatch(/^[\w-]{43}$/);
    expect(again.vault.data.digest('cookie')).toBe(vault.data.digest('cookie'));
    expect(vault.data.digest('cookie2')).not.toBe(vault.data.digest('cookie'));
  });
});
