/** What hangs directly from the root key: the key check, the wrapping key, and a vault's first keys. */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Clock, Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import { deriveKey, keyBytes, lengthPrefixed, nonceBytes, wrapKey } from './envelope.ts';
import type { TenantKeyRow, TokenStore, VaultMeta } from './store.ts';

const KEY_CHECK_BYTES = 8;

export interface InitialiseOptions {
  readonly store: TokenStore;
  /** 32 bytes. */
  readonly rootKey: Buffer;
  readonly tenant: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
}

/** Makes an empty store into a vault under this root key; one that is a vault already is refused untouched. */
export async function initialiseVault(options: InitialiseOptions): Promise<void> {
  const { store, tenant, clock, entropy } = options;
  const rootKey = demandRootKey(options.rootKey);
  if ((await store.meta()) !== undefined) throw new ChatveilError('CV_VAULT_KEY', { initialised: true });
  const meta: VaultMeta = {
    vaultId: entropy.bytes(16),
    keyCheck: keyCheck(rootKey),
    rootGeneration: 1,
    createdAt: clock.now(),
  };
  const wrapper = wrappingKey(rootKey, meta.rootGeneration);
  const rows = (['kek', 'token'] as const).map((purpose): TenantKeyRow => {
    const place = { tenant, purpose, version: 1, rootGeneration: meta.rootGeneration };
    const raw = entropy.bytes(keyBytes);
    const wrapped = wrapKey(wrapper, raw, tenantKeyAad(meta, place), entropy.bytes(nonceBytes));
    raw.fill(0);
    return { ...place, wrapped };
  });
  await store.initialise(meta, rows);
}

/** The wrapping key of a vault whose key check fits; a foreign root ends here with CV_VAULT_KEY. */
export function openRoot(rootKey: Buffer, meta: VaultMeta): KeyObject {
  const check = keyCheck(demandRootKey(rootKey));
  if (meta.keyCheck.length !== check.length || !timingSafeEqual(meta.keyCheck, check)) {
    throw new ChatveilError('CV_VAULT_KEY', { fits: false });
  }
  return wrappingKey(rootKey, meta.rootGeneration);
}

/** Binds a tenant's wrapped key to its vault, owner, purpose and generation. */
export function tenantKeyAad(meta: VaultMeta, row: Omit<TenantKeyRow, 'wrapped'>): Buffer {
  const { tenant, version, rootGeneration } = row;
  const purpose = row.purpose === 'kek' ? 'tk' : 'tm';
  return lengthPrefixed([purpose, meta.vaultId, tenant, String(version), String(rootGeneration)]);
}

function demandRootKey(rootKey: Buffer): Buffer {
  if (rootKey.length !== keyBytes) throw new ChatveilError('CV_VAULT_KEY', { bytes: rootKey.length });
  return rootKey;
}

function keyCheck(rootKey: Buffer): Buffer {
  return createHmac('sha256', rootKey).update('kcv').digest().subarray(0, KEY_CHECK_BYTES);
}

function wrappingKey(rootKey: Buffer, generation: number): KeyObject {
  const info = lengthPrefixed(['chatveil/v1/wrap', String(generation)]);
  return createSecretKey(deriveKey(rootKey, info));
}
