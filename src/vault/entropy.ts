/** Randomness from the operating system, drawn in pools because one draw per token would cost ten times as much. */
import { randomFillSync } from 'node:crypto';
import type { Entropy } from '../domain/clock.ts';

/** Bytes of one pool. */
const POOL_BYTES = 16 * 1024;

/**
 * One pool for the thread that calls it; created on first use, so that it is never part of a startup snapshot.
 * Bytes are handed out once and wiped from the pool.
 */
export function systemEntropy(): Entropy {
  let pool: Buffer | undefined;
  let used = POOL_BYTES;
  return {
    bytes(size) {
      if (size > POOL_BYTES) return randomFillSync(Buffer.alloc(size));
      pool ??= Buffer.alloc(POOL_BYTES);
      if (used + size > POOL_BYTES) {
        randomFillSync(pool);
        used = 0;
      }
      const bytes = Buffer.alloc(size);
      pool.copy(bytes, 0, used, used + size);
      pool.fill(0, used, used + size);
      used += size;
      return bytes;
    },
  };
}
