/** When a conversation is forgotten: after its last connection, and not while it may come back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { createPresence } from '../../src/proxy/presence.ts';

const chat = conversationId('chat');

function presence() {
  const gone: string[] = [];
  return { gone, ...createPresence({ graceMilliseconds: () => 1000, gone: (one) => void gone.push(one) }) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('createPresence', () => {
  it('forgets after the grace period, exactly', () => {
    const { enter, leave, gone } = presence();
    enter(chat);
    leave(chat, true);
    vi.advanceTimersByTime(999);
    expect(gone).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(gone).toEqual([chat]);
  });

  it('forgets at once what nobody can come back to', () => {
    const { enter, leave, gone } = presence();
    enter(chat);
    leave(chat, false);
    expect(gone).toEqual([chat]);
  });

  it('waits for the last of several connections, and no longer once one is back', () => {
    const { enter, leave, gone } = presence();
    enter(chat);
    enter(chat);
    leave(chat, true);
    vi.advanceTimersByTime(5000);
    leave(chat, true);
    vi.advanceTimersByTime(500);
    enter(chat);
    vi.advanceTimersByTime(5000);
    expect(gone).toEqual([]);
    leave(chat, true);
    vi.advanceTimersByTime(1000);
    expect(gone).toEqual([chat]);
  });

  it('forgets everything at the end, and a connection that leaves twice changes nothing', () => {
    const one = presence();
    one.enter(chat);
    one.leave(chat, true);
    one.leave(chat, true);
    one.enter(conversationId('open'));
    one.close();
    expect(one.gone).toEqual([chat, 'open']);
    vi.advanceTimersByTime(5000);
    expect(one.gone).toHaveLength(2);
    expect(one.size).toBe(0);
  });
});
