/** Sealing through the whole vault: tokens in order, nothing acknowledged that is not durable, no way to a reveal. */
import { describe, expect, expectTypeOf, it } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import type { DataVault, VaultAdmin } from '../../src/vault/open.ts';
import type { Batch } from '../../src/vault/store.ts';
import { parseToken } from '../../src/vault/token.ts';
import type { ConversationRestorer, Sealer, Token } from '../../src/vault/vault.ts';
import { openScene, plain, request } from './scene.ts';

describe('sealing', () => {
  it('gives one token a value, in order, over several conversations', async () => {
    const { vault } = await openScene();
    const places = ['a', 'a', 'b', 'a'].map((name) => ({ conversation: conversationId(name) }));
    const tokens = await vault.data.sealer.seal(places.map((place, index) => request(`value ${index}`, place)));
    const values = await Promise.all(tokens.map((token) => vault.admin.resolve(token)));
    expect(values.map(plain)).toEqual(['value 0', 'value 1', 'value 2', 'value 3']);
    expect(await vault.data.sealer.seal([])).toEqual([]);
  });

  it('gives equal values different tokens and different records', async () => {
    const { vault, store } = await openScene();
    const tokens = await vault.data.sealer.seal([request('same'), request('same')]);
    const records = await Promise.all(tokens.map((token) => store.record(parseToken(token)?.id ?? Buffer.alloc(0))));
    expect(new Set(tokens).size).toBe(2);
    expect(new Set(records.map((found) => found?.record.sealed.toString('hex'))).size).toBe(2);
  });

  it('leaves no trace of value, conversation or label in what is stored', async () => {
    const { vault, store } = await openScene();
    const batches: Batch[] = [];
    const append = store.append.bind(store);
    Object.assign(store, { append: (batch: Batch) => append(batches[batches.push(batch) - 1] ?? batch) });
    await vault.data.sealer.seal([request('4111 1111 1111 1111')]);
    const stored = JSON.stringify(batches, (_, value: unknown) =>
      typeof value === 'object' && value !== null && 'data' in value
        ? Buffer.from(value.data as number[]).toString('latin1')
        : value,
    );
    expect(batches.length).toBe(1);
    expect(stored).toContain('payment-card');
    for (const secret of ['4111', '1111', 'conversation-1', '••']) expect(stored).not.toContain(secret);
  });

  it('waits for the store before it gives a token', async () => {
    const { vault, store } = await openScene();
    let release = (): void => undefined;
    const append = store.append.bind(store);
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    Object.assign(store, { append: (batch: Batch) => gate.then(() => append(batch)) });
    let done = false;
    const sealing = vault.data.sealer.seal([request('v')]).then(() => {
      done = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toBe(false);
    release();
    await sealing;
    expect(done).toBe(true);
  });
});

describe('owns', () => {
  it('knows a token of this very conversation, and no other', async () => {
    const { vault } = await openScene();
    const made = request('4111 1111 1111 1111');
    const [token] = await vault.data.sealer.seal([made]);
    if (token === undefined) throw new Error('nothing was sealed');
    const { tenant, site, conversation } = made.binding;
    const { owns } = vault.data.sealer;
    expect(owns(token, { tenant, site, conversation })).toBe(true);
    expect(owns(token, { tenant, site, conversation: conversationId('another') })).toBe(false);
    expect(owns(token, { tenant, site: 'another', conversation })).toBe(false);
    expect(owns(token, { tenant: 'another', site, conversation })).toBe(false);
    expect(owns('[card]' as Token, { tenant, site, conversation })).toBe(false);
    await vault.close();
    expect(owns(token, { tenant, site, conversation })).toBe(false);
  });
});

describe('a failed write', () => {
  it('is not acknowledged, seals the vault at once and for good, and is told once', async () => {
    const { vault, store } = await openScene();
    const states: string[] = [];
    vault.data.onState((state) => states.push(state));
    let tries = 0;
    Object.assign(store, {
      append: () => {
        tries++;
        return Promise.reject(new Error('EIO'));
      },
    });
    const both = [vault.data.sealer.seal([request('a')]), vault.data.sealer.seal([request('b')])];
    for (const sealing of both) await expect(sealing).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
    const triesBefore = tries;
    await expect(vault.data.sealer.seal([request('c')])).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
    expect(tries).toBe(triesBefore);
    expect(states).toEqual(['sealed']);
    expect(vault.data.state()).toBe('sealed');
    await expect(vault.admin.resolve('x')).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
  });

  it('of the lookup of a key seals too, and a damaged key degrades', async () => {
    const unreadable = await openScene();
    Object.assign(unreadable.store, { newestDataKey: () => Promise.reject(new Error('EIO')) });
    await expect(unreadable.vault.data.sealer.seal([request('v')])).rejects.toMatchObject({
      code: 'CV_VAULT_UNAVAILABLE',
    });
    expect(unreadable.vault.data.state()).toBe('sealed');

    const { vault, store } = await openScene();
    await vault.data.sealer.seal([request('v')]);
    const newest = store.newestDataKey.bind(store);
    Object.assign(store, {
      async newestDataKey(query: Parameters<typeof newest>[0]) {
        const found = await newest(query);
        return found && { ...found, key: { ...found.key, commitment: Buffer.alloc(32) } };
      },
    });
    const again = await openScene({ store });
    await expect(again.vault.data.sealer.seal([request('v')])).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
    expect(again.vault.data.state()).toBe('degraded');
  });
});

describe('a value that cannot be sealed', () => {
  it('is refused without harm to the vault or to later values under the same new key', async () => {
    const { vault } = await openScene();
    await expect(vault.data.sealer.seal([request('\ud800')])).rejects.toMatchObject({ code: 'CV_TEXT_NOT_UTF8' });
    await expect(vault.data.sealer.seal([request('v', { tenant: 'other' })])).rejects.toMatchObject({
      code: 'CV_INTERNAL',
    });
    const [token = ''] = await vault.data.sealer.seal([request('fine')]);
    expect(plain(await vault.admin.resolve(token))).toBe('fine');
  });
});

describe('what the data plane holds', () => {
  it('has no way to a general reveal', async () => {
    expectTypeOf<DataVault>().not.toHaveProperty('resolve');
    expectTypeOf<DataVault>().not.toHaveProperty('reveal');
    expectTypeOf<DataVault>().not.toHaveProperty('admin');
    expectTypeOf<keyof Sealer>().toEqualTypeOf<'seal' | 'owns'>();
    expectTypeOf<keyof ConversationRestorer>().toEqualTypeOf<'conversation' | 'restore' | 'close'>();
    expectTypeOf<keyof VaultAdmin>().toEqualTypeOf<'resolve'>();
    const { vault } = await openScene();
    // @ts-expect-error The proxy's part of the vault cannot resolve a token.
    expect(vault.data.resolve).toBeUndefined();
    expect(Object.keys(vault.data).sort()).toEqual([
      'counts',
      'digest',
      'onState',
      'openRestorer',
      'recognitionKeys',
      'sealer',
      'state',
    ]);
    expect(Object.keys(vault.data.sealer).sort()).toEqual(['owns', 'seal']);
  });
});
