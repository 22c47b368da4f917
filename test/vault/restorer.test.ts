/** A value goes back only into the conversation, to the visitor, and under the policy that it came from. */
import { describe, expect, it } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { parseToken } from '../../src/vault/token.ts';
import type { RestoreScope, Token } from '../../src/vault/vault.ts';
import { openScene, plain, request, scope } from './scene.ts';

describe('the restorer', () => {
  it('gives the visitor their own value, however the vendor wrote the token', async () => {
    const { vault } = await openScene();
    const [token] = await vault.data.sealer.seal([request('4111 1111 1111 1111')]);
    if (token === undefined) throw new Error('no token');
    const restorer = vault.data.openRestorer(scope);
    expect(restorer.conversation).toBe(scope.conversation);
    expect(plain(await restorer.restore(token))).toBe('4111 1111 1111 1111');
    expect(plain(await restorer.restore(token.toUpperCase() as Token))).toBe('4111 1111 1111 1111');
  });

  const refusals: Record<string, Partial<RestoreScope>> = {
    'another conversation': { conversation: conversationId('conversation-2') },
    'another site': { site: 'other' },
    'another tenant': { tenant: 'other' },
    'another credential': { credential: 'other-digest' },
    'no credential': { credential: '' },
    'a kind the policy keeps': { allows: (kind) => kind !== 'PAYMENT_CARD' },
  };
  it.each(Object.entries(refusals))('says no to %s', async (_, change) => {
    const { vault } = await openScene();
    const [token] = await vault.data.sealer.seal([request('v')]);
    expect(await vault.data.openRestorer({ ...scope, ...change }).restore(token as Token)).toBeUndefined();
  });

  it('never restores what was sealed without a credential', async () => {
    const { vault } = await openScene();
    const [token] = await vault.data.sealer.seal([request('v', { credential: '' })]);
    expect(await vault.data.openRestorer({ ...scope, credential: '' }).restore(token as Token)).toBeUndefined();
  });

  it('answers unknown, forged and foreign alike, and asks the store for each', async () => {
    let foreign = 0;
    const { vault, store } = await openScene({ onForeign: () => foreign++ });
    const [own] = await vault.data.sealer.seal([request('v')]);
    const [other] = await vault.data.sealer.seal([request('v', { conversation: conversationId('c2') })]);
    let asked = 0;
    const record = store.record.bind(store);
    Object.assign(store, {
      record(id: Buffer) {
        asked++;
        return record(id);
      },
    });
    const elsewhere = await openScene();
    const [unknown] = await elsewhere.vault.data.sealer.seal([request('v', { conversation: conversationId('c9') })]);
    const restorer = vault.data.openRestorer(scope);
    for (const token of [other, unknown]) expect(await restorer.restore(token as Token)).toBeUndefined();
    expect(await restorer.restore('[card ••4242]' as Token)).toBeUndefined();
    expect(asked).toBe(2);
    expect(foreign).toBe(2);
    expect(await restorer.restore(own as Token)).toBeDefined();
  });

  it('dies with its connection', async () => {
    const { vault } = await openScene();
    const [token] = await vault.data.sealer.seal([request('v')]);
    const restorer = vault.data.openRestorer(scope);
    restorer.close();
    expect(await restorer.restore(token as Token)).toBeUndefined();
  });

  it('says no when a record was moved, damaged or cannot be read, without an error', async () => {
    const { vault, store } = await openScene();
    const [a, b] = await vault.data.sealer.seal([request('first'), request('second')]);
    const record = store.record.bind(store);
    const restorer = vault.data.openRestorer(scope);
    const second = await record(parseToken(b ?? '')?.id ?? Buffer.alloc(0));
    Object.assign(store, { record: async () => second });
    expect(await restorer.restore(a as Token)).toBeUndefined();
    expect(plain(await restorer.restore(b as Token))).toBe('second');
    Object.assign(store, { record: () => Promise.reject(new Error('disk')) });
    expect(await restorer.restore(b as Token)).toBeUndefined();
  });

  it('says no once the vault is not open', async () => {
    const { vault } = await openScene();
    const [token] = await vault.data.sealer.seal([request('v')]);
    const restorer = vault.data.openRestorer(scope);
    await vault.close();
    expect(await restorer.restore(token as Token)).toBeUndefined();
  });
});
