/** What comes out is what went in, in order, whatever the sizes; what was taken stays as it is. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteQueue } from '../../src/codecs/byte-queue.ts';

it('gives back the bytes in order', () => {
  const step = fc.record({
    add: fc.uint8Array({ maxLength: 30_000 }),
    take: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const queue = new ByteQueue();
      const added: Buffer[] = [];
      const taken: Buffer[] = [];
      for (const { add, take } of steps) {
        queue.append(Buffer.from(add));
        added.push(Buffer.from(add));
        taken.push(queue.take(Math.floor(queue.length * take)));
      }
      expect(queue.view().length).toBe(queue.length);
      taken.push(queue.take(queue.length));
      expect(Buffer.concat(taken).equals(Buffer.concat(added))).toBe(true);
      expect(queue.length).toBe(0);
    }),
    { numRuns: 100 },
  );
});

it('takes a million pieces of one byte in linear time', () => {
  const queue = new ByteQueue();
  const piece = Buffer.from('x');
  const started = process.cpuUsage();
  for (let count = 0; count < 1_000_000; count += 1) queue.append(piece);
  expect(queue.take(queue.length).length).toBe(1_000_000);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(4000);
});
