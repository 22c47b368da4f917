/** Pooled chance is handed out once. */
import { describe, expect, it } from 'vitest';
import { systemEntropy } from '../../src/vault/entropy.ts';

describe('system entropy', () => {
  it('never repeats, over several pools and sizes', () => {
    const entropy = systemEntropy();
    const seen = new Set<string>();
    for (let count = 0; count < 5000; count++)
      seen.add(
        entropy
          .bytes(16 + (count % 3))
          .subarray(0, 16)
          .toString('hex'),
      );
    expect(seen.size).toBe(5000);
  });

  it('gives what was asked for, also more than a pool', () => {
    const entropy = systemEntropy();
    for (const size of [1, 12, 16, 16_384, 50_000]) {
      const bytes = entropy.bytes(size);
      expect(bytes.length).toBe(size);
      if (size > 12) expect(bytes.equals(Buffer.alloc(size))).toBe(false);
    }
  });

  it('gives memory of its own, so that wiping it harms nobody', () => {
    const entropy = systemEntropy();
    const [first, second] = [entropy.bytes(16), entropy.bytes(16)];
    const copy = Buffer.from(second);
    first.fill(0);
    expect(second.equals(copy)).toBe(true);
  });
});
