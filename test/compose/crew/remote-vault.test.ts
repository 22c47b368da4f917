/** A worker's vault against the real one, with the channel between them as plain function calls that clone what crosses. */
import { expect, test } from 'vitest';
import { createAnswering } from '../../../src/compose/crew/answering.ts';
import { createAsking } from '../../../src/compose/crew/asking.ts';
import { createRemoteVault } from '../../../src/compose/crew/remote-vault.ts';
import { conversationId } from '../../../src/domain/frame.ts';
import { createLive } from '../../../src/domain/live.ts';
import { Secret } from '../../../src/domain/secret.ts';
import type { CoverageRow, StatsRow } from '../../../src/domain/stats.ts';
import { systemEntropy } from '../../../src/vault/entropy.ts';
import { openVault } from '../../../src/vault/open.ts';
import { initialiseVault } from '../../../src/vault/root.ts';
import { MemoryStore } from '../../../src/vault/store.ts';
import { onlyTenant } from '../../../src/vault/vault.ts';
import { testSettings, testSite } from '../../support/sites.ts';

const conversation = conversationId('one');

async function stage({ restores = true } = {}) {
  const entropy = systemEntropy();
  const store = new MemoryStore();
  const rootKey = entropy.bytes(32);
  const base = { store, tenant: onlyTenant, clock: { now: Date.now }, entropy };
  await initialiseVault({ ...base, rootKey: Buffer.from(rootKey) });
  const opened = await openVault({ ...base, rootKey });
  const site = testSite({ upstream: 'http://vendor.test' });
  const settings = createLive(testSettings([{ ...site, policy: { ...site.policy, restores: () => restores } }]));
  const counted: [readonly StatsRow[], readonly CoverageRow[]][] = [];
  const addStats = async (stats: readonly StatsRow[], coverage: readonly CoverageRow[]) =>
    void counted.push([stats, coverage]);
  const answer = createAnswering({ settings, ...opened.data, stats: { addStats }, tenant: onlyTenant }, (answers) =>
    asking.settle(structuredClone(answers)),
  );
  const asking = createAsking({ send: (questions) => answer(structuredClone(questions)), secondsMax: 5 });
  return { opened, counted, remote: createRemoteVault(asking, opened.data.recognitionKeys()) };
}

function order(value: string, tenant: string = onlyTenant) {
  const binding = { tenant, site: 'shop', conversation, kind: 'PAYMENT_CARD', detector: 'card', credential: 'me' };
  return { secret: new Secret(value), binding, label: 'card ••1111' };
}

const scope = { tenant: onlyTenant, site: 'shop', conversation, credential: 'me', allows: () => true };

test('values become tokens of the one vault, whatever tenant the worker names', async () => {
  const { opened, remote } = await stage();
  const tokens = await remote.sealer.seal([order('first'), order('second', 'other')]);
  const plain = await Promise.all(tokens.map((token) => opened.admin.resolve(token)));
  expect(plain.map((secret) => secret?.expose((text) => text))).toEqual(['first', 'second']);
});

test('a visitor gets its own values and nobody else theirs', async () => {
  const { remote } = await stage();
  const [token] = await remote.sealer.seal([order('mine')]);
  if (token === undefined) throw new Error('no token');
  const own = remote.openRestorer(scope);
  expect((await own.restore(token))?.expose((text) => text)).toBe('mine');
  own.close();
  expect(await own.restore(token)).toBeUndefined();
  expect(await remote.openRestorer({ ...scope, credential: 'you' }).restore(token)).toBeUndefined();
  expect(await remote.openRestorer({ ...scope, conversation: conversationId('two') }).restore(token)).toBeUndefined();
  expect(await remote.openRestorer({ ...scope, site: 'unknown' }).restore(token)).toBeUndefined();
});

test('which kinds come back is decided by the settings on the side of the vault', async () => {
  const { remote } = await stage({ restores: false });
  const [token] = await remote.sealer.seal([order('mine')]);
  if (token === undefined) throw new Error('no token');
  expect(await remote.openRestorer(scope).restore(token)).toBeUndefined();
});

test('a vault that is closed refuses with its own code', async () => {
  const { opened, remote } = await stage();
  await opened.close();
  await expect(remote.sealer.seal([order('late')])).rejects.toMatchObject({ code: 'CV_VAULT_UNAVAILABLE' });
});

test('digests are those of the vault itself', async () => {
  const { opened, remote } = await stage();
  expect(remote.digest('credential')).toBe(opened.data.digest('credential'));
  expect(remote.digest('credential')).not.toBe(remote.digest('other'));
});

test('whose a token is, a worker knows without asking', async () => {
  const { opened, remote } = await stage();
  const [token] = await remote.sealer.seal([order('mine')]);
  if (token === undefined) throw new Error('no token');
  const place = { tenant: onlyTenant, site: 'shop', conversation };
  const elsewhere = [
    { ...place, conversation: conversationId('two') },
    { ...place, site: 'other' },
    { ...place, tenant: 'other' },
  ];
  for (const sealer of [remote.sealer, opened.data.sealer]) {
    expect(sealer.owns(token, place)).toBe(true);
    expect(elsewhere.map((one) => sealer.owns(token, one))).toEqual([false, false, false]);
  }
});

test('counts go where they are kept', async () => {
  const { counted, remote } = await stage();
  const row = { hour: 0, site: 'shop', direction: 'to-client', kind: 'EMAIL', action: 'mask', count: 2 } as const;
  await remote.stats.addStats([row], []);
  expect(counted).toEqual([[[row], []]]);
});
