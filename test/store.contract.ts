/** What every TokenStore must do, whatever it keeps its rows in; each implementation runs this suite. */
import { afterEach, describe, expect, it } from 'vitest';
import type { DataKeyRow, RecordRow, TenantKeyRow, TokenStore, VaultMeta } from '../src/vault/store.ts';

const meta: VaultMeta = {
  vaultId: Buffer.alloc(16, 1),
  keyCheck: Buffer.alloc(8, 2),
  rootGeneration: 1,
  createdAt: Date.UTC(2026, 0, 1),
};
const tenantKey: TenantKeyRow = {
  tenant: 'main',
  purpose: 'kek',
  version: 1,
  rootGeneration: 1,
  wrapped: Buffer.alloc(60, 3),
};

export function dataKey(fill: number, change: Partial<DataKeyRow> = {}): DataKeyRow {
  return {
    id: Buffer.alloc(16, fill),
    tenant: 'main',
    site: 'shop',
    conversation: Buffer.alloc(32, 4),
    period: '2026-07',
    kekVersion: 1,
    wrapped: Buffer.alloc(60, 5),
    commitment: Buffer.alloc(32, 6),
    createdAt: Date.UTC(2026, 6, 1),
    ...change,
  };
}

export function record(fill: number, key: DataKeyRow): RecordRow {
  return {
    id: Buffer.alloc(16, fill),
    dataKey: key.id,
    kind: 'PAYMENT_CARD',
    detector: 'payment-card',
    credential: 'digest-ö',
    createdAt: Date.UTC(2026, 6, 1, 12) + fill,
    sealed: Buffer.alloc(78 + fill, fill),
  };
}

/** `open` gives a new, empty store; the suite closes it. */
export function storeContract(name: string, open: () => Promise<TokenStore>): void {
  describe(`${name} as a token store`, () => {
    const opened: TokenStore[] = [];
    const fresh = async (): Promise<TokenStore> => {
      const store = await open();
      opened.push(store);
      return store;
    };
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });

    it('is empty at first', async () => {
      const store = await fresh();
      expect(await store.meta()).toBeUndefined();
      expect(await store.tenantKeys('main')).toEqual([]);
      expect(await store.record(Buffer.alloc(16))).toBeUndefined();
      expect(await store.counts()).toEqual({ records: 0, dataKeys: 0 });
    });

    it('is initialised once', async () => {
      const store = await fresh();
      await store.initialise(meta, [tenantKey]);
      const again = store.initialise({ ...meta, keyCheck: Buffer.alloc(8, 9) }, []);
      await expect(again).rejects.toMatchObject({ code: 'CV_VAULT_KEY' });
      expect(await store.meta()).toEqual(meta);
      expect(await store.tenantKeys('main')).toEqual([tenantKey]);
      expect(await store.tenantKeys('other')).toEqual([]);
    });

    it('gives records and keys back as they were', async () => {
      const store = await fresh();
      const key = dataKey(10);
      const rows = [record(11, key), record(12, key), record(13, key)];
      await store.append({ dataKeys: [key], records: rows.slice(0, 2) });
      await store.append({ dataKeys: [], records: rows.slice(2) });
      for (const row of rows) expect(await store.record(row.id)).toEqual({ record: row, key });
      expect(await store.counts()).toEqual({ records: 3, dataKeys: 1 });
    });

    it('finds the newest key of a conversation in a month', async () => {
      const store = await fresh();
      const [old, young] = [dataKey(20), dataKey(3)];
      const foreign = [dataKey(30, { period: '2026-08' }), dataKey(31, { conversation: Buffer.alloc(32, 9) })];
      await store.append({ dataKeys: [old], records: [record(21, old)] });
      await store.append({ dataKeys: [young, ...foreign], records: [record(22, young), record(23, young)] });
      const query = { tenant: 'main', conversation: old.conversation, period: '2026-07' };
      expect(await store.newestDataKey(query)).toEqual({ key: young, records: 2 });
      expect(await store.newestDataKey({ ...query, tenant: 'other' })).toBeUndefined();
      expect(await store.newestDataKey({ ...query, period: '2026-06' })).toBeUndefined();
    });

    it('keeps further versions of a tenant key, and counts what each has wrapped', async () => {
      const store = await fresh();
      await store.initialise(meta, [tenantKey]);
      const second = { ...tenantKey, version: 2 };
      const dataKeys = [dataKey(40), dataKey(41, { kekVersion: 2 }), dataKey(42, { kekVersion: 2 })];
      await store.append({ tenantKeys: [second], dataKeys, records: [] });
      expect(await store.tenantKeys('main')).toEqual([tenantKey, second]);
      expect(await store.wraps('main', 1)).toBe(1);
      expect(await store.wraps('main', 2)).toBe(2);
      expect(await store.wraps('other', 2)).toBe(0);
    });

    it('takes a batch whole or not at all, and nothing after a failure', async () => {
      const store = await fresh();
      const key = dataKey(50);
      await store.append({ dataKeys: [key], records: [record(51, key)] });
      const clash = store.append({ dataKeys: [], records: [record(52, key), record(51, key)] });
      await expect(clash).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
      const later = store.append({ dataKeys: [], records: [record(53, key)] });
      await expect(later).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
      expect(await store.record(record(52, key).id)).toBeUndefined();
      expect(await store.record(record(53, key).id)).toBeUndefined();
      expect((await store.counts()).records).toBe(1);
    });

    it('refuses writes once closed', async () => {
      const store = await fresh();
      await store.close();
      await store.close();
      await expect(store.append({ dataKeys: [dataKey(60)], records: [] })).rejects.toMatchObject({
        code: 'CV_VAULT_UNAVAILABLE',
      });
    });
  });
}
