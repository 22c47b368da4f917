/** Keyed hashes of values that must be recognised again and are kept nowhere: of exact lists, and of feedback. */
import { createHmac, createSecretKey } from 'node:crypto';
import type { Entropy } from '../domain/clock.ts';
import { deriveKey, keyBytes } from './envelope.ts';

/** HMAC-SHA-256 of a text; 32 bytes. */
export type KeyedHash = (text: string) => Buffer;

/** Under a key that lives as long as this process: two starts hash the same value differently. */
export function ephemeralHash(entropy: Entropy): KeyedHash {
  return hashUnder(entropy.bytes(keyBytes));
}

/** Under a key derived from the root key: the same after a restart, and useless without the root key. */
export function feedbackHash(rootKey: Buffer): KeyedHash {
  return hashUnder(deriveKey(rootKey, Buffer.from('chatveil/v1/feedback')));
}

/** HMAC-SHA-256 of a text in base64url, under a key that several processes may share; `raw` is wiped. */
export function digestUnder(raw: Uint8Array): (text: string) => string {
  const hash = hashUnder(raw);
  return (text) => hash(text).toString('base64url');
}

function hashUnder(raw: Uint8Array): KeyedHash {
  const key = createSecretKey(raw);
  raw.fill(0);
  return (text) => createHmac('sha256', key).update(text, 'utf8').digest();
}
