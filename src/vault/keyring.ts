/** The keys below the root: one wrapping key and one token key per tenant, one data key per conversation and month. */
import { createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { Clock, Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import { expandKey, keyBytes, lengthPrefixed, nonceBytes, unwrapKey, wrapKey } from './envelope.ts';
import { createKeyCache, type KeyCache } from './key-cache.ts';
import { createRecognition, type Recognition, type RecognitionKeys } from './recognition.ts';
import { tenantKeyAad } from './root.ts';
import type { RecordKey } from './seal.ts';
import type { Batch, DataKeyRow, RecordRow, TenantKeyRow, TokenStore, VaultMeta } from './store.ts';

export interface KeyCaps {
  /** Records under one data key; at 2^24 the chance that two random nonces meet is 2^-49. */
  readonly dataKeyRecordsMax: number;
  /** Data keys wrapped under one version of a tenant's key. */
  readonly wrapsMax: number;
  /** Unwrapped data keys held in memory. */
  readonly cachedKeysMax: number;
  /** Milliseconds that an unwrapped data key is held. */
  readonly cachedMillisecondsMax: number;
}

export const defaultCaps: KeyCaps = {
  dataKeyRecordsMax: 2 ** 24,
  wrapsMax: 2 ** 31,
  cachedKeysMax: 10_000,
  cachedMillisecondsMax: 300_000,
};

export interface KeyringParts {
  readonly store: TokenStore;
  readonly meta: VaultMeta;
  readonly wrapper: KeyObject;
  readonly tenant: string;
  readonly tenantKeys: readonly TenantKeyRow[];
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly caps: KeyCaps;
}

/** The key that new records of one conversation go under. */
export interface ActiveKey {
  readonly key: RecordKey;
  /** Set until the row was handed to a batch. */
  unsaved: DataKeyRow | undefined;
  records: number;
}

export class Keyring {
  readonly #parts: KeyringParts;
  readonly #keks = new Map<number, KeyObject>();
  readonly #tokenKey: KeyObject;
  readonly recognition: Recognition;
  readonly #active: KeyCache<ActiveKey>;
  readonly #opened: KeyCache<RecordKey>;
  readonly #lookups = new Map<string, Promise<ActiveKey>>();
  #unsavedTenantKeys: TenantKeyRow[] = [];
  #version: number;
  #wraps: number;

  constructor(parts: KeyringParts, wraps: number) {
    this.#parts = parts;
    this.#wraps = wraps;
    for (const row of parts.tenantKeys) {
      if (row.purpose === 'kek') this.#keks.set(row.version, this.#unwrapTenantKey(row));
    }
    this.#version = Math.max(...this.#keks.keys());
    const tokenRow = parts.tenantKeys.findLast((row) => row.purpose === 'token');
    if (tokenRow === undefined || this.#keks.size === 0) throw new ChatveilError('CV_VAULT_INTEGRITY');
    this.#tokenKey = this.#unwrapTenantKey(tokenRow);
    this.recognition = createRecognition(parts.tenant, this.recognitionKeys());
    const { clock, caps } = parts;
    this.#active = createKeyCache(clock, caps.cachedKeysMax, caps.cachedMillisecondsMax);
    this.#opened = createKeyCache(clock, caps.cachedKeysMax, caps.cachedMillisecondsMax);
  }

  get tenant(): string {
    return this.#parts.tenant;
  }

  /** Copies for whoever recognises on behalf of this vault; no data key can be had from them. */
  recognitionKeys(): RecognitionKeys {
    const key = (purpose: string) => expandKey(this.#tokenKey, Buffer.from(`chatveil/v1/${purpose}`), keyBytes);
    return { mac: key('token-mac'), name: key('conversation'), digest: key('digest') };
  }

  /** The key for `count` new records: at once when it is remembered, else after one look into the store. */
  activeKey(site: string, conversation: Buffer, count: number): ActiveKey | Promise<ActiveKey> {
    const period = new Date(this.#parts.clock.now()).toISOString().slice(0, 7);
    const name = `${period}/${conversation.toString('base64')}`;
    const active = this.#active.get(name);
    if (active !== undefined) return this.#withRoom(active, count) ?? this.#create(name, site, conversation, period);
    const running = this.#lookups.get(name);
    if (running !== undefined) return running.then(() => this.activeKey(site, conversation, count));
    const lookup = this.#lookUp(name, site, conversation, period).finally(() => this.#lookups.delete(name));
    this.#lookups.set(name, lookup);
    return lookup.then((found) => this.#withRoom(found, count) ?? this.#create(name, site, conversation, period));
  }

  /** Counts the records and adds the rows that must become durable with them. To be called in the same turn as the append. */
  claim(active: ActiveKey, records: readonly RecordRow[]): Batch {
    active.records += records.length;
    const dataKeys = active.unsaved === undefined ? [] : [active.unsaved];
    const tenantKeys = this.#unsavedTenantKeys;
    active.unsaved = undefined;
    this.#unsavedTenantKeys = [];
    return { tenantKeys, dataKeys, records };
  }

  /** The key of a stored row, unwrapped and checked against its commitment. */
  open(row: DataKeyRow): RecordKey {
    const name = row.id.toString('hex');
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const kek = this.#keks.get(row.kekVersion);
    if (kek === undefined) throw new ChatveilError('CV_VAULT_INTEGRITY');
    const dek = unwrapKey(kek, row.wrapped, dataKeyAad(row));
    const { key, commitment } = expandDataKey(row.id, dek);
    dek.fill(0);
    if (row.commitment.length !== commitment.length || !timingSafeEqual(row.commitment, commitment)) {
      throw new ChatveilError('CV_VAULT_INTEGRITY');
    }
    this.#opened.set(name, key);
    return key;
  }

  /** Lets go of every unwrapped data key. */
  clear(): void {
    this.#active.clear();
    this.#opened.clear();
  }

  #unwrapTenantKey(row: TenantKeyRow): KeyObject {
    const raw = unwrapKey(this.#parts.wrapper, row.wrapped, tenantKeyAad(this.#parts.meta, row));
    const key = createSecretKey(raw);
    raw.fill(0);
    return key;
  }

  #withRoom(active: ActiveKey, count: number): ActiveKey | undefined {
    const fits = active.records === 0 || active.records + count <= this.#parts.caps.dataKeyRecordsMax;
    return fits ? active : undefined;
  }

  async #lookUp(name: string, site: string, conversation: Buffer, period: string): Promise<ActiveKey> {
    const found = await this.#parts.store.newestDataKey({ tenant: this.tenant, conversation, period });
    if (found === undefined) return this.#create(name, site, conversation, period);
    const active: ActiveKey = { key: this.open(found.key), unsaved: undefined, records: found.records };
    this.#active.set(name, active);
    return active;
  }

  #create(name: string, site: string, conversation: Buffer, period: string): ActiveKey {
    const { entropy, clock, caps, tenant } = this.#parts;
    if (this.#wraps >= caps.wrapsMax) this.#createKek();
    const kek = this.#keks.get(this.#version);
    if (kek === undefined) throw new ChatveilError('CV_VAULT_INTEGRITY');
    const dek = entropy.bytes(keyBytes);
    const place = { id: entropy.bytes(16), tenant, site, conversation, period, kekVersion: this.#version };
    const { key, commitment } = expandDataKey(place.id, dek);
    const wrapped = wrapKey(kek, dek, dataKeyAad(place), entropy.bytes(nonceBytes));
    dek.fill(0);
    this.#wraps += 1;
    const active = { key, unsaved: { ...place, wrapped, commitment, createdAt: clock.now() }, records: 0 };
    this.#active.set(name, active);
    this.#opened.set(place.id.toString('hex'), key);
    return active;
  }

  /** A tenant key that has wrapped enough makes room for its successor; it stays able to unwrap. */
  #createKek(): void {
    const { entropy, meta, wrapper, tenant } = this.#parts;
    const raw = entropy.bytes(keyBytes);
    const version = this.#version + 1;
    const place = { tenant, purpose: 'kek', version, rootGeneration: meta.rootGeneration } as const;
    const wrapped = wrapKey(wrapper, raw, tenantKeyAad(meta, place), entropy.bytes(nonceBytes));
    this.#keks.set(version, createSecretKey(raw));
    raw.fill(0);
    this.#unsavedTenantKeys.push({ ...place, wrapped });
    this.#version = version;
    this.#wraps = 0;
  }
}

/** One expansion gives the key for values, the key for nonces, and a commitment that ties records to this key alone. */
export function expandDataKey(id: Buffer, dek: Buffer): { key: RecordKey; commitment: Buffer } {
  const material = expandKey(dek, Buffer.concat([Buffer.from('chatveil/v1/dek'), id]), 3 * keyBytes);
  const aead = createSecretKey(material.subarray(0, keyBytes));
  const nonce = createSecretKey(material.subarray(keyBytes, 2 * keyBytes));
  const commitment = Buffer.from(material.subarray(2 * keyBytes));
  material.fill(0);
  return { key: { id, aead, nonce }, commitment };
}

function dataKeyAad(row: Omit<DataKeyRow, 'wrapped' | 'commitment' | 'createdAt'>): Buffer {
  const { tenant, site, conversation, period, id, kekVersion } = row;
  return lengthPrefixed(['dek', tenant, site, conversation, period, id, String(kekVersion)]);
}
