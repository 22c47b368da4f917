/** Sockets are held until the end of a turn, in order, once each, and never for the length of a long turn. */
import { describe, expect, it } from 'vitest';
import { createBurst } from '../../src/proxy/burst.ts';

function setUp() {
  const calls: string[] = [];
  const turns: (() => void)[] = [];
  const clock = { time: 0 };
  const burst = createBurst({ later: (flush) => turns.push(flush), now: () => clock.time });
  const socket = (name: string) => ({
    cork: () => void calls.push(`cork ${name}`),
    uncork: () => void calls.push(`uncork ${name}`),
  });
  return { calls, turns, clock, burst, socket };
}

describe('createBurst', () => {
  it('holds each socket once until the turn is over, and lets go in the order of joining', () => {
    const { calls, turns, burst, socket } = setUp();
    const [one, other] = [socket('a'), socket('b')];
    burst.join(one);
    burst.join(other);
    burst.join(one);
    expect(calls).toEqual(['cork a', 'cork b']);
    expect(turns).toHaveLength(1);
    turns.shift()?.();
    expect(calls.slice(2)).toEqual(['uncork a', 'uncork b']);
  });

  it('holds anew in the next turn', () => {
    const { calls, turns, burst, socket } = setUp();
    const one = socket('a');
    burst.join(one);
    turns.shift()?.();
    burst.join(one);
    turns.shift()?.();
    expect(calls).toEqual(['cork a', 'uncork a', 'cork a', 'uncork a']);
  });

  it('writes what was put off once, behind the sockets, and takes what is put off meanwhile to the next turn', () => {
    const { calls, turns, burst, socket } = setUp();
    burst.put(() => {
      calls.push('write');
      burst.put(() => void calls.push('write again'));
    });
    burst.join(socket('a'));
    turns.shift()?.();
    expect(calls).toEqual(['cork a', 'uncork a', 'write']);
    turns.shift()?.();
    expect(calls.slice(3)).toEqual(['write again']);
  });

  it('lets go early when the turn is long', () => {
    const { calls, turns, clock, burst, socket } = setUp();
    const [one, other] = [socket('a'), socket('b')];
    burst.join(one);
    clock.time = 5;
    burst.join(other);
    expect(calls).toEqual(['cork a', 'uncork a', 'cork b']);
    turns.shift()?.();
    expect(calls.at(-1)).toBe('uncork b');
    expect(turns).toHaveLength(0);
  });
});
