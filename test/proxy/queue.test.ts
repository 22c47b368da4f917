/** Order and back-pressure of one direction. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLane } from '../../src/proxy/queue.ts';

const later = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

test('order holds whatever waits, and nothing is lost at the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(0, 0, 1, 2), { maxLength: 30 }), async (delays) => {
      const done: number[] = [];
      await new Promise<void>((resolve, reject) => {
        const lane = createLane<{ at: number; delay: number }>({
          handle({ at, delay }) {
            if (delay === 0) return void done.push(at);
            return later(delay).then(() => void done.push(at));
          },
          messagesMax: 5,
          bytesMax: 1000,
          onRoom: () => undefined,
          onIdle: resolve,
          onError: reject,
        });
        delays.forEach((delay, at) => void lane.push({ at, delay }, 1));
        lane.end();
      });
      expect(done).toEqual(delays.map((_, at) => at));
    }),
    { numRuns: 40 },
  );
});

test('a full lane says so once there is room again', async () => {
  let room = 0;
  const lane = createLane<number>({
    handle: () => later(1),
    messagesMax: 3,
    bytesMax: 10,
    onRoom: () => {
      room += 1;
    },
    onIdle: () => undefined,
    onError: () => undefined,
  });
  expect([lane.push(1, 1), lane.push(2, 1), lane.push(3, 1), lane.push(4, 1)]).toEqual([true, true, true, false]);
  expect(lane.waiting).toBe(3);
  await later(50);
  expect(room).toBe(1);
  expect(lane.push(5, 1)).toBe(true);
  expect(lane.push(6, 11)).toBe(false);
});

test('an error ends the lane and is told once', async () => {
  const errors: unknown[] = [];
  const handled: number[] = [];
  const lane = createLane<number>({
    async handle(item) {
      handled.push(item);
      if (item === 2) throw new Error('no');
    },
    messagesMax: 9,
    bytesMax: 99,
    onRoom: () => undefined,
    onIdle: () => handled.push(-1),
    onError: (error) => errors.push(error),
  });
  for (const item of [1, 2, 3]) lane.push(item, 1);
  lane.end();
  await later(20);
  expect(handled).toEqual([1, 2]);
  expect(errors.length).toBe(1);
});
