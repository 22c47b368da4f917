import { describe, expect, it } from 'vitest';
import { findInConversation, type Message } from '../../src/detection/conversation.ts';
import { createDetection } from '../../src/detection/engine.ts';
import { loadDetectors } from '../../src/settings/catalog.ts';

const detection = createDetection({ detectors: await loadDetectors() });
const says = (text: string, kind: Message['kind'] = 'message', from: Message['from'] = 'visitor'): Message => ({
  from,
  kind,
  text,
});

function found(...messages: Message[]): string[] {
  return findInConversation(detection, messages).map(
    ({ msg, kind, start, end }) => `${msg} ${kind} ${messages[msg]?.text.slice(start, end)}`,
  );
}

describe('findInConversation', () => {
  it('puts a card together from its pieces', () => {
    expect(found(says('4111 1111'), says('1111 1111'))).toEqual([
      '0 PAYMENT_CARD 4111 1111',
      '1 PAYMENT_CARD 1111 1111',
    ]);
    expect(
      found(says('my card is 4111'), says('1111'), says('ok wait'), says('1111'), says('then 1111 thanks')).length,
    ).toBe(4);
  });

  it('reads past the agent, and does not mix speakers', () => {
    expect(found(says('4111 1111'), says('go on', 'message', 'agent'), says('1111 1111')).length).toBe(2);
    expect(found(says('4111 1111'), says('1111 1111', 'message', 'agent'))).toEqual([]);
  });

  it('forgets pieces after a text that does not go on', () => {
    expect(found(says('4111 1111'), says('never mind, order 12 is late'), says('1111 1111'))).toEqual([]);
  });

  it('hides the unfinished end of a draft, from the first digit', () => {
    expect(found(says('card 4111 11', 'preview'))).toEqual(['0 PAYMENT_CARD 4111 11']);
    expect(found(says('hi', 'preview'), says('I have 2', 'preview'))).toEqual([]);
  });

  it('never judges a draft by what comes later', () => {
    const draft = says('order 12', 'preview');
    expect(found(draft)).toEqual(found(draft, says('4111 1111 1111 1111')).filter((line) => line.startsWith('0')));
  });
});
