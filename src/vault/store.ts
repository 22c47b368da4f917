/** What the vault asks of a store, and the store that lives in memory for tests and simulations. */
import { ChatveilError } from '../domain/errors.ts';

/** Written once, when a vault is initialised. */
export interface VaultMeta {
  /** Random name of this vault; tells two vaults under one root key apart. */
  readonly vaultId: Buffer;
  /** First 8 bytes of an HMAC under the root key: a wrong root is recognised before it is used. */
  readonly keyCheck: Buffer;
  readonly rootGeneration: number;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** `kek` wraps data keys; `token` authenticates tokens and names conversations. */
type TenantKeyPurpose = 'kek' | 'token';

export interface TenantKeyRow {
  readonly tenant: string;
  readonly purpose: TenantKeyPurpose;
  readonly version: number;
  readonly rootGeneration: number;
  readonly wrapped: Buffer;
}

/** The key of one conversation in one month. */
export interface DataKeyRow {
  readonly id: Buffer;
  readonly tenant: string;
  readonly site: string;
  /** Keyed digest of site and conversation id: a stolen store names no conversation. */
  readonly conversation: Buffer;
  /** `2026-07`, UTC. */
  readonly period: string;
  readonly kekVersion: number;
  readonly wrapped: Buffer;
  /** Compared after unwrapping, so that a record opens under one key only. */
  readonly commitment: Buffer;
  readonly createdAt: number;
}

export interface RecordRow {
  /** The token id, 16 random bytes. */
  readonly id: Buffer;
  readonly dataKey: Buffer;
  readonly kind: string;
  readonly detector: string;
  readonly credential: string;
  readonly createdAt: number;
  /** As docs/vault.md spells it. */
  readonly sealed: Buffer;
}

/** All of it becomes durable together, or none of it counts. */
export interface Batch {
  readonly tenantKeys?: readonly TenantKeyRow[];
  readonly dataKeys: readonly DataKeyRow[];
  readonly records: readonly RecordRow[];
}

export interface StoreCounts {
  readonly records: number;
  readonly dataKeys: number;
}

export interface DataKeyQuery {
  readonly tenant: string;
  readonly conversation: Buffer;
  readonly period: string;
}

export interface TokenStore {
  /** Undefined while nothing was ever initialised. */
  meta(): Promise<VaultMeta | undefined>;
  /** Refuses with CV_VAULT_KEY when the store already belongs to a vault. */
  initialise(meta: VaultMeta, keys: readonly TenantKeyRow[]): Promise<void>;
  tenantKeys(tenant: string): Promise<readonly TenantKeyRow[]>;
  /** Resolves when durable. After one rejection every later write is rejected too: a failed sync is never retried. */
  append(batch: Batch): Promise<void>;
  /** The newest key of that conversation and month, with the number of records under it. */
  newestDataKey(query: DataKeyQuery): Promise<{ readonly key: DataKeyRow; readonly records: number } | undefined>;
  record(id: Buffer): Promise<{ readonly record: RecordRow; readonly key: DataKeyRow } | undefined>;
  /** Data keys wrapped under one version of a tenant's key. */
  wraps(tenant: string, kekVersion: number): Promise<number>;
  counts(): Promise<StoreCounts>;
  close(): Promise<void>;
}

/** Keeps everything in maps; forgets it with the process. */
export class MemoryStore implements TokenStore {
  #meta: VaultMeta | undefined;
  readonly #tenantKeys: TenantKeyRow[] = [];
  readonly #dataKeys = new Map<string, DataKeyRow>();
  readonly #records = new Map<string, RecordRow>();
  #closed = false;

  async meta(): Promise<VaultMeta | undefined> {
    return this.#meta;
  }

  async initialise(meta: VaultMeta, keys: readonly TenantKeyRow[]): Promise<void> {
    if (this.#meta !== undefined) throw new ChatveilError('CV_VAULT_KEY', { initialised: true });
    this.#meta = meta;
    this.#tenantKeys.push(...keys);
  }

  async tenantKeys(tenant: string): Promise<readonly TenantKeyRow[]> {
    return this.#tenantKeys.filter((key) => key.tenant === tenant);
  }

  async append(batch: Batch): Promise<void> {
    const taken =
      batch.records.some(({ id }) => this.#records.has(id.toString('hex'))) ||
      batch.dataKeys.some(({ id }) => this.#dataKeys.has(id.toString('hex')));
    if (this.#closed || taken) {
      this.#closed = true;
      throw new ChatveilError('CV_VAULT_UNAVAILABLE', { taken });
    }
    this.#tenantKeys.push(...(batch.tenantKeys ?? []));
    for (const key of batch.dataKeys) this.#dataKeys.set(key.id.toString('hex'), key);
    for (const record of batch.records) this.#records.set(record.id.toString('hex'), record);
  }

  async newestDataKey(query: DataKeyQuery): Promise<{ key: DataKeyRow; records: number } | undefined> {
    const key = Array.from(this.#dataKeys.values()).findLast(
      (row) =>
        row.tenant === query.tenant && row.period === query.period && row.conversation.equals(query.conversation),
    );
    if (key === undefined) return undefined;
    const records = Array.from(this.#records.values()).filter((row) => row.dataKey.equals(key.id)).length;
    return { key, records };
  }

  async record(id: Buffer): Promise<{ record: RecordRow; key: DataKeyRow } | undefined> {
    const record = this.#records.get(id.toString('hex'));
    const key = record && this.#dataKeys.get(record.dataKey.toString('hex'));
    return record && key ? { record, key } : undefined;
  }

  async wraps(tenant: string, kekVersion: number): Promise<number> {
    return Array.from(this.#dataKeys.values()).filter((key) => key.tenant === tenant && key.kekVersion === kekVersion)
      .length;
  }

  async counts(): Promise<StoreCounts> {
    return { records: this.#records.size, dataKeys: this.#dataKeys.size };
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
