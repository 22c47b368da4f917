/** What is remembered between messages: little, for a while, and per conversation. */
import { describe, expect, it } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { createConversationMemory } from '../../src/redaction/conversation.ts';

const limits = { conversationsMax: 3, conversationIdleSecondsMax: 60, carryDigitsMax: 16 };
const one = conversationId('one');

function memoryAt(start = 0) {
  const clock = { time: start, now: () => clock.time };
  return { clock, memory: createConversationMemory(clock, limits) };
}

describe('createConversationMemory', () => {
  it('remembers the digits that a message ended with, and joins fragments', () => {
    const { memory } = memoryAt();
    memory.remember(one, '/text', 'it is 4111 11');
    expect(memory.tail(one, '/text')).toBe('4111 11');
    memory.remember(one, '/text', '11 1111');
    expect(memory.tail(one, '/text')).toBe('4111 11 11 1111');
    expect(memory.tail(one, '/other')).toBe('');
  });

  it('keeps no more digits than the limit, the newest', () => {
    const { memory } = memoryAt();
    for (const part of ['0000', '1111', '2222', '3333', '4444']) memory.remember(one, '/text', part);
    expect(memory.tail(one, '/text').replaceAll(' ', '')).toBe('1111222233334444');
  });

  it('lets go of a tail when the next text ends otherwise, or was settled', () => {
    const { memory } = memoryAt();
    memory.remember(one, '/text', '411111');
    memory.remember(one, '/text', 'wait, wrong one');
    expect(memory.tail(one, '/text')).toBe('');
    memory.remember(one, '/text', '411111');
    memory.settle(one, '/text');
    expect(memory.size).toBe(0);
  });

  it('ignores small numbers', () => {
    const { memory } = memoryAt();
    memory.remember(one, '/text', 'table for 12');
    expect(memory.size).toBe(0);
  });

  it('forgets after the idle time, exactly', () => {
    const { memory, clock } = memoryAt();
    memory.remember(one, '/text', '411111');
    clock.time = 60_000;
    expect(memory.tail(one, '/text')).toBe('411111');
    clock.time = 60_001;
    expect(memory.tail(one, '/text')).toBe('');
    expect(memory.size).toBe(0);
  });

  it('holds at most the stated number of conversations, dropping the oldest', () => {
    const { memory } = memoryAt();
    for (const name of ['a', 'b', 'c', 'd']) memory.remember(conversationId(name), '/text', '411111');
    expect(memory.size).toBe(3);
    expect(memory.tail(conversationId('a'), '/text')).toBe('');
    expect(memory.tail(conversationId('d'), '/text')).toBe('411111');
  });
});
