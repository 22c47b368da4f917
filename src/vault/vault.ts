/** What may be done with the vault: the data plane can seal, and restore inside one live conversation. It can never reveal. */
import type { DataKind } from '../domain/finding.ts';
import type { ConversationId } from '../domain/frame.ts';
import type { Secret } from '../domain/secret.ts';

declare const tokenBrand: unique symbol;
/** The printed form of a sealed value, as docs/tokens.md spells it. */
export type Token = string & { readonly [tokenBrand]: true };

/** The one tenant of an installation until tenants are configured; part of every record, so it never changes. */
export const onlyTenant = 'main';

/** What a record is bound to; every part of it is authenticated with the record. */
export interface Binding {
  /** Tenant: the owner of the site's keys. One per installation until tenants are configured. */
  readonly tenant: string;
  readonly site: string;
  readonly conversation: ConversationId;
  readonly kind: DataKind;
  readonly detector: string;
  /** Keyed digest of the visitor's credential; `''` when there was none: such a record is never restored. */
  readonly credential: string;
}

export interface SealRequest {
  readonly secret: Secret;
  readonly binding: Binding;
  /** Word and visible part of the token, without brackets: `card ••4242`. */
  readonly label: string;
}

export interface Sealer {
  /** Resolves with one token a request, in order, when all are durable; rejects with CV_VAULT_… and stores none that counts. */
  seal(requests: readonly SealRequest[]): Promise<readonly Token[]>;
  /** Whether the token was made for this very conversation. Says nothing about its value; false once the vault is known not to be open. */
  owns(token: Token, place: Pick<Binding, 'tenant' | 'site' | 'conversation'>): boolean;
}

/** Bound to one conversation, credential and site; dies with the connection. */
export interface ConversationRestorer {
  readonly conversation: ConversationId;
  /** The value, or undefined for every kind of "no": unknown, foreign, not allowed, vault not open. */
  restore(token: Token): Promise<Secret | undefined>;
  close(): void;
}

export interface RestoreScope {
  readonly tenant: string;
  readonly site: string;
  readonly conversation: ConversationId;
  readonly credential: string;
  /** Kinds whose rule says `restore: own-messages`. */
  readonly allows: (kind: DataKind) => boolean;
}
export type OpenRestorer = (scope: RestoreScope) => ConversationRestorer;

/** uninitialised → sealed → open → degraded; anything but `open` refuses to seal. */
export type VaultState = 'uninitialised' | 'sealed' | 'open' | 'degraded';
