/** A vault with fixed keys, a clock that stands still and chance from a seed, for the vault's own tests. */
import { createHash } from 'node:crypto';
import type { Clock, Entropy } from '../../src/domain/clock.ts';
import { conversationId } from '../../src/domain/frame.ts';
import { Secret } from '../../src/domain/secret.ts';
import { type OpenedVault, type OpenVaultOptions, openVault } from '../../src/vault/open.ts';
import { initialiseVault } from '../../src/vault/root.ts';
import { MemoryStore, type TokenStore } from '../../src/vault/store.ts';
import type { Binding, RestoreScope, SealRequest } from '../../src/vault/vault.ts';

export const rootKey = Buffer.from('000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f', 'hex');
export const clock: Clock = { now: () => Date.UTC(2026, 6, 15, 12) };

/** SHA-256 in counter mode: the same bytes for the same seed on every machine. */
export function seededEntropy(seed: string): Entropy {
  let counter = 0;
  let pool = Buffer.alloc(0);
  return {
    bytes(size) {
      while (pool.length < size) {
        pool = Buffer.concat([pool, createHash('sha256').update(`${seed}/${counter++}`).digest()]);
      }
      const bytes = Buffer.from(pool.subarray(0, size));
      pool = pool.subarray(size);
      return bytes;
    },
  };
}

const binding: Binding = {
  tenant: 'main',
  site: 'shop',
  conversation: conversationId('conversation-1'),
  kind: 'PAYMENT_CARD',
  detector: 'payment-card',
  credential: 'credential-digest',
};

export const scope: RestoreScope = { ...binding, allows: () => true };

export function request(value: string, change: Partial<Binding> = {}): SealRequest {
  return { secret: new Secret(value), binding: { ...binding, ...change }, label: 'card ••1111' };
}

export function plain(secret: Secret | undefined): string | undefined {
  return secret?.expose((value) => value);
}

let openings = 0;

/** An initialised, opened vault over `store`; each opening has chance of its own, as after a restart. */
export async function openScene(
  change: Partial<OpenVaultOptions> = {},
): Promise<{ readonly vault: OpenedVault; readonly store: TokenStore }> {
  const store = change.store ?? new MemoryStore();
  const base = { rootKey, tenant: 'main', clock, entropy: seededEntropy(`scene ${openings++}`) };
  if ((await store.meta()) === undefined) await initialiseVault({ ...base, store });
  return { vault: await openVault({ ...base, ...change, store }), store };
}
