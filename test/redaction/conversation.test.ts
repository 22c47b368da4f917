/** What is remembered between messages: little, for a while, and per conversation. */
import { describe, expect, it } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { createConversationMemory } from '../../src/redaction/conversation.ts';
import { simpleDetection } from '../support/simple-detection.ts';

const limits = { conversationsMax: 3, conversationIdleSecondsMax: 60, carryDigitsMax: 32, takeBackCharactersMax: 200 };

function memoryAt(start = 0) {
  const clock = { time: start, now: () => clock.time };
  const memory = createConversationMemory(clock, limits);
  const say = (text: string, { name = 'one', path = '/text' } = {}) =>
    memory.hear(conversationId(name), { id: memory.mint(), text, path, kind: 'message' }, simpleDetection, []);
  return { clock, memory, say };
}

describe('createConversationMemory', () => {
  it('finds a number that began in the message before, of the same conversation and field', () => {
    const { say } = memoryAt();
    say('4111 1111');
    expect(say('1111 1111', { name: 'two' }).here).toEqual([]);
    expect(say('1111 1111', { path: '/name' }).here).toEqual([]);
    expect(say('1111 1111').here).toMatchObject([{ kind: 'PAYMENT_CARD', start: 0, end: 9 }]);
  });

  it('forgets after the idle time, exactly', () => {
    const { say, clock, memory } = memoryAt();
    say('4111 1111');
    clock.time = 60_000;
    expect(say('1111 1111').here).toHaveLength(1);
    say('4111 1111');
    clock.time = 120_001;
    expect(say('1111 1111').here).toEqual([]);
    expect(memory.size).toBe(1);
  });

  it('wipes other conversations when their time is over', () => {
    const { say, clock, memory } = memoryAt();
    say('4111 1111', { name: 'old' });
    clock.time = 60_001;
    say('hello there', { name: 'new' });
    expect(memory.size).toBe(1);
  });

  it('holds at most the stated number of conversations, dropping the longest unused', () => {
    const { say, memory } = memoryAt();
    for (const name of ['a', 'b', 'c', 'd']) say('4111 1111', { name });
    expect(memory.size).toBe(3);
    expect(say('1111 1111', { name: 'd' }).here).toHaveLength(1);
    expect(say('1111 1111', { name: 'a' }).here).toEqual([]);
  });

  it('forgets on demand', () => {
    const { say, memory } = memoryAt();
    say('4111 1111');
    memory.forget(conversationId('one'));
    expect(memory.size).toBe(0);
    expect(say('1111 1111').here).toEqual([]);
  });

  it('names earlier messages as the vendor does', () => {
    const { memory } = memoryAt();
    const hear = (text: string, id: string) =>
      memory.hear(conversationId('one'), { text, path: '', kind: 'message', id }, simpleDetection, []);
    hear('so 4111 1111', 'm-1');
    expect(hear('1111 1111', 'm-2').earlier).toMatchObject([{ id: 'm-1', start: 3, end: 12 }]);
  });
});
