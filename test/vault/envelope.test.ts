/** The cipher and the key derivation give the published answers, and a flipped bit gives none. */
import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  decrypt,
  deriveKey,
  encrypt,
  expandKey,
  lengthPrefixed,
  unwrapKey,
  wrapKey,
} from '../../src/vault/envelope.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16. */
const gcm = {
  key: hex('feffe9928665731c6d6a8f9467308308 feffe9928665731c6d6a8f9467308308'),
  nonce: hex('cafebabefacedbaddecaf888'),
  aad: hex('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
  plain: hex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72 1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  ),
  sealed: hex(
    '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa 8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662 76fc6ece0f4e1768cddf8853bb2d551b',
  ),
};

describe('AES-256-GCM', () => {
  it('gives the published answer', () => {
    expect(encrypt(gcm.key, gcm.nonce, gcm.aad, gcm.plain)).toEqual(gcm.sealed);
    expect(decrypt(createSecretKey(gcm.key), gcm.nonce, gcm.aad, gcm.sealed)).toEqual(gcm.plain);
  });

  it('refuses every flipped bit of ciphertext, tag, nonce and associated data with one error', () => {
    let tried = 0;
    for (const part of ['sealed', 'nonce', 'aad'] as const) {
      for (let bit = 0; bit < 8 * gcm[part].length; bit++) {
        const changed = { ...gcm, [part]: Buffer.from(gcm[part]) };
        changed[part][bit >> 3] = (changed[part][bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => decrypt(gcm.key, changed.nonce, changed.aad, changed.sealed)).toThrow(
          expect.objectContaining({ code: 'CV_VAULT_INTEGRITY', facts: {} }),
        );
        tried++;
      }
    }
    expect(tried).toBe(8 * (60 + 16 + 12 + 20));
  });

  it('refuses a short tag and a short nonce', () => {
    expect(() => decrypt(gcm.key, gcm.nonce, gcm.aad, gcm.sealed.subarray(0, 12))).toThrow();
    expect(() => decrypt(gcm.key, gcm.nonce.subarray(0, 8), gcm.aad, gcm.sealed)).toThrow();
    expect(() => decrypt(gcm.key, gcm.nonce, gcm.aad, gcm.sealed.subarray(0, -4))).toThrow();
  });
});

describe('key derivation', () => {
  /** Inputs of RFC 5869 test case 1, with SHA-512. */
  const ikm = Buffer.alloc(22, 0x0b);
  const info = hex('f0f1f2f3f4f5f6f7f8f9');

  it('expands as HKDF-Expand-SHA-512 does', () => {
    const prk = hex(
      '665799823737ded04a88e47e54a5890bb2c3d247c7a4254a8e61350723590a26 c36238127d8661b88cf80ef802d57e2f7cebcf1e00e083848be19929c61b4237',
    );
    const okm = hex('832390086cda71fb47625bb5ceb168e4c8e26a1a16ed34d9fc7fe92c1481579338da362cb8d9f925d7cb');
    expect(expandKey(prk, info, 42)).toEqual(okm);
    expect(expandKey(prk, info, 200).subarray(0, 42)).toEqual(okm);
  });

  it('extracts and expands with an empty salt', () => {
    expect(deriveKey(ikm, Buffer.alloc(0), 42).toString('hex')).toBe(
      'f5fa02b18298a72a8c23898a8703472c6eb179dc204c03425c970e3b164bf90fff22d04836d0e2343bac',
    );
  });
});

describe('length prefixes', () => {
  it('keep lists apart that look alike when joined', () => {
    const lists = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['', 'abc'], ['a', 'b', 'c']];
    const spelled = new Set(lists.map((list) => lengthPrefixed(list).toString('hex')));
    expect(spelled.size).toBe(lists.length);
  });

  it('count bytes, not characters', () => {
    expect(lengthPrefixed(['é'])).toEqual(hex('00000002c3a9'));
  });
});

describe('a wrapped key', () => {
  const wrapper = createSecretKey(Buffer.alloc(32, 1));
  const key = Buffer.alloc(32, 2);
  const wrapped = wrapKey(wrapper, key, Buffer.from('place'), Buffer.alloc(12, 3));

  it('opens in its place only', () => {
    expect(unwrapKey(wrapper, wrapped, Buffer.from('place'))).toEqual(key);
    expect(() => unwrapKey(wrapper, wrapped, Buffer.from('other'))).toThrow();
    expect(() => unwrapKey(createSecretKey(key), wrapped, Buffer.from('place'))).toThrow();
    expect(() => unwrapKey(wrapper, wrapped.subarray(0, 20), Buffer.from('place'))).toThrow();
  });
});
