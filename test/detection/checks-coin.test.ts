/** Published vectors of the checks behind wallet addresses, and what must not pass. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  base58Bytes,
  base58Checked,
  bech32Checked,
  eip55,
  keccak256,
  sha256,
} from '../../src/detection/checks-coin.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('hashes', () => {
  it('agree with the library on any input of an address size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(hex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
      { numRuns: 100 },
    );
  });

  it('give the published Keccak-256 of nothing', () => {
    expect(hex(keccak256(new Uint8Array()))).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  });
});

describe('addresses', () => {
  it('pass with the right check and fail with any sign changed', () => {
    expect(base58Checked('1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2')).toBe(true);
    expect(base58Checked('1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN3')).toBe(false);
    expect(bech32Checked('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4')).toBe(true);
    expect(bech32Checked('bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5')).toBe(false);
    expect(bech32Checked('bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4')).toBe(false);
    expect(eip55('0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359')).toBe(true);
    expect(eip55('0xFB6916095ca1df60bB79Ce92cE3Ea74c37c5d359')).toBe(false);
  });

  it('have bytes only in their alphabet', () => {
    expect(base58Bytes('0OIl')).toBeUndefined();
    expect(base58Bytes('1'.repeat(200))).toBeUndefined();
    expect([...(base58Bytes('112') ?? [])]).toEqual([0, 0, 1]);
  });
});
