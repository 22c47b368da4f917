/** Opens a vault: what the data plane gets, and apart from it what only the control plane may hold. */
import { timingSafeEqual } from 'node:crypto';
import type { Clock, Entropy } from '../domain/clock.ts';
import { ChatveilError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import { type ActiveKey, defaultCaps, type KeyCaps, Keyring } from './keyring.ts';
import type { RecognitionKeys } from './recognition.ts';
import { createOpenRestorer } from './restorer.ts';
import { openRoot } from './root.ts';
import { openRecord, sealRecord } from './seal.ts';
import { createStateGate, type StateGate } from './state.ts';
import type { RecordRow, StoreCounts, TokenStore } from './store.ts';
import { parseToken, printToken } from './token.ts';
import type { Binding, OpenRestorer, Sealer, SealRequest, Token, VaultState } from './vault.ts';

export interface OpenVaultOptions {
  readonly store: TokenStore;
  /** 32 bytes; the caller may wipe them once the promise has settled. */
  readonly rootKey: Buffer;
  readonly tenant: string;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly caps?: Partial<KeyCaps>;
  /** A token with a good checksum was asked for by a conversation that does not own it. */
  readonly onForeign?: () => void;
}

/** Everything that the proxy may be given. There is no way from here to a general reveal. */
export interface DataVault {
  readonly sealer: Sealer;
  readonly openRestorer: OpenRestorer;
  /** Keyed digest (base64url) of a credential or an id that must be recognised again but not kept; stable over restarts. */
  digest(text: string): string;
  /** What lies behind `digest` and `owns`, for processes that carry traffic on behalf of this one. */
  recognitionKeys(): RecognitionKeys;
  state(): VaultState;
  onState(listener: (state: VaultState) => void): () => void;
  counts(): Promise<StoreCounts>;
}

/** For the control plane and for tests; the access layer audits before it asks. */
export interface VaultAdmin {
  /** The value behind a token of this tenant; undefined when there is none. Damage rejects with CV_VAULT_INTEGRITY. */
  resolve(token: string): Promise<Secret | undefined>;
}

export interface OpenedVault {
  readonly data: DataVault;
  readonly admin: VaultAdmin;
  /** Refuses further seals, drops the keys and closes the store. */
  close(): Promise<void>;
}

interface Parts {
  readonly store: TokenStore;
  readonly keyring: Keyring;
  readonly gate: StateGate;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly onForeign?: () => void;
}

/** Rejects with CV_VAULT_UNINITIALISED, CV_VAULT_KEY or CV_VAULT_INTEGRITY, and writes nothing then. */
export async function openVault(options: OpenVaultOptions): Promise<OpenedVault> {
  const { store, tenant, clock, entropy, onForeign } = options;
  const meta = await store.meta();
  if (meta === undefined) throw new ChatveilError('CV_VAULT_UNINITIALISED');
  const wrapper = openRoot(options.rootKey, meta);
  const tenantKeys = await store.tenantKeys(tenant);
  const version = Math.max(0, ...tenantKeys.filter((row) => row.purpose === 'kek').map((row) => row.version));
  const wraps = await store.wraps(tenant, version);
  const caps = { ...defaultCaps, ...options.caps };
  const keyring = new Keyring({ store, meta, wrapper, tenant, tenantKeys, clock, entropy, caps }, wraps);
  const gate = createStateGate('open');
  const parts: Parts = { store, keyring, gate, clock, entropy, ...(onForeign && { onForeign }) };
  return {
    data: {
      sealer: {
        seal: (requests) => seal(parts, requests),
        owns: (...asked) => gate.current === 'open' && keyring.recognition.owns(...asked),
      },
      openRestorer: createOpenRestorer(parts),
      digest: (text) => keyring.recognition.digest(text),
      recognitionKeys: () => keyring.recognitionKeys(),
      state: () => gate.current,
      onState: (listener) => gate.onChange(listener),
      counts: () => store.counts(),
    },
    admin: { resolve: (token) => resolve(parts, token) },
    async close() {
      gate.fail('sealed');
      keyring.clear();
      await store.close();
    },
  };
}

async function seal(parts: Parts, requests: readonly SealRequest[]): Promise<readonly Token[]> {
  parts.gate.demandOpen();
  const tokens: Token[] = [];
  for (const group of groupByConversation(requests)) tokens.push(...(await sealGroup(parts, group)));
  return tokens;
}

/** Runs of requests for the same conversation; in practice a message is one run. */
function groupByConversation(requests: readonly SealRequest[]): readonly (readonly SealRequest[])[] {
  const groups: SealRequest[][] = [];
  for (const request of requests) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && samePlace(last[0].binding, request.binding)) last.push(request);
    else groups.push([request]);
  }
  return groups;
}

function samePlace(a: Binding, b: Binding): boolean {
  return a.tenant === b.tenant && a.site === b.site && a.conversation === b.conversation;
}

async function sealGroup(parts: Parts, group: readonly SealRequest[]): Promise<readonly Token[]> {
  const { keyring, gate, store } = parts;
  const place = group[0]?.binding;
  if (place === undefined) return [];
  if (place.tenant !== keyring.tenant) throw new ChatveilError('CV_INTERNAL', { foreignTenant: true });
  const conversation = keyring.recognition.conversationName(place.site, place.conversation);
  const active = await activeKey(parts, place.site, conversation, group.length);
  gate.demandOpen();
  const sealed = group.map((request) => sealOne(parts, active, conversation, request));
  try {
    const records = sealed.map(({ record }) => record);
    await store.append(keyring.claim(active, records));
  } catch (cause) {
    // After a failed write or sync nobody knows what is on disk: stop here, retry nothing.
    gate.fail('sealed');
    throw new ChatveilError('CV_VAULT_UNAVAILABLE', {}, { cause });
  }
  return sealed.map(({ token }) => token);
}

/** A key that cannot be read or verified means that the vault's own data is damaged. */
async function activeKey(parts: Parts, site: string, conversation: Buffer, count: number): Promise<ActiveKey> {
  try {
    return await parts.keyring.activeKey(site, conversation, count);
  } catch (cause) {
    const damaged = cause instanceof ChatveilError && cause.code === 'CV_VAULT_INTEGRITY';
    parts.gate.fail(damaged ? 'degraded' : 'sealed');
    throw new ChatveilError('CV_VAULT_UNAVAILABLE', { damaged }, { cause });
  }
}

function sealOne(
  parts: Parts,
  active: ActiveKey,
  conversation: Buffer,
  { binding, secret, label }: SealRequest,
): { readonly record: RecordRow; readonly token: Token } {
  const { keyring, clock, entropy } = parts;
  const id = entropy.bytes(16);
  const token = printToken(label, id, keyring.recognition.tokenMac(id, conversation));
  const { kind, detector, credential } = binding;
  const { tenant, site } = binding;
  const context = { tenant, site, conversation, kind, detector, credential, tokenId: id };
  const sealed = sealRecord(active.key, context, secret, entropy);
  const record = { id, dataKey: active.key.id, kind, detector, credential, createdAt: clock.now(), sealed };
  return { record, token };
}

async function resolve({ store, keyring, gate }: Parts, token: string): Promise<Secret | undefined> {
  gate.demandOpen();
  const parsed = parseToken(token);
  const found = parsed && (await store.record(parsed.id));
  if (parsed === undefined || found === undefined) return undefined;
  const { record, key } = found;
  if (!timingSafeEqual(keyring.recognition.tokenMac(parsed.id, key.conversation), parsed.mac)) return undefined;
  const { tenant, site, conversation } = key;
  const context = { ...record, tenant, site, conversation, tokenId: parsed.id };
  return openRecord(keyring.open(key), context, record.sealed);
}
