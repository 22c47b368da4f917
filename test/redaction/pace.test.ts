/** Slices counted with a clock of the test's own: what holds the event loop, and who comes first. */
import { beforeEach, expect, test } from 'vitest';
import type { Work } from '../../src/domain/work.ts';
import { createPace, type Pace, unpaced } from '../../src/redaction/pace.ts';

let time = 0;
let turns: (() => void)[] = [];
let log: string[] = [];
let pace: Pace;

beforeEach(() => {
  time = 0;
  turns = [];
  log = [];
  pace = createPace({ now: () => time, soon: (then) => void turns.push(then), slice: 10 });
});

/** Work of `steps` milliseconds, one a step. */
function* work(name: string, steps: number): Work<string> {
  for (let step = 0; step < steps; step += 1) {
    if (step > 0) yield;
    time += 1;
    log.push(name);
  }
  return name;
}

/** One turn of the event loop; the milliseconds it took. */
async function turn(): Promise<number> {
  const before = time;
  for (const then of turns.splice(0)) then();
  const took = time - before;
  await Promise.resolve();
  return took;
}

async function allTurns(): Promise<number[]> {
  const all: number[] = [];
  while (turns.length > 0) all.push(await turn());
  return all;
}

test('answers at once what ends within its slice', () => {
  expect(pace.run(work('small', 3))).toBe('small');
  expect(turns).toEqual([]);
});

test('goes on in later turns with what does not, a slice in each', async () => {
  const answer = pace.run(work('large', 95));
  expect(answer).toBeInstanceOf(Promise);
  expect(time).toBe(10);
  const all = await allTurns();
  expect(Math.max(...all)).toBeLessThanOrEqual(10);
  expect(await answer).toBe('large');
  expect(time).toBe(95);
});

test('many large ones share the slice of a turn', async () => {
  const answers = Array.from({ length: 20 }, (_, index) => pace.run(work(String(index), 30)));
  const all = await allTurns();
  expect(Math.max(...all)).toBeLessThanOrEqual(20);
  expect(await Promise.all(answers)).toHaveLength(20);
  // They take turns: none is done before the next has begun.
  for (let index = 0; index < 19; index += 1)
    expect(log.lastIndexOf(String(index))).toBeGreaterThan(log.indexOf(String(index + 1)));
});

test('many small ones in one turn end the turn, in order', async () => {
  const answers = Array.from({ length: 30 }, (_, index) => pace.run(work(String(index), 1)));
  expect(answers.filter((answer) => answer instanceof Promise)).toHaveLength(20);
  const all = await allTurns();
  expect(Math.max(...all)).toBeLessThanOrEqual(10);
  await Promise.all(answers);
  expect(log).toEqual(Array.from({ length: 30 }, (_, index) => String(index)));
});

test('a small one is done before a large one that was there first', async () => {
  const done: string[] = [];
  const large = Promise.resolve(pace.run(work('large', 500))).then((name) => done.push(name));
  await turn();
  const small = Promise.resolve(pace.run(work('small', 1))).then((name) => done.push(name));
  for (let count = 0; count < 3; count += 1) await turn();
  await small;
  expect(done).toEqual(['small']);
  await allTurns();
  await large;
  expect(done).toEqual(['small', 'large']);
});

test('a message now and then does not wait for a turn that has long been', () => {
  for (let count = 0; count < 100; count += 1) {
    expect(pace.run(work('now and then', 1))).toBe('now and then');
    for (const then of turns.splice(0)) then();
  }
});

test('tells the milliseconds of work, without the rests', async () => {
  const told: number[] = [];
  pace.run(work('small', 2), (milliseconds) => told.push(milliseconds));
  const large = pace.run(work('large', 25), (milliseconds) => told.push(milliseconds));
  time += 1000;
  await allTurns();
  await large;
  expect(told).toEqual([2, 25]);
});

test('throws at once, or rejects later', async () => {
  function* broken(after: number): Work<never> {
    yield* work('before', after);
    throw new Error('broken');
  }
  expect(() => pace.run(broken(1))).toThrow('broken');
  const late = pace.run(broken(50));
  const others = pace.run(work('other', 50));
  await Promise.all([expect(late).rejects.toThrow('broken'), allTurns()]);
  expect(await others).toBe('other');
});

test('offline everything is done at once', () => {
  expect(unpaced.run(work('all', 500))).toBe('all');
});
