/** Keys are forgotten by age and by number. */
import { describe, expect, it } from 'vitest';
import { createKeyCache } from '../../src/vault/key-cache.ts';

describe('the key cache', () => {
  it('forgets what is old, counted from when it was set', () => {
    let now = 0;
    const cache = createKeyCache<number>({ now: () => now }, 10, 100);
    cache.set('a', 1);
    now = 99;
    expect(cache.get('a')).toBe(1);
    now = 100;
    expect(cache.get('a')).toBeUndefined();
  });

  it('forgets the least recently used first', () => {
    const cache = createKeyCache<number>({ now: () => 0 }, 2, 100);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.get('a');
    cache.set('c', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3]);
  });

  it('lets go on demand', () => {
    const cache = createKeyCache<number>({ now: () => 0 }, 5, 100);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.delete('a');
    expect([cache.get('a'), cache.get('b')]).toEqual([undefined, 2]);
    cache.clear();
    expect(cache.get('b')).toBeUndefined();
  });
});
