/** Recognises what this vault has made or met, by keyed hashes alone: nothing here opens a record. */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { lengthPrefixed } from './envelope.ts';
import { digestUnder } from './keyed-hash.ts';
import { macBytes } from './reference.ts';
import { parseToken } from './token.ts';
import type { Binding } from './vault.ts';

/** 32 bytes each; whoever is handed them wipes them. */
export interface RecognitionKeys {
  /** Behind the MAC that ties a token to its conversation. */
  readonly mac: Uint8Array;
  /** Behind the names of conversations in the store. */
  readonly name: Uint8Array;
  /** Behind digests of credentials and ids. */
  readonly digest: Uint8Array;
}

export interface Recognition {
  readonly tenant: string;
  /** The name of a conversation in the store; without the key it says nothing. 32 bytes. */
  conversationName(site: string, conversation: string): Buffer;
  /** Ties a token to its conversation, by the conversation's name; checked before the store is believed. */
  tokenMac(id: Buffer, conversation: Buffer): Buffer;
  /** Keyed digest (base64url) of something that must be recognised again but not kept; the same after a restart. */
  digest(text: string): string;
  /** Whether the token was made for this very conversation of this tenant; says nothing about its value. */
  owns(token: string, place: Pick<Binding, 'tenant' | 'site' | 'conversation'>): boolean;
}

/** `keys` are wiped. */
export function createRecognition(tenant: string, keys: RecognitionKeys): Recognition {
  const macKey = createSecretKey(keys.mac);
  const nameKey = createSecretKey(keys.name);
  keys.mac.fill(0);
  keys.name.fill(0);
  const conversationName = (site: string, conversation: string) =>
    createHmac('sha256', nameKey)
      .update(lengthPrefixed([tenant, site, conversation]))
      .digest();
  const tokenMac = (id: Buffer, conversation: Buffer) =>
    createHmac('sha256', macKey).update(id).update(conversation).digest().subarray(0, macBytes);
  return {
    tenant,
    conversationName,
    tokenMac,
    digest: digestUnder(keys.digest),
    owns(token, place) {
      const parsed = place.tenant === tenant ? parseToken(token) : undefined;
      if (parsed === undefined) return false;
      return timingSafeEqual(tokenMac(parsed.id, conversationName(place.site, place.conversation)), parsed.mac);
    },
  };
}
