/** Counts that wait for a reader lose nothing, keep words apart, and begin anew once they were taken. */
import { describe, expect, it } from 'vitest';
import { createBacklog, createTally } from '../../src/observe/tally.ts';

describe('createTally', () => {
  it('sums by all words, in the order of their first use', () => {
    const tally = createTally(() => ({ count: 0 }));
    tally.of('shop', 'to-client').count += 2;
    tally.of('shop', 'to-upstream', 'http').count += 1;
    tally.of('shop', 'to-client').count += 3;
    tally.of('shop', 'to-upstream', 'http', 'edited').count += 7;
    expect(tally.take()).toEqual([
      [['shop', 'to-client'], { count: 5 }],
      [['shop', 'to-upstream', 'http'], { count: 1 }],
      [['shop', 'to-upstream', 'http', 'edited'], { count: 7 }],
    ]);
  });

  it('keeps apart what reads the same when it is joined', () => {
    const tally = createTally(() => ({ count: 0 }));
    tally.of('a', 'bc').count += 1;
    tally.of('ab', 'c').count += 1;
    expect(tally.take()).toHaveLength(2);
  });

  it('begins anew behind each taking', () => {
    const tally = createTally(() => ({ count: 0 }));
    tally.of('a', 'b').count += 4;
    expect(tally.take()).toHaveLength(1);
    expect(tally.take()).toEqual([]);
    tally.of('a', 'b').count += 1;
    expect(tally.take()).toEqual([[['a', 'b'], { count: 1 }]]);
  });
});

describe('createBacklog', () => {
  it('shows everything once, in order, when it is flushed or full', () => {
    const seen: number[] = [];
    const backlog = createBacklog((value) => seen.push(value), 3);
    for (const value of [1, 2]) backlog.add(value);
    expect(seen).toEqual([]);
    for (const value of [3, 4]) backlog.add(value);
    expect(seen).toEqual([1, 2, 3]);
    backlog.flush();
    backlog.flush();
    expect(seen).toEqual([1, 2, 3, 4]);
  });
});
