/** The few cryptographic moves of the vault: AES-256-GCM with a full tag, HKDF, unambiguous associated data. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, type KeyObject } from 'node:crypto';
import { ChatveilError } from '../domain/errors.ts';

export const keyBytes = 32;
export const nonceBytes = 12;
export const tagBytes = 16;

/** Joins parts so that no two different lists give the same bytes: each is preceded by its length, 32 bits big-endian. */
export function lengthPrefixed(parts: readonly (string | Buffer)[]): Buffer {
  const buffers: Buffer[] = [];
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    buffers.push(length, bytes);
  }
  return Buffer.concat(buffers);
}

/** HKDF (RFC 5869) with SHA-512, both steps, no salt. */
export function deriveKey(secret: Buffer | KeyObject, info: Buffer, size = keyBytes): Buffer {
  return Buffer.from(hkdfSync('sha512', secret, Buffer.alloc(0), info, size));
}

/** HKDF-Expand (RFC 5869 section 2.3) with SHA-512; `secret` must already be a uniformly random key. */
export function expandKey(secret: Buffer | KeyObject, info: Buffer, size: number): Buffer {
  let block = Buffer.alloc(0);
  const blocks: Buffer[] = [];
  for (let counter = 1; blocks.length * 64 < size; counter++) {
    block = createHmac('sha512', secret).update(block).update(info).update(Buffer.of(counter)).digest();
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, size);
}

/** `ciphertext | tag(16)`. The pair of key and nonce must be new. */
export function encrypt(key: KeyObject | Buffer, nonce: Buffer, aad: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(aad);
  const body = cipher.update(plain);
  cipher.final();
  return Buffer.concat([body, cipher.getAuthTag()]);
}

/** The plaintext, released only once its tag was verified; every failure is one and the same error. */
export function decrypt(key: KeyObject | Buffer, nonce: Buffer, aad: Buffer, sealed: Buffer): Buffer {
  if (sealed.length < tagBytes || nonce.length !== nonceBytes) throw new ChatveilError('CV_VAULT_INTEGRITY');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(0, sealed.length - tagBytes));
  try {
    decipher.final();
  } catch {
    plain.fill(0);
    throw new ChatveilError('CV_VAULT_INTEGRITY');
  }
  return plain;
}

/** `nonce(12) | ciphertext | tag(16)` around a key. */
export function wrapKey(wrapper: KeyObject, key: Buffer, aad: Buffer, nonce: Buffer): Buffer {
  return Buffer.concat([nonce, encrypt(wrapper, nonce, aad, key)]);
}

export function unwrapKey(wrapper: KeyObject, wrapped: Buffer, aad: Buffer): Buffer {
  const key = decrypt(wrapper, wrapped.subarray(0, nonceBytes), aad, wrapped.subarray(nonceBytes));
  if (key.length !== keyBytes) throw new ChatveilError('CV_VAULT_INTEGRITY');
  return key;
}
