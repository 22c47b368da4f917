/** Keyed hashes: stable under a root key, different under another, new with each start for exact lists. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { systemEntropy } from '../../src/vault/entropy.ts';
import { ephemeralHash, feedbackHash } from '../../src/vault/keyed-hash.ts';

describe('feedbackHash', () => {
  it('is the same for the same root key, and another for another', () => {
    const [one, two] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    expect(feedbackHash(one)('x')).toEqual(feedbackHash(Buffer.alloc(32, 1))('x'));
    expect(feedbackHash(one)('x')).not.toEqual(feedbackHash(two)('x'));
    expect(feedbackHash(one)('x')).not.toEqual(createHash('sha256').update('x').digest());
    expect(one).toEqual(Buffer.alloc(32, 1));
  });
});

describe('ephemeralHash', () => {
  it('is another with each start', () => {
    const [first, second] = [ephemeralHash(systemEntropy()), ephemeralHash(systemEntropy())];
    expect(first('x')).toEqual(first('x'));
    expect(first('x')).not.toEqual(second('x'));
    expect(first('x')).toHaveLength(32);
  });
});
