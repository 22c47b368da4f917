/** Held messages: in order, for a bounded time, changed when the value is known, never lost. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createOutbox } from '../../src/proxy/outbox.ts';
import type { HeldEdit } from '../../src/redaction/redaction.ts';

function open(messagesMax = 8, bytesMax = 1000) {
  const sent: string[] = [];
  const outbox = createOutbox({ send: (bytes) => sent.push(bytes.toString()), messagesMax, bytesMax });
  const hold = (text: string, id: number, milliseconds = 1000) =>
    outbox.put(Buffer.from(text), false, {
      id,
      milliseconds,
      rewrite: (edits: readonly HeldEdit[]) => Buffer.from(edits.map(({ insert }) => insert).join('')),
    });
  return { sent, outbox, hold, put: (text: string) => outbox.put(Buffer.from(text), false) };
}

describe('createOutbox', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('sends at once while nothing is held', () => {
    const { sent, put } = open();
    put('a');
    expect(sent).toEqual(['a']);
  });

  it('keeps the order behind a held message, until its time is over', () => {
    const { sent, put, hold } = open();
    hold('4111', 1);
    put('typing');
    vi.advanceTimersByTime(999);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(sent).toEqual(['4111', 'typing']);
  });

  it('rewrites what is held when the value is known, and lets it go', () => {
    const { sent, put, hold, outbox } = open();
    hold('4111', 1);
    put('typing');
    hold('1111', 2);
    outbox.settle([
      { id: 1, start: 0, end: 4, insert: '[card]' },
      { id: 2, start: 0, end: 4, insert: '[rest]' },
    ]);
    expect(sent).toEqual(['[card]', 'typing', '[rest]']);
    vi.advanceTimersByTime(5000);
    expect(sent).toHaveLength(3);
  });

  it('lets everything go when the connection drains, or when there is no more room', () => {
    const { sent, put, hold, outbox } = open(2);
    hold('a', 1);
    outbox.release();
    expect(sent).toEqual(['a']);
    hold('b', 2);
    put('c');
    put('d');
    expect(sent).toEqual(['a', 'b', 'c', 'd']);
  });

  it('sends nothing after it was stopped', () => {
    const { sent, hold, outbox } = open();
    hold('a', 1);
    outbox.stop();
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual([]);
  });
});
