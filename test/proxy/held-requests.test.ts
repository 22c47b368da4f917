/** Requests in line behind one that is held: their order, their end, and that one conversation does not hold another. */
import { describe, expect, it } from 'vitest';
import { conversationId } from '../../src/domain/frame.ts';
import { createHeldRequests } from '../../src/proxy/held-requests.ts';
import { until } from '../support/editing-vendor.ts';

const chat = conversationId('chat');
const hold = (id: string, milliseconds: number) => ({ id, milliseconds, rewrite: () => Buffer.from('[card]') });

function line() {
  const held = createHeldRequests();
  const out: string[] = [];
  const put = (text: string, milliseconds?: number, answered: Promise<void> = Promise.resolve()) =>
    held.put(
      chat,
      Buffer.from(text),
      (bytes) => {
        out.push(bytes.toString());
        return answered;
      },
      milliseconds === undefined ? undefined : hold(text, milliseconds),
    );
  return { held, out, put };
}

describe('createHeldRequests', () => {
  it('sends in order once the time is over', async () => {
    const { held, out, put } = line();
    put('4111', 30);
    put('hello');
    expect([out, held.waits(chat), held.waits(conversationId('other'))]).toEqual([[], true, false]);
    await until(() => !held.waits(chat));
    expect(out).toEqual(['4111', 'hello']);
  });

  it('sends what is known now, rewritten', async () => {
    const { held, out, put } = line();
    put('4111', 60_000);
    held.settle(chat, [{ id: '4111', start: 0, end: 4, insert: '[card]' }]);
    await until(() => !held.waits(chat));
    expect(out).toEqual(['[card]']);
  });

  it('does not send the next one before the answer to the one before', async () => {
    const { out, put } = line();
    let answer: () => void = () => undefined;
    put('first', 20, new Promise((resolve) => (answer = resolve)));
    put('second');
    await until(() => out.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 40));
    expect(out).toEqual(['first']);
    answer();
    await until(() => out.length === 2);
  });

  it('holds no more messages than it may, and nothing at the end', async () => {
    const { held, out, put } = line();
    for (let at = 0; at < 17; at += 1) put(`m${at}`, 60_000);
    await until(() => out.length === 17);
    put('last', 60_000);
    held.release();
    await until(() => out.length === 18);
  });
});
