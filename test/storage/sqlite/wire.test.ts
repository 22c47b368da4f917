/** What crosses threads arrives as it left, and takes nothing else along. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asBuffers, ownMemory, packRecords, unpackRecords } from '../../../src/storage/sqlite/wire.ts';

const bytes = (minLength: number, maxLength: number) =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));
const row = fc.record({
  id: bytes(16, 16),
  dataKey: bytes(16, 16),
  kind: fc.string(),
  detector: fc.string(),
  credential: fc.string({ unit: 'grapheme' }),
  createdAt: fc.nat(),
  sealed: bytes(0, 300),
});

describe('packed records', () => {
  it('unpack to the same rows', () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
        expect(Array.from(unpackRecords(structuredClone(packRecords(rows))))).toEqual(rows);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a row that crosses', () => {
  it('takes only its own bytes along, never the pool that a small Buffer lies in', () => {
    const pooled = { id: Buffer.from('0123456789abcdef'), name: 'x', count: 3 };
    expect(pooled.id.buffer.byteLength).toBeGreaterThan(16);
    const own = ownMemory(pooled);
    expect(own.id.buffer.byteLength).toBe(16);
    const arrived = asBuffers(structuredClone(own));
    expect(arrived).toEqual(pooled);
    expect(Buffer.isBuffer(arrived.id)).toBe(true);
  });
});
