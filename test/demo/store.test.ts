/** The vendor's memory: bounded, and silent about who owns a conversation. */
import { describe, expect, it } from 'vitest';
import { createDemoStore } from '../../src/demo/store.ts';

function make() {
  let count = 0;
  return createDemoStore(
    () => 0,
    () => {
      count += 1;
      return `c${count}`;
    },
  );
}

describe('the vendor’s store', () => {
  it('gives an owner the same conversation again', () => {
    const store = make();
    const first = store.open('ann', false);
    expect(store.open('ann', false)).toBe(first);
    expect(store.open('ben', true).id).not.toBe(first.id);
  });

  it('never shows the owner’s cookie', () => {
    const store = make();
    store.open('cookie-of-ann', false);
    expect(JSON.stringify(store.conversations())).not.toContain('cookie-of-ann');
  });

  it('clears the draft when the message comes', () => {
    const store = make();
    const conversation = store.open('ann', false);
    conversation.preview = 'hel';
    store.add(conversation, 'agent', 'hi');
    expect(conversation.preview).toBe('hel');
    store.add(conversation, 'visitor', 'hello');
    expect(conversation.preview).toBe('');
  });

  it('forgets the oldest of everything', () => {
    const store = make();
    const kept = store.open('ann', false);
    for (let index = 0; index < 300; index += 1) {
      store.add(kept, 'visitor', `message ${index}`);
      store.keepWire(kept.id, 'http', 'message', '{}');
      store.keepTyped('x');
    }
    expect(kept.messages).toHaveLength(200);
    expect(kept.messages[0]?.text).toBe('message 100');
    expect(store.wire()).toHaveLength(120);
    expect(store.typed()).toHaveLength(30);
    for (let index = 0; index < 60; index += 1) store.open(`visitor ${index}`, false);
    expect(store.conversations()).toHaveLength(50);
    expect(store.find(kept.id)).toBeUndefined();
  });

  it('cuts texts that are too long', () => {
    const store = make();
    const conversation = store.open('ann', false);
    expect(store.add(conversation, 'visitor', 'x'.repeat(9000)).text).toHaveLength(4000);
  });
});
